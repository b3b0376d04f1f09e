import { HeraldError } from '../platform/errors.ts';
import { sha256 } from '../platform/ids.ts';
import type { Table } from '../platform/table-client.ts';
import { countInWindow, secondsLeft, windowAt } from '../platform/count-in-window.ts';

const WINDOW_SECONDS = 60;
const KEPT_SECONDS = 3600;

const keys = {
  /** A wrong key has no tenant. The hash keeps the address itself out of the table. */
  source: (address: string) => ({ pk: `SOURCE#${sha256(address)}`, sk: 'WRONGKEYS' }),
};

export type WrongKeys = ReturnType<typeof wrongKeyStore>;

/** The wrong keys that arrive from each address. @param perMinute how many one address may send in a minute */
export function wrongKeyStore(table: Pick<Table, 'updateAndRead'>, perMinute = 30) {
  return {
    /**
     * @param address as the gateway gives it: whatever a caller says of itself is not trusted
     * @param now in milliseconds since the epoch
     * @throws HeraldError 429 after more in a minute; right keys from the same address go on working
     */
    async count(address: string, now: number): Promise<void> {
      const set = { expires_at: Math.floor(now / 1000) + KEPT_SECONDS };
      const { count } = await countInWindow(table, keys.source(address), windowAt(now, WINDOW_SECONDS), { set });
      if (Number(count) <= perMinute) return;
      const seconds = secondsLeft(now, WINDOW_SECONDS);
      const message = `Your address sent ${perMinute} wrong keys within a minute. Go on in ${seconds} s, with a valid key.`;
      throw new HeraldError('too_many', 'authentication.slow_down', message, [], seconds);
    },
  };
}
