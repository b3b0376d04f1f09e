import type { Facts } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import { categoryOf, isTemplated, OWN_CONTENT } from '../campaign/contents.ts';
import { defaulted } from '../content/placeholder.ts';
import { allPlaceholdersOf, type Content } from '../content/content.ts';
import { cappedUntil, type Attempts } from '../customer/frequency.ts';
import { mayEverSend } from '../message/may-send.ts';
import { hourAhead } from './hour-ahead.ts';
import { withChoice, type Planned } from '../message/choice.ts';
import { personalise, type Personalised } from '../message/personalise.ts';
import { windowEnd } from '../message/window.ts';
import type { PriceCategory } from '../provider/provider.ts';
import { isRecipient } from '../run/is-recipient.ts';
import type { FrequencyCap } from '../tenancy/frequency-cap.ts';
import type { SendingHours } from '../tenancy/sending-hours.ts';
import type { Underway } from './still-ahead.ts';

type Count = Map<string, number>;

/** The rules by which somebody gets it later than the pace alone would have it. */
export const WAIT_RULES = ['sending_hours', 'frequency_cap', 'send_time'] as const;
export type WaitRule = (typeof WAIT_RULES)[number];

/** What a campaign would do, counted: each count by what it is about. */
export interface AudienceCounts {
  /** Everyone who fits, under the one key ''. */
  readonly audience: Count;
  /** Who gets it, by content. */
  readonly contents: Count;
  readonly left_out: Count;
  /** Who gets it later than the pace alone would have it, by the `WaitRule`. */
  readonly waits: Count;
  /** Who gets it, by country ('' where it has none) and price category: `DE marketing`. */
  readonly prices: Count;
  /** Who gets it, by time zone and when they may be sent to (milliseconds): `Europe/Berlin 0`. */
  readonly queues: Count;
  /**
   * Who takes part in an experiment: `arm <variant>`, `waiting` for the decision, `picked` for, `unpicked` where nobody had the time
   * to, or `outside` of it.
   */
  readonly trial: Count;
  /** Who is left out for want of a placeholder's value, and who gets its default. */
  readonly missing: Count;
  readonly defaulted: Count;
  /** Whom the campaigns underway have read, and whom they have not: `aheadInLane`. */
  readonly ahead: Count;
}

export function noCounts(): AudienceCounts {
  const count = () => new Map<string, number>();
  return {
    ...{ audience: count(), contents: count(), left_out: count(), waits: count() },
    ...{ prices: count(), queues: count(), trial: count(), missing: count(), defaulted: count(), ahead: count() },
  };
}

/** How a campaign would send if it began at `starts_at` (milliseconds since the epoch). */
export interface Terms {
  /** As its run would find it. */
  readonly campaign: Campaign;
  readonly starts_at: number;
  readonly hours: SendingHours | undefined;
  readonly cap: FrequencyCap | undefined;
  /** The campaigns that its sender is sending. */
  readonly underway?: readonly Underway[];
}

/**
 * Counts one customer as planning and sending would treat them.
 * @param person with their pick, where arms are picked
 * @param facts what the criteria look at beyond the customer
 * @param attempts what they were sent lately
 */
export function countCustomer(
  counts: AudienceCounts,
  terms: Terms,
  person: Planned,
  facts: Facts,
  attempts: Attempts = {},
): void {
  const { campaign, starts_at, hours, cap } = terms;
  if (!isRecipient(campaign, person, facts)) return;
  const customer: Planned = withChoice(campaign, person, facts);
  add(counts.audience, '');
  const answer = mayEverSend(campaign, customer, hours, { begin: starts_at, end: starts_at });
  const { content_key = OWN_CONTENT, content, missing, part, awaits } = personalise(campaign, customer);
  if (answer.kind === 'never') {
    add(counts.left_out, answer.reason);
    if (answer.reason === 'missing_variable') for (const text of missing) add(counts.missing, text);
    return;
  }
  add(counts.contents, content_key);
  if (campaign.experiment) add(counts.trial, trialOf(part, awaits, 'picked' in person));
  for (const text of defaulted(allPlaceholdersOf(content), customer)) add(counts.defaulted, text);
  add(counts.prices, `${customer.country ?? ''} ${priceCategory(campaign, content, windowEnd(customer) > starts_at)}`);
  const capped = cap ? cappedUntil(attempts, campaign.id, cap, starts_at) : starts_at;
  const hour = hourAhead(terms, customer);
  if (hour !== undefined) add(counts.waits, 'send_time');
  else if (answer.kind === 'later') add(counts.waits, 'sending_hours');
  if (capped > starts_at) add(counts.waits, 'frequency_cap');
  const from = Math.max(capped, hour ?? 0);
  add(counts.queues, `${hours ? customer.timezone : ''} ${from > starts_at ? from : 0}`);
}

function trialOf(part: Personalised['part'], awaits: Personalised['awaits'], isAskedFor: boolean): string {
  if (part?.phase === 'test') return `arm ${part.arm}`;
  if (part) return isAskedFor ? 'picked' : 'unpicked';
  return awaits ? 'waiting' : 'outside';
}

/** What WhatsApp asks for: an answer within the window is cheaper than a template, and a utility template counts as one then. */
function priceCategory(campaign: Campaign, content: Content, isWindowOpen: boolean): PriceCategory {
  if (!isTemplated(campaign)) return 'service';
  const category = categoryOf(campaign, content);
  return category === 'utility' && isWindowOpen ? 'service' : category;
}

export function add(count: Count, key: string, by = 1): void {
  count.set(key, (count.get(key) ?? 0) + by);
}

/** Adds counts up. @param scale how many people one that was counted stands for */
export function summed(all: readonly AudienceCounts[], scale: number): AudienceCounts {
  const sum = noCounts();
  for (const counts of all)
    for (const [name, count] of Object.entries(counts) as [keyof AudienceCounts, Count][])
      for (const [key, number] of count) add(sum[name], key, number);
  for (const count of Object.values(sum) as Count[])
    for (const [key, number] of count) count.set(key, Math.round(number * scale));
  return sum;
}

export function totalOf(count: ReadonlyMap<string, number>): number {
  return [...count.values()].reduce((sum, number) => sum + number, 0);
}
