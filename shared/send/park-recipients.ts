import type { Customer } from '../customer/customer.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { DailyCounts } from '../sender/daily-count.store.ts';
import { hourOf } from '../sender/daily-limit.ts';
import type { Sender } from '../sender/sender.ts';
import type { SendingHours } from '../tenancy/sending-hours.ts';
import { chunkSize, type Chunk } from '../run/chunk.ts';
import type { Lanes, Waiting } from '../run/lane.store.ts';
import type { Messages } from '../message/message.store.ts';
import { closedUntil, parkLate, type Late } from '../run/park-deferred.ts';

export interface RulePorts {
  readonly clock: Clock;
  readonly dailyCounts: Pick<DailyCounts, 'reserve'>;
  readonly lanes: Pick<Lanes, 'park'>;
  readonly log: Log;
  readonly messages: Pick<Messages, 'settledAmong'>;
}

/** When a chunk is sent, in milliseconds since the epoch. */
export interface Slot {
  readonly begin: number;
  readonly end: number;
}

/** Parks whoever is outside the sending hours in the slot, wherever they are. @returns the others */
export async function whileOpen(
  chunk: Chunk,
  customers: readonly Customer[],
  { hours, slot, sender }: { readonly hours: SendingHours | undefined; readonly slot: Slot; readonly sender: Sender },
  ports: RulePorts,
): Promise<Customer[]> {
  const all = customers.map((one) => ({ one, until: closedUntil(hours, one.timezone, slot) }));
  const late = all.flatMap(({ one: { id, timezone: zone }, until }): Late[] =>
    until === undefined ? [] : [{ id, zone, until, reachable: true }],
  );
  await parkUntilAllowed(chunk, late, 'sending_hours', sender, ports);
  return all.flatMap(({ one, until }) => (until === undefined ? [one] : []));
}

/**
 * Parks whoever the daily limit leaves no room for. The chunk's own share was reserved when it got its slot; what goes
 * out later than was thought then, or to more people, needs another.
 */
export async function withinLimit(
  chunk: Chunk,
  customers: readonly Customer[],
  { slot, sender }: { readonly slot: Slot; readonly sender: Sender },
  ports: RulePorts,
): Promise<readonly Customer[]> {
  const reserved = (chunk.counted ?? 0) >= hourOf(slot.end) ? Math.min(chunk.messages, customers.length) : 0;
  const now = ports.clock.now();
  const share = await ports.dailyCounts.reserve(sender, customers.length - reserved, now, slot.end);
  const [granted, until] = 'granted' in share ? [share.granted, now] : [0, share.ask_again_at];
  const late = customers.slice(reserved + granted).map(({ id }) => ({ id, until, reachable: true }));
  await parkUntilAllowed(chunk, late, 'daily_limit', sender, ports);
  return customers.slice(0, reserved + granted);
}

/** Parks customers until a rule lets them be sent to, but for those who have the message: a chunk may come twice. */
export async function parkUntilAllowed(
  chunk: Chunk,
  late: readonly Late[],
  why: NonNullable<Waiting['why']>,
  { rate }: Sender,
  { lanes, log, messages }: RulePorts,
): Promise<void> {
  if (late.length === 0) return;
  const ids = late.map(({ id }) => id);
  const settled = await messages.settledAmong(chunk.tenant_id, chunk.campaign_id, ids);
  const waiting = late.filter(({ id }) => !settled.has(id));
  await parkLate(chunk, waiting, { size: chunkSize(rate), why }, lanes);
  const { tenant_id, campaign_id, lane, id: chunk_id } = chunk;
  log('chunk.parked', { tenant_id, campaign_id, lane, chunk_id, code: why, count: waiting.length });
}
