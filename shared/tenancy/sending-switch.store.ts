import { timestamp, type Clock } from '../platform/clock.ts';
import type { Table } from '../platform/table-client.ts';

/** No tenant's: it is the one switch of the whole installation. */
const KEY = { pk: 'SENDING', sk: 'SENDING' };

/**
 * How long a function goes by having read that it may send, in milliseconds: one read for all that is sent meanwhile. That it may not is
 * read each time: else whatever is resumed once sending is permitted again would be paused once more.
 */
export const SWITCH_KEPT_FOR = 5_000;

export type SendingSwitch = ReturnType<typeof sendingSwitchStore>;

/** Whether anything may be sent in this installation at all. */
export function sendingSwitchStore(table: Pick<Table, 'get' | 'put' | 'remove'>, clock: Pick<Clock, 'now'>) {
  let permittedAt = -Infinity;

  return {
    /** @param readSince what was read before this time (milliseconds since the epoch) does not count */
    async isStopped(readSince = 0): Promise<boolean> {
      const readAt = clock.now();
      if (permittedAt > Math.max(readSince, readAt - SWITCH_KEPT_FOR)) return false;
      const isStopped = (await table.get(KEY)) !== undefined;
      permittedAt = isStopped ? -Infinity : readAt;
      return isStopped;
    },

    async stop(): Promise<void> {
      await table.put({ ...KEY, stopped_at: timestamp(clock.now()) });
    },

    async resume(): Promise<void> {
      await table.remove(KEY);
    },
  };
}
