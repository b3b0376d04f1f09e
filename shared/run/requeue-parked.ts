import { placeOf } from '../campaign/placement.ts';
import type { Customers } from '../customer/customer.store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { dayOf } from '../tenancy/spend-cap.ts';
import { assignSlots, resizedChunks, type SendQueue } from './chunk.ts';
import { beyond, expectedCosts, withSpend } from './expected-costs.ts';
import { AGAIN, type LanePass, type Next, type Terms } from './lane-pass.ts';
import type { Lanes, Parked } from './lane.store.ts';
import { reserveForLane, waitForSlots, type LaneReservation, type ReservationPorts } from './reserve-for-lane.ts';

export interface ParkedPorts extends ReservationPorts {
  readonly clock: Clock;
  readonly customers: Pick<Customers, 'getAll'>;
  readonly ids: Ids;
  readonly lanes: Pick<Lanes, 'park' | 'removeParked'>;
  readonly sends: SendQueue;
}

/**
 * Gives a new slot to each parked chunk that is due. A crash before the row is removed queues a chunk twice, which is
 * harmless.
 * @returns undefined when none was due
 */
export async function requeueParked(
  pass: LanePass,
  found: readonly Parked[],
  ports: ParkedPorts,
): Promise<Next | undefined> {
  const { campaign, terms, reportStatus } = pass;
  const { clock, lanes, sends } = ports;
  const now = clock.now();
  // A cancelled campaign's chunks need no slot: their recipients are only recorded as skipped.
  const isCancelled = campaign.status === 'cancelled';
  const due = isCancelled ? found : found.filter((parked) => isDue(parked, campaign, now));
  if (due.length === 0) return undefined;
  const known = await terms();
  const { sender } = known;
  for (const { not_before: _, sk, why, zones: __, ...parked } of due) {
    // Whoever waited for the decision has their time from now on.
    const chunk = why === 'experiment' && parked.planned_at !== undefined ? { ...parked, planned_at: now } : parked;
    const costOf = isCancelled ? undefined : await costsOf(chunk, campaign, known, ports);
    const covered = coveredToday(chunk, known, now);
    const costs = costOf && beyond(covered, chunk.recipients.map(costOf));
    const wanted = { messages: chunk.messages, costs };
    const reserved: LaneReservation = isCancelled
      ? { starts_at: now, granted: chunk.messages }
      : await reserveForLane(campaign, known, wanted, now, ports);
    if ('full' in reserved) return waitForSlots(reserved, pass, now);
    const { starts_at, counted, spend } = reserved;
    const granted = await withinGrant(chunk, reserved, now, ports);
    // Whoever waits together may be more than the sender sends in one slot.
    const pieces = isCancelled ? [granted] : resizedChunks(granted, sender.rate, ports.ids);
    const shares = pieces.map((piece) => ({ ...piece, counted }));
    const kept = spend?.day === chunk.spend?.day ? covered : 0;
    const paid = spend && { ...spend, amount: spend.amount + kept };
    await sends.add(assignSlots(withSpend(shares, paid, costOf), starts_at, sender.rate), now);
    await lanes.removeParked({ ...chunk, sk });
    if (why !== 'send_time' || due.length === found.length) await reportStatus(null);
  }
  return AGAIN;
}

/** Who waits for a decision is due with it, not with its time: it may come early, or late. */
function isDue({ why, not_before }: Parked, { decision }: LanePass['campaign'], now: number): boolean {
  return why === 'experiment' ? decision !== undefined : not_before <= now;
}

type ParkedChunk = Omit<Parked, 'not_before' | 'sk' | 'why' | 'zones'>;

/** What each recipient counts against the tenant's spend cap, by id. They are read only for a tenant that has one. */
async function costsOf(
  { tenant_id, recipients }: ParkedChunk,
  campaign: LanePass['campaign'],
  { spending }: Terms,
  { customers }: Pick<ParkedPorts, 'customers'>,
): Promise<((id: string) => number) | undefined> {
  if (!spending) return undefined;
  const found = new Map((await customers.getAll(tenant_id, recipients)).map((customer) => [customer.id, customer]));
  const costOf = expectedCosts(campaign, spending);
  // Whoever gets nothing by chance is among those who waited for a decision, and is skipped.
  return (id) => (placeOf(campaign, id).isHeldBack ? 0 : costOf(found.get(id)));
}

/** What was counted for a chunk before it was parked, by a pause: today it is enough for the same people, and is not counted again. */
function coveredToday({ spend }: ParkedChunk, { spending }: Terms, now: number): number {
  return spending && spend?.day === dayOf(spending.time_zone, now) ? spend.amount : 0;
}

/** The part of a chunk that daily limit and spend cap permit; the rest stays parked as a chunk with its own id. */
async function withinGrant(
  chunk: ParkedChunk,
  { granted, short = 'daily_limit' }: Extract<LaneReservation, { readonly starts_at: number }>,
  now: number,
  { ids, lanes }: ParkedPorts,
): Promise<ParkedChunk> {
  if (granted >= chunk.messages) return chunk;
  const rest = chunk.recipients.slice(granted);
  await lanes.park(
    {
      ...chunk,
      spend: undefined,
      id: ids.next('chk'),
      recipients: rest,
      messages: Math.min(rest.length, chunk.messages),
    },
    now,
    { why: short },
  );
  return { ...chunk, recipients: chunk.recipients.slice(0, granted), messages: granted };
}
