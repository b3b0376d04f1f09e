import { askedBy } from '../campaign/asked.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Customer } from '../customer/customer.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Planned } from '../message/choice.ts';
import { isSendable, maySend, type Sendability } from '../message/may-send.ts';
import { personalise } from '../message/personalise.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { readFacts, type FactPorts } from '../segment/read-facts.ts';
import type { Sender } from '../sender/sender.ts';
import { assignSlots, chunkSize, MAX_MESSAGES, newChunk, splitIntoChunks, type SendQueue } from './chunk.ts';
import { chooseContents, type ChoosePorts } from './choose-contents.ts';
import { expectedCosts, withSpend, type ExpectedCost } from './expected-costs.ts';
import { isRecipient } from './is-recipient.ts';
import { AGAIN, DONE, wait, type LanePass, type Next, type Terms } from './lane-pass.ts';
import type { LaneState, Lanes } from './lane.store.ts';
import { deferred, parkDeferred, type Deferred } from './park-deferred.ts';
import { sendTimesFor, type BestHours } from './send-times.ts';
import { untilDecided } from './until-decided.ts';
import { SETTLE_WAIT } from './settle-lane.ts';
import { reserveForLane, waitForSlots, type LaneReservation, type ReservationPorts } from './reserve-for-lane.ts';

/** The most recipients that one page plans: half a minute of the sender's rate. */
const MAX_PLANNED = 500;
const PAGE_SECONDS = 30;
/** The same where few of a page go at once. */
const TIMED_SECONDS = 150;
/** No chunk of those who share an hour takes longer of their sender. */
const TIMED_SLOT_SECONDS = 60;
/**
 * A page is sent from one lane, whose partition takes 1,000 writes a second, some three for each message: a fast sender's pages
 * are small, so that each second has people of several lanes. Others plan more at a time, which costs fewer writes.
 */
const FAST = { rate: 200, maxPlanned: 100 };
/** Customers read for one page: more than it plans, since not everyone is in the audience. */
const MIN_READ = 25;
const MAX_READ = 500;

export interface PagePorts extends ReservationPorts, FactPorts, ChoosePorts {
  readonly bestHours: Pick<BestHours, 'blocksFor'>;
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'lanePage'>;
  readonly ids: Ids;
  readonly lanes: Pick<Lanes, 'advance' | 'park'>;
  readonly log: Log;
  readonly sends: SendQueue;
}

/**
 * Plans the lane's next page. Chunks are queued before the cursor moves, so a crash in between repeats the page rather
 * than losing it. Waits when the sender has no free slot yet.
 */
export async function planPage(pass: LanePass, state: LaneState, ports: PagePorts): Promise<Next> {
  const { campaign, lane } = pass;
  const { tenant_id, id: campaign_id } = campaign;
  const terms = await pass.terms();
  const page = await readPage(pass, terms, state, ports);
  const { now } = page;
  const costOf = terms.spending && expectedCosts(campaign, terms.spending);
  const reserved = await reserve(campaign, terms, page, now, costOf, ports);
  if ('full' in reserved) return waitForSlots(reserved, pass, now);
  const { recipients, cursor, exhausted } = withinGrant(page, state, reserved.granted);

  const queued = await queueRecipients(pass, terms.sender, recipients, { ...reserved, costOf }, now, ports);
  await parkDeferredOnes(pass, terms.sender, recipients, now, ports);
  const advanced = await ports.lanes.advance(tenant_id, campaign_id, lane, state, {
    cursor,
    planned: recipients.length,
    planned_us: recipients.filter(({ sendability }) => 'reason' in sendability && sendability.reason === 'us_marketing')
      .length,
    assigned: assignedOf(campaign, recipients),
    fallbacks: fallbacksOf(recipients),
    waiting: recipients.filter(({ sendability }) => sendability.kind === 'undecided').length,
    exhausted_at: exhausted ? now : undefined,
  });
  ports.log('lane.planned', { tenant_id, campaign_id, lane, run: campaign.run, count: recipients.length });
  if (!advanced || !exhausted) return AGAIN;
  if (state.planned + recipients.length === 0) return DONE;
  return queued > 0 && queued === recipients.length ? wait(SETTLE_WAIT.min) : AGAIN;
}

interface Recipient {
  readonly customer: Planned;
  readonly sendability: Sendability;
  /** When their hour begins, if it has not yet: milliseconds since the epoch. */
  readonly hour?: number | undefined;
}

interface PlannedPage {
  readonly recipients: readonly Recipient[];
  /** The last customer that was read. */
  readonly cursor: string | undefined;
  /** Whether it is the lane's last customer. */
  readonly exhausted: boolean;
}

async function readPage(
  { campaign, lane }: LanePass,
  { sender, hours, segments = new Map() }: Terms,
  state: LaneState,
  ports: PagePorts,
): Promise<PlannedPage & { readonly now: number }> {
  const max = maxPlanned(campaign, sender);
  const limit = Math.min(MAX_READ, Math.max(MIN_READ, 2 * max));
  const { clock, customers, messages } = ports;
  const page = await customers.lanePage(campaign.tenant_id, lane, { afterId: state.cursor, limit });
  const { tenant_id, started_at = '' } = campaign;
  // Every page asks of the same moment, however long planning takes.
  const question = { tenant_id, criteria: askedBy(campaign), segments, at: Date.parse(started_at) };
  const facts = await readFacts(question, page.items, { messages });
  const people: Customer[] = [];
  let cursor = state.cursor;
  for (const customer of page.items) {
    if (people.length === max) break;
    cursor = customer.id;
    if (isRecipient(campaign, customer, facts)) people.push(customer);
  }
  const chosen = await chooseContents(campaign, lane, people, facts, ports);
  const times = await sendTimesFor(campaign, lane, chosen, ports);
  const now = clock.now();
  const recipients = chosen.map((customer): Recipient => {
    const slot = { begin: now, end: now };
    const sendability = maySend(campaign, customer, hours, slot);
    const hour = times.get(customer.id) ?? now;
    const waits = hour > now && (sendability.kind !== 'never' || isSendable(campaign, customer, slot));
    return { customer, sendability, ...(waits && { hour }) };
  });
  const exhausted = page.last === undefined && cursor === (page.items.at(-1)?.id ?? state.cursor);
  return { recipients, cursor, exhausted, now };
}

/** Whether somebody is sent to, or skipped, without waiting for anything. */
function isReady({ hour, sendability: { kind } }: Recipient): boolean {
  return hour === undefined && (kind === 'now' || kind === 'never');
}

/** How many people each arm of an experiment is given: those of the test who may be sent to. */
function assignedOf(campaign: Campaign, recipients: readonly Recipient[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (!campaign.experiment) return counts;
  for (const { customer, sendability } of recipients) {
    const { part } = personalise(campaign, customer);
    if (part?.phase === 'test' && sendability.kind !== 'never') counts.set(part.arm, (counts.get(part.arm) ?? 0) + 1);
  }
  return counts;
}

/** How many people a webhook was asked for that recommended nothing, by reason. */
function fallbacksOf(recipients: readonly Recipient[]): ReadonlyMap<string, number> {
  const groups = Map.groupBy(
    recipients.flatMap(({ customer: { chosen } }) => chosen?.fallback ?? []),
    (reason) => reason,
  );
  return new Map([...groups].map(([reason, all]) => [reason, all.length]));
}

function takesSlot({ hour, sendability }: Recipient): boolean {
  return hour === undefined && sendability.kind === 'now';
}

/** Reserves slots for those who may be sent to now; a page where everyone must wait reserves none. */
async function reserve(
  campaign: Campaign,
  terms: Terms,
  { recipients }: PlannedPage,
  now: number,
  costOf: ExpectedCost | undefined,
  ports: PagePorts,
): Promise<LaneReservation> {
  const isQueued = recipients.some(isReady);
  const taking = recipients.filter(takesSlot);
  const wanted = { messages: taking.length, costs: costOf && taking.map(({ customer }) => costOf(customer)) };
  return isQueued ? reserveForLane(campaign, terms, wanted, now, ports) : { granted: taking.length, starts_at: now };
}

/** The page up to the first recipient beyond the sender's daily limit or the tenant's spend cap. */
function withinGrant(page: PlannedPage, state: LaneState, granted: number): PlannedPage {
  const [firstBeyond] = page.recipients.filter(takesSlot).slice(granted);
  if (!firstBeyond) return page;
  const recipients = page.recipients.slice(0, page.recipients.indexOf(firstBeyond));
  return { recipients, cursor: recipients.at(-1)?.customer.id ?? state.cursor, exhausted: false };
}

/** Recipients who will be skipped are queued too, without a slot: send-chunk records why. @returns how many are queued */
async function queueRecipients(
  { campaign, lane, reportStatus }: LanePass,
  sender: Sender,
  recipients: readonly Recipient[],
  {
    starts_at,
    counted,
    spend,
    costOf,
  }: Extract<LaneReservation, { readonly starts_at: number }> & {
    readonly costOf: ExpectedCost | undefined;
  },
  now: number,
  { ids, sends }: PagePorts,
): Promise<number> {
  const ready = recipients.filter(isReady);
  if (ready.length === 0) return 0;
  const { tenant_id, id: campaign_id } = campaign;
  const byId = new Map(ready.filter(takesSlot).map(({ customer }) => [customer.id, customer]));
  const pieces = splitIntoChunks(
    ready.map((recipient) => ({ id: recipient.customer.id, takesSlot: takesSlot(recipient) })),
    chunkSize(sender.rate),
  );
  const chunks = pieces.map((piece) => ({
    ...newChunk({ id: ids.next('chk'), tenant_id, campaign_id, lane, ...plannedAt(campaign, now) }, piece),
    counted,
  }));
  const queued = withSpend(chunks, spend, costOf && ((id) => costOf(byId.get(id))));
  await sends.add(assignSlots(queued, starts_at, sender.rate), now);
  await reportStatus(null);
  return ready.length;
}

/** Only where some get nothing by chance is it counted from when on somebody was planned. */
function plannedAt({ holdout }: Campaign, now: number): { readonly planned_at?: number } {
  return holdout ? { planned_at: now } : {};
}

/** Parks those whose hour is to come, those outside the sending hours, and those who wait for an experiment's decision. */
async function parkDeferredOnes(
  { campaign, lane }: LanePass,
  sender: Sender,
  recipients: readonly Recipient[],
  now: number,
  { lanes }: PagePorts,
): Promise<void> {
  const timed = recipients.flatMap(({ customer: { id }, hour }): Deferred[] =>
    hour === undefined ? [] : [deferred(campaign, id, hour)],
  );
  const outside = recipients.flatMap(({ customer: { id, timezone: zone }, sendability, hour }): Deferred[] =>
    sendability.kind === 'later' && hour === undefined ? [{ ...deferred(campaign, id, sendability.until), zone }] : [],
  );
  const place = { tenant_id: campaign.tenant_id, campaign_id: campaign.id, lane, ...plannedAt(campaign, now) };
  const size = chunkSize(sender.rate);
  await parkDeferred(place, timed, { size: timedSize(sender), why: 'send_time' }, lanes);
  await parkDeferred(place, outside, { size, why: 'sending_hours' }, lanes);
  const undecided = recipients.filter(({ sendability }) => sendability.kind === 'undecided');
  await parkDeferred(place, untilDecided(campaign, undecided), { size, why: 'experiment' }, lanes);
}

/** Those who share an hour are split into the sender's chunks when it comes; until then a larger chunk costs less of a write. */
function timedSize({ rate }: Sender): number {
  return Math.min(MAX_MESSAGES, Math.max(1, Math.floor(rate * TIMED_SLOT_SECONDS)));
}

/** Where most wait for their hour, those who go at once are few, and larger pages make larger chunks of those who wait. */
function maxPlanned({ timing }: Campaign, { rate }: Sender): number {
  const most = rate > FAST.rate && !timing ? FAST.maxPlanned : MAX_PLANNED;
  const seconds = timing ? TIMED_SECONDS : PAGE_SECONDS;
  return Math.max(1, Math.min(most, Math.floor(rate * seconds)));
}
