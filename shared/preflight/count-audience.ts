import { askedBy } from '../campaign/asked.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Frequencies } from '../customer/frequency.store.ts';
import type { Planned } from '../message/choice.ts';
import type { Clock } from '../platform/clock.ts';
import { conflict } from '../platform/errors.ts';
import { inBatches } from '../platform/in-batches.ts';
import { LANES } from '../platform/lanes.ts';
import { pagesOf } from '../platform/page.ts';
import { sideBySide } from '../platform/side-by-side.ts';
import type { Facts } from '../campaign/audience.ts';
import { isRecipient } from '../run/is-recipient.ts';
import { withPicks, type Picker } from '../run/picker.ts';
import { readFacts, type FactPorts } from '../segment/read-facts.ts';
import { resolveSegments, type NamedCriteria, type SegmentFault } from '../segment/resolve-segments.ts';
import type { Segments } from '../segment/segment.store.ts';
import { aheadInLane } from './still-ahead.ts';
import { countCustomer, noCounts, summed, totalOf, type AudienceCounts, type Terms } from './audience-counts.ts';

export interface CountPorts extends FactPorts {
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'lanePage'>;
  readonly frequencies: Pick<Frequencies, 'ofLane'>;
  /** Of a campaign that picks: by whose picks its people are counted. */
  readonly picker?: Pick<Picker, 'armsFor'>;
  readonly segments: Pick<Segments, 'getAll'>;
}

/** How many customers are read at most, and for how long (milliseconds): API Gateway waits 30 s for an answer. */
export interface CountLimits {
  readonly customers: number;
  readonly milliseconds: number;
}
export const COUNT_LIMITS: CountLimits = { customers: 100_000, milliseconds: 18_000 };

const PAGE = 500;
const AT_ONCE = 4;
/** How many people are picked for at once, as when a chunk is sent; and for how much of the time, so that enough is left to count. */
const PICKED_AT_ONCE = 100;
const PICKING_TIME = 0.5;
/** Lanes differ in size by chance: so much beyond the limit is read for an exact count. */
const MARGIN = 1.1;

/** The counts; and, where not everyone was read, how many were and which share of the customers they are. */
export interface CountedAudience {
  readonly counts: AudienceCounts;
  readonly sample: { readonly customers: number; readonly share: number } | undefined;
  /** Why nobody can be counted: the segments that the criteria name. */
  readonly fault?: SegmentFault;
}

/**
 * Counts a campaign's audience in one pass. A tenant's customers are spread over the lanes by a hash, so that whole lanes
 * are a fair sample: with more customers than the limit, or too little time, as many lanes are read as there is room for.
 * @throws HeraldError 409 when not even one lane could be read in time
 */
export async function countAudience(
  terms: Terms,
  ports: CountPorts,
  limits: CountLimits = COUNT_LIMITS,
): Promise<CountedAudience> {
  const until = ports.clock.now() + limits.milliseconds;
  const { campaign } = terms;
  const resolved = await resolveSegments(campaign.tenant_id, askedBy(campaign), ports.segments);
  if ('fault' in resolved) return { counts: noCounts(), sample: undefined, fault: resolved.fault };
  const pickUntil = until - limits.milliseconds * (1 - PICKING_TIME);
  const inLane = (lane: number) => countLane(terms, { lane, until, pickUntil, segments: resolved.segments }, ports);
  const first = await inLane(0);
  const size = first?.customers ?? 0;
  const isSmall = size * LANES <= limits.customers * MARGIN;
  const wanted = isSmall ? LANES : Math.max(1, Math.min(LANES, Math.floor(limits.customers / size)));
  const others = Array.from({ length: first ? wanted - 1 : 0 }, (_, place) => place + 1);
  const rest = await sideBySide(others, AT_ONCE, inLane);
  const read = [first, ...rest].filter((lane) => lane !== undefined);
  if (read.length === 0) throw conflict('preflight.too_large', TOO_LARGE);
  const counts = summed(
    read.map((lane) => lane.counts),
    LANES / read.length,
  );
  const customers = read.reduce((sum, lane) => sum + lane.customers, 0);
  return { counts, sample: read.length < LANES ? { customers, share: read.length / LANES } : undefined };
}

const TOO_LARGE =
  'Your customers are too many to be counted within the time of a request, even a sample of them. Send without a preflight, or ask again at a quieter hour.';

interface LaneRange {
  readonly lane: number;
  /** When the time is up for counting, and for picking. */
  readonly until: number;
  readonly pickUntil: number;
  readonly segments: NamedCriteria;
}

/** @returns undefined when the time was up before the lane's end */
async function countLane(terms: Terms, { lane, until, pickUntil, segments }: LaneRange, ports: CountPorts) {
  const { clock, customers, frequencies, messages } = ports;
  const { tenant_id } = terms.campaign;
  const question = { tenant_id, criteria: askedBy(terms.campaign), segments, at: terms.starts_at };
  const sent = terms.cap && (await frequencies.ofLane(tenant_id, lane));
  const counts = noCounts();
  const countsAhead = (terms.underway ?? []).map((other) => aheadInLane(counts.ahead, other, lane));
  let read = 0;
  const pages = pagesOf<Awaited<ReturnType<Customers['lanePage']>>>((afterId) =>
    customers.lanePage(tenant_id, lane, { limit: PAGE, afterId, consistent: false }),
  );
  for await (const { items } of pages) {
    if (clock.now() > until) return undefined;
    const facts = await readFacts(question, items, { messages });
    const people = clock.now() > pickUntil ? items : await picksOf(terms, items, facts, ports);
    for (const person of people) countCustomer(counts, terms, person, facts, sent?.get(person.id));
    for (const countAhead of countsAhead) for (const person of items) countAhead(person);
    read += items.length;
  }
  return { counts, customers: read };
}

/** A page's people; where the campaign picks, its recipients alone, with what is picked for them if they are sent to at the start. */
export async function picksOf(
  { campaign, starts_at }: Terms,
  items: readonly Customer[],
  facts: Facts,
  { picker }: Pick<CountPorts, 'picker'>,
): Promise<readonly Planned[]> {
  if (!picker || !campaign.picking) return items;
  const recipients = items.filter((customer) => isRecipient(campaign, customer, facts));
  const picked: Planned[] = [];
  for (const some of inBatches(recipients, PICKED_AT_ONCE))
    picked.push(...(await withPicks(campaign, some, starts_at, { picker })));
  return picked;
}

/** How much a reach may differ from the one that somebody saw. */
export const REACH_TOLERANCE = 0.01;

/** The reach, and where it is if it was counted by a sample. */
export function reachWithin({ counts, sample }: Pick<CountedAudience, 'counts' | 'sample'>) {
  const reach = reachOf(counts);
  return { reach, ...(sample ? reachRange(reach, sample.share) : { from: reach, to: reach }) };
}

/** How many of all would get it, by a sample: the range in which that is, 19 times out of 20. */
export function reachRange(reach: number, share: number): { readonly from: number; readonly to: number } {
  const deviation = 1.96 * Math.sqrt((reach * (1 - share)) / share);
  return { from: Math.max(0, Math.round(reach - deviation)), to: Math.round(reach + deviation) };
}

export function reachOf({ contents }: AudienceCounts): number {
  return totalOf(contents);
}
