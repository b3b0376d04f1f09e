import type { Interaction } from '../interaction/interaction.ts';
import type { Message } from '../message/message.ts';
import { NONE } from '../message/message-steps.ts';
import { LANES, laneName } from '../platform/lanes.ts';
import { cohortCounters, type CohortMessage } from './experiment/cohort-counters.ts';
import { bucketOf } from './histogram.ts';
import { moneyCounters } from './money.ts';

/** Counters by name; a missing one is 0. */
export type Counters = Readonly<Record<string, number>>;

/**
 * The families of counters; each has its own rows. Those of `cohorts` are named by their cohort first, and each cohort has rows of
 * its own, which only experiments have.
 */
export const FAMILIES = ['totals', 'buttons', 'hours', 'weekdays', 'cohorts'] as const;
export type Family = (typeof FAMILIES)[number];

/** Counters by family: those of one item, or of a campaign. */
export type Counted = Readonly<Partial<Record<Family, Counters>>>;

/** The fields of a message that the roll-up reads. */
export type CountedMessage = Pick<
  Message,
  | 'status'
  | 'replays'
  | 'error_code'
  | 'status_reason'
  | 'content_key'
  | 'clicked_buttons'
  | 'replied_at'
  | 'opted_out_at'
> &
  CohortMessage;

/** The fields of an interaction that the roll-up reads. */
export type CountedInteraction = Pick<
  Interaction,
  'button_id' | 'clicked_at' | 'response_seconds' | 'local_weekday' | 'local_hour' | 'conversion' | 'agent'
>;

/** The row that counts a record. A row counts the records of only one partition key: a lane's, or the campaign's. */
export interface RollupRow {
  readonly tenant_id: string;
  readonly campaign_id: string;
  readonly family: Family;
  /** Of the family `cohorts`: which. */
  readonly cohort?: string | undefined;
  /** The lane's two digits, or 'campaign'. */
  readonly source: string;
}

/** A partition whose records are counted: a campaign's lane, or the campaign itself. */
export type Source = Omit<RollupRow, 'family' | 'cohort'>;

/** The sources of every campaign. */
export const SOURCES: readonly string[] = [...Array.from({ length: LANES }, (_, lane) => laneName(lane)), 'campaign'];

/** The families of counters that a source's records count in, but for cohorts, of which there are as many as there are. */
export function familiesOf(source: string): readonly Family[] {
  return source === 'campaign' ? ['buttons', 'hours', 'weekdays'] : ['totals'];
}

/** Which lane's; undefined for the campaign itself. */
export function laneOfSource(source: string): number | undefined {
  return source === 'campaign' ? undefined : Number(source);
}

/** One change in the stream: its sequence number and what it adds to the counters. */
export interface Step {
  /** The stream's sequence number, padded so that its text sorts like the number. */
  readonly sequence: string;
  readonly adds: Counters;
  /** When it was made. */
  readonly at?: string | undefined;
}

/** Sequence numbers have up to 40 digits [DynamoDB Streams API, StreamRecord]. */
export function paddedSequence(sequence: string): string {
  return sequence.padStart(40, '0');
}

/**
 * A message's counters, which follow from its current state only: so a report equals a recount, whatever the order of
 * status reports. A recipient counts in at most one of accepted, failed, skipped and unknown; sent, delivered and read are
 * parts of accepted.
 */
export function messageCounters(message: CountedMessage): Counted {
  const taps = Object.fromEntries((message.clicked_buttons ?? []).map((button) => [`customers#${button}`, 1]));
  const totals = {
    ...statusCounters(message),
    ...(message.clicked_buttons?.length && { clicked: 1 }),
    ...(message.replied_at && { replied: 1 }),
    ...(message.opted_out_at && { opted_out: 1 }),
  };
  const cohorts = cohortCounters(message);
  return {
    ...(cohorts && { cohorts }),
    totals: {
      ...totals,
      ...contentCounters(message, totals),
      ...(message.replays && { replayed: message.replays }),
      ...taps,
    },
  };
}

/** The same by content. A key holds no '#', nor do the counters' own names. */
function contentCounters({ content_key }: CountedMessage, totals: Counters): Counters {
  if (content_key === undefined) return {};
  const own = Object.entries(totals).filter(([name]) => !name.includes('#'));
  return Object.fromEntries(own.map(([name, count]) => [`content#${content_key}#${name}`, count]));
}

function statusCounters(message: CountedMessage): Counters {
  switch (message.status) {
    case 'retry':
    case 'sending':
      return { recipients: 1 };
    case 'unknown':
      return { recipients: 1, unknown: 1 };
    case 'accepted':
      return { recipients: 1, accepted: 1 };
    case 'sent':
      return { recipients: 1, accepted: 1, sent: 1 };
    case 'delivered':
      return { recipients: 1, accepted: 1, sent: 1, delivered: 1 };
    case 'read':
      return { recipients: 1, accepted: 1, sent: 1, delivered: 1, read: 1 };
    case 'failed':
    case 'undelivered':
      return { recipients: 1, failed: 1, [`failed#${message.error_code ?? NONE}`]: 1 };
    case 'skipped':
      return { recipients: 1, skipped: 1, [`skipped#${message.status_reason ?? NONE}`]: 1 };
  }
}

/** An interaction's counters: `hours` are in UTC, `weekdays` by the customer's clock. */
export function interactionCounters(interaction: CountedInteraction): Counted {
  const { button_id: button, conversion, agent } = interaction;
  const hour = interaction.clicked_at.slice(11, 13);
  const response =
    interaction.response_seconds === undefined
      ? {}
      : { [`response#${button}#${bucketOf(interaction.response_seconds)}`]: 1 };
  return {
    buttons: {
      [`clicks#${button}`]: 1,
      ...response,
      ...(conversion && { [`conversions#${button}`]: 1, [`led_to#${conversion.conversion_type}`]: 1 }),
      ...valueCounters(button, conversion),
      ...(agent && { [`agent#${button}#${agent.outcome}#${agent.reason ?? ''}`]: 1 }),
    },
    hours: { [`clicks#${hour}`]: 1, ...(conversion && { [`conversions#${hour}`]: 1 }) },
    weekdays: { [`${interaction.local_weekday}#${interaction.local_hour}`]: 1 },
  };
}

/** A value of 0 adds nothing, and its counters are left out like all that are 0. */
function valueCounters(button: string, conversion: CountedInteraction['conversion']): Counters {
  const { value, currency } = conversion ?? {};
  return value === undefined || currency === undefined ? {} : sum([moneyCounters(`value#${button}`, value, currency)]);
}

/** What the change of an item adds to the counters, by family. */
export function fold(before: Counted | undefined, after: Counted | undefined): Counted {
  const families = FAMILIES.flatMap((family) => {
    const adds = sum([after?.[family] ?? {}, negative(before?.[family] ?? {})]);
    return before?.[family] || after?.[family] ? [[family, adds] as const] : [];
  });
  return Object.fromEntries(families);
}

/** The difference between what should be counted and what is. */
export function differenceOf(wanted: Counters = {}, found: Counters = {}): Counters {
  return sum([wanted, negative(found)]);
}

export function sum(list: Iterable<Counters>): Counters {
  const total: Record<string, number> = {};
  for (const counters of list) {
    for (const [name, by] of Object.entries(counters)) total[name] = (total[name] ?? 0) + by;
  }
  return Object.fromEntries(Object.entries(total).filter(([, by]) => by !== 0));
}

function negative(counters: Counters): Counters {
  return Object.fromEntries(Object.entries(counters).map(([name, by]) => [name, -by]));
}

/** How many recipients have an outcome. */
export function settledOf(counters: Counters): number {
  return ['accepted', 'failed', 'skipped', 'unknown'].reduce((total, name) => total + (counters[name] ?? 0), 0);
}

/** The counters whose names begin with a prefix, by the rest of the name. */
export function withPrefix(counters: Counters, prefix: string): Record<string, number> {
  const found = Object.entries(counters).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, count]) => [name.slice(prefix.length), count]));
}
