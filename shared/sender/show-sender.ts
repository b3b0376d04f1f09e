import { timestamp, type Clock } from '../platform/clock.ts';
import { dailyLimitOf } from './provider-limit.ts';
import type { DailyCounts } from './daily-count.store.ts';
import type { Sender } from './sender.ts';

/**
 * A sender as it is answered: with how many people it may still write to, and what keeps it from sending now.
 * @param counted how many people count against its daily limit
 */
export function showSender(sender: Sender, counted: number, now: number) {
  const { braked_until = 0, limited_by, limited_until = 0, ...known } = sender;
  const limit = dailyLimitOf(sender);
  return {
    ...known,
    daily_left: limit === undefined ? null : Math.max(0, limit - counted),
    braked_until: braked_until > now ? timestamp(braked_until) : null,
    ...(limited_by && limited_until > now
      ? { limited_by, limited_until: timestamp(limited_until) }
      : { limited_by: null, limited_until: null }),
  };
}

export interface ShowPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly dailyCounts: Pick<DailyCounts, 'countedOf'>;
}

/** A page of senders as they are now: what counts against their limits is one batch read. */
export async function showSenders(
  senders: readonly Sender[],
  { clock, dailyCounts }: ShowPorts,
): Promise<ReturnType<typeof showSender>[]> {
  const now = clock.now();
  const counted = await countedOf(senders, now, dailyCounts);
  return senders.map((sender) => showSender(sender, counted.get(sender.id) ?? 0, now));
}

export async function showSenderNow(
  sender: Sender,
  { clock, dailyCounts }: ShowPorts,
): Promise<ReturnType<typeof showSender>> {
  const now = clock.now();
  const counted = await countedOf([sender], now, dailyCounts);
  return showSender(sender, counted.get(sender.id) ?? 0, now);
}

/** Of senders without a limit nothing is read. */
function countedOf(
  senders: readonly Sender[],
  now: number,
  dailyCounts: ShowPorts['dailyCounts'],
): Promise<ReadonlyMap<string, number>> {
  return dailyCounts.countedOf(
    senders.filter((sender) => dailyLimitOf(sender) !== undefined),
    now,
  );
}
