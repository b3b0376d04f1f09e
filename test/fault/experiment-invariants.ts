import { cohortOf } from '../../shared/campaign/cohort.ts';
import { campaign as campaignItem, type Campaign } from '../../shared/campaign/campaign.ts';
import { drawArm, placeOf } from '../../shared/campaign/placement.ts';
import type { Customer } from '../../shared/customer/customer.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import type { Item } from '../../shared/platform/table-client.ts';
import type { Replay } from './operators.ts';
import type { Act, Purchase, Tap, Words } from './people.ts';
import type { Household } from './population.ts';
import type { Created, Truth } from './provider.ts';
import type { Worker } from './scheduler.ts';

/** What of the final state of a world the cohorts are compared with. */
export interface CohortRemains {
  /** Every item of the table. */
  readonly items: readonly Item[];
  readonly truth: Truth;
  readonly taps: readonly Tap[];
  readonly words: readonly Words[];
  readonly purchases: readonly Purchase[];
  /** When the row of `${campaign} ${customer}` was put. */
  readonly rowsAt: ReadonlyMap<string, number>;
  readonly replays: readonly Replay[];
  /** Whether what webhooks lost is asked for. */
  readonly isMadeGood: boolean;
  /** Campaigns that somebody asked to cancel. */
  readonly abandoned: ReadonlySet<string>;
}

const HOUR = 3_600_000;
/** How long (milliseconds) after its answer a worker that nothing strikes has written what it learned, a busy table included. */
const WRITTEN_WITHIN = 15_000;

/** The times between which Herald has dated something, and whether it must know of it. In milliseconds since the epoch. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly isSure: boolean;
}

/** How often a counter must have been counted, and how often it may have been. */
interface Bounds {
  least: number;
  most: number;
}

/**
 * Compares the cohorts of an experiment with what the provider and the people did, of which no row of Herald's tells: who was tried and
 * when, who tapped, read, replied or bought, and when. Where faults hide from Herald when something was, or that it was, either count will do.
 */
export function* examineCohorts(household: Household, campaign: Campaign, remains: CohortRemains): Generator<string> {
  if (!campaign.experiment) return;
  const counted = countsOf(campaign, remains.items);
  const expected = new Map<string, Bounds>();
  for (const customer of household.customers) {
    count(expected, ...tried(household, campaign, customer, remains));
    count(expected, ...planned(campaign, customer, remains));
  }
  for (const name of new Set([...counted.keys(), ...expected.keys()])) {
    const { least, most } = expected.get(name) ?? { least: 0, most: 0 };
    const found = counted.get(name) ?? 0;
    if (found < least || found > most)
      yield `campaign ${campaign.id.slice(-4)}: ${found} are counted in ${name}, and ${least} to ${most} are true`;
  }
}

/** The counters of all cohorts, by cohort and in all: what is placed in the wrong cohort is off, and so is what is in none. */
function countsOf({ tenant_id, id }: Campaign, items: readonly Item[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string, by: number) => counts.set(name, (counts.get(name) ?? 0) + by);
  for (const item of items) {
    const [, cohort = ''] = /^COHORT#([^#]+)#/.exec(String(item['sk'])) ?? [];
    if (item['pk'] !== `TENANT#${tenant_id}#CAMPAIGN#${id}` || !cohort) continue;
    for (const [counter, by] of Object.entries(item)) {
      if (!/^(tried|did|planned|bought)#/.test(counter)) continue;
      add(`${cohort} ${counter}`, Number(by));
      add(counter, Number(by));
    }
  }
  return counts;
}

/** Something that is counted once, in the cohort of some time within the span, or, where that is not sure, not at all. */
interface Counting {
  readonly counter: string;
  readonly span: Span;
}

function count(bounds: Map<string, Bounds>, ...countings: readonly Counting[]): void {
  for (const { counter, span } of countings) {
    const [first, last] = [span.from, Math.min(span.to, span.from + 60 * 24 * HOUR)].map((at) => cohortOf(at, 1));
    const add = (name: string, isSure: boolean) => {
      const { least, most } = bounds.get(name) ?? { least: 0, most: 0 };
      bounds.set(name, { least: least + (isSure ? 1 : 0), most: most + 1 });
    };
    add(counter, span.isSure);
    for (let cohort = first!; cohort <= last!; cohort += HOUR)
      add(`${timestamp(cohort)} ${counter}`, span.isSure && first === last);
  }
}

/** What one person counts in their arm. */
function tried(household: Household, campaign: Campaign, customer: Customer, remains: CohortRemains): Counting[] {
  const { isHeldBack, isTest } = placeOf(campaign, customer.id);
  // Whoever has no pet cannot get both arms.
  if (isHeldBack || !isTest || customer.attributes['pet'] === undefined) return [];
  const weight = campaign.contents[0]?.weight ?? 1;
  const arm = ['default', 'b'][drawArm(campaign.id, customer.id, [1 / (1 + weight), weight / (1 + weight)])] ?? '';
  const span = triedSpan(campaign, customer, remains);
  if (!span) return [];
  const did = didWithin(span, campaign, actsOf(household, campaign, customer, remains));
  return [
    { counter: `tried#${arm}`, span },
    ...(did === 'no' ? [] : [{ counter: `did#${arm}`, span: { ...span, isSure: span.isSure && did === 'yes' } }]),
  ];
}

/** When somebody was first tried. @returns undefined of somebody who cannot have been */
function triedSpan(campaign: Campaign, { id }: Customer, { truth, replays, rowsAt }: CohortRemains): Span | undefined {
  const who = `${campaign.id} ${id}`;
  const rowAt = rowsAt.get(who);
  if (rowAt === undefined) return undefined;
  const created = createdFor(campaign, id, truth);
  const refused = truth.refused.get(who);
  const known = [...created, ...(refused ? [refused] : [])];
  const isReplayed = replays.some(({ campaign_id }) => campaign_id === campaign.id);
  // An attempt of which the provider never heard has no outcome, and was one all the same; it is sent again only by a replay.
  if (known.length === 0) return { from: rowAt, to: Infinity, isSure: false };
  const first = known.toSorted((a, b) => a.at - b.at)[0]!;
  const heard = created.filter((one) => one === first).flatMap((one) => [...one.heard.values()]);
  const told = isUntouched(first.toldTo) ? [first.at + WRITTEN_WITHIN] : [];
  return { from: isReplayed ? rowAt : first.at, to: Math.min(Infinity, ...heard, ...told), isSure: true };
}

function isUntouched(worker: Worker | undefined): boolean {
  return worker?.struck === false;
}

function createdFor({ id }: Campaign, customer_id: string, { created }: Truth): Created[] {
  return created.filter((one) => one.campaign_id === id && one.customer_id === customer_id);
}

/** What somebody did of that which the experiment counts, as Herald may have dated it. */
function actsOf(
  { account_sid }: Household,
  campaign: Campaign,
  { id, phone_number }: Customer,
  { truth, taps, words, purchases, isMadeGood }: CohortRemains,
): Span[] {
  const created = createdFor(campaign, id, truth);
  const own = (act: { readonly customer_id: string }) => act.customer_id === id;
  const inCampaign = (act: Act) => own(act) && act.campaign_id === campaign.id;
  switch (campaign.experiment?.metric) {
    case 'tapped':
      return taps.filter(inCampaign).map((tap) => spanOf(tap));
    case 'replied': {
      // What is listed later does not say what it replies to, and shows taps as words.
      const listed = isMadeGood ? [...words, ...taps.filter(({ source }) => source === 'inbound')].filter(own) : [];
      const isKnown = created.length === 1;
      return [
        ...words.filter(inCampaign).map((one) => spanOf(one, isKnown)),
        ...listed.map(({ at }) => ({ from: toTheSecond(at), to: Infinity, isSure: false })),
      ];
    }
    case 'converted':
      return purchases.filter(own).map(({ at, taken }) => ({ from: at, to: at, isSure: taken }));
    default:
      return created
        .filter(({ account_sid: account, to }) => account === account_sid && to === phone_number)
        .flatMap(({ history, changes, heard }) => {
          const at = changes[history.indexOf('read')];
          const heardAt = heard.get('read');
          return at === undefined
            ? []
            : [{ from: toTheSecond(at), to: heardAt ?? Infinity, isSure: heardAt !== undefined }];
        });
  }
}

/** The provider's list tells times to the second. */
function toTheSecond(at: number): number {
  return Math.floor(at / 1_000) * 1_000;
}

function spanOf({ at, taken, taken_at }: Act, isKnown = true): Span {
  return { from: at, to: taken_at ?? Infinity, isSure: taken && isKnown };
}

/** Whether somebody did it within their window: for certain, certainly not, or depending on what Herald could know. */
function didWithin(tried: Span, { experiment }: Campaign, acts: readonly Span[]): 'yes' | 'no' | 'maybe' {
  const window = (experiment?.window_hours ?? 0) * HOUR;
  if (!acts.some(({ from, to }) => to >= tried.from && from <= tried.to + window)) return 'no';
  const isSure = acts.some(({ to, isSure }) => isSure && to <= tried.from + window);
  // What came before it was known that they were tried may have been taken for the first time.
  return isSure && acts.every(({ from }) => from >= tried.to) ? 'yes' : 'maybe';
}

/** What one person counts of those who were planned, and of those of them who bought something, with or without a message. */
function planned(
  campaign: Campaign,
  { id, attributes }: Customer,
  { items, purchases, rowsAt, abandoned }: CohortRemains,
): Counting[] {
  const rowAt = rowsAt.get(`${campaign.id} ${id}`);
  if (!campaign.holdout || rowAt === undefined) return [];
  const { isHeldBack, isTest } = placeOf(campaign, id);
  const key = { pk: `TENANT#${campaign.tenant_id}#CAMPAIGN#${campaign.id}`, sk: 'CAMPAIGN' };
  const { decision, started_at } = campaignItem.parse(items.find(({ pk, sk }) => pk === key.pk && sk === key.sk));
  const waits = !isTest && attributes['pet'] !== undefined;
  // Whoever gets nothing because nothing won is compared with nobody.
  if (waits && decision?.rest === 'stop') return [];
  const began = Date.parse((waits ? decision?.at : started_at) ?? timestamp(rowAt));
  // A chunk that meets the cancellation skips everybody in it, whatever they were to get, and compares nobody.
  const span = { from: began, to: rowAt, isSure: !abandoned.has(campaign.id) };
  const side = isHeldBack ? 'held' : 'sent';
  const bought = purchases
    .filter(({ customer_id }) => customer_id === id)
    .map(({ at, taken }) => ({ from: at, to: at, isSure: taken }));
  const did = didWithin(span, campaign, bought);
  return [
    { counter: `planned#${side}`, span },
    ...(did === 'no' ? [] : [{ counter: `bought#${side}`, span: { ...span, isSure: span.isSure && did === 'yes' } }]),
  ];
}
