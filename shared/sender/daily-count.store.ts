import { LOST } from '../platform/backoff.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { hourOf, stillCounts, expiresAt, type DailyShare, type Granted } from './daily-limit.ts';
import { dailyLimitOf } from './provider-limit.ts';
import type { Sender } from './sender.ts';

const PREFIX = 'DAILY#';

export type DailyCounts = ReturnType<typeof dailyCountStore>;

/**
 * Counts by the hour to how many people a sender with a daily limit writes. A granted share counts in the hour by whose end
 * it is sent, and until that whole hour is 24 hours old: so no 24 hours exceed the limit, even with concurrent requests.
 * A share that is not sent counts, too, unless it is given back. Each share, for a page or a chunk, is one conditional
 * write on the sender's row; senders without a limit have no such row.
 */
export function dailyCountStore(table: Table) {
  const keyOf = (tenant: string, sender: string) => ({ pk: `TENANT#${tenant}`, sk: `${PREFIX}${sender}` });

  return {
    /** @param by when the last message is sent at the latest, in milliseconds since the epoch */
    async reserve(
      sender: Pick<Sender, 'tenant_id' | 'id' | 'daily_limit' | 'messaging_limit'>,
      wanted: number,
      now: number,
      by: number,
    ): Promise<DailyShare> {
      const { tenant_id, id } = sender;
      const daily_limit = dailyLimitOf(sender);
      const counted = hourOf(by);
      if (daily_limit === undefined || wanted === 0) return { granted: wanted, counted };
      const key = keyOf(tenant_id, id);
      let hour = hourOf(now);
      let granted = Math.min(wanted, daily_limit);
      return table.untilWon<DailyShare>(async () => {
        const written = await table.update(
          key,
          { add: { total: granted, [counterName(counted)]: granted } },
          { equals: { hour }, lessOrEqual: { total: daily_limit - granted } },
        );
        if (written.done) return { granted, counted };
        const { found } = written;
        if (!found || Number(found['hour']) < hour) {
          const counts = activeCounts(found ?? {}, hour);
          const total = sumOf(counts);
          const same = found ? { equals: { hour: found['hour'], total: found['total'] } } : { exists: false };
          const kept = Object.fromEntries(counts.map(([counterHour, count]) => [counterName(counterHour), count]));
          await table.put({ ...key, hour, total, ...kept }, same);
          return LOST;
        }
        // The clock of another worker may already be in the next hour.
        hour = Number(found['hour']);
        granted = Math.min(wanted, daily_limit - Number(found['total']));
        if (granted <= 0)
          return {
            ask_again_at: expiresAt(Math.min(...activeCounts(found, hour).map(([counterHour]) => counterHour))),
          };
        return LOST;
      });
    },

    /** What counts against a sender's limit now, by hour since the epoch. */
    async counted(
      { tenant_id, id }: Pick<Sender, 'tenant_id' | 'id'>,
      now: number,
    ): Promise<ReadonlyMap<number, number>> {
      return new Map(activeCounts((await table.get(keyOf(tenant_id, id))) ?? {}, hourOf(now)));
    },

    /** The sum of the same of several senders, by id; of those of which nothing counts, there may be none. */
    async countedOf(
      senders: readonly Pick<Sender, 'tenant_id' | 'id'>[],
      now: number,
    ): Promise<ReadonlyMap<string, number>> {
      const rows = await table.getAll(senders.map(({ tenant_id, id }) => keyOf(tenant_id, id)));
      return new Map(
        rows.map((row) => [String(row['sk']).slice(PREFIX.length), sumOf(activeCounts(row, hourOf(now)))]),
      );
    },

    /** Gives back a share that was provably not used. */
    async giveBack({ tenant_id, id }: Pick<Sender, 'tenant_id' | 'id'>, { granted, counted }: Granted): Promise<void> {
      const counter = counterName(counted);
      const change = { add: { total: -granted, [counter]: -granted } };
      await table.update(keyOf(tenant_id, id), change, { greaterOrEqual: { [counter]: granted } });
    },
  };
}

function counterName(hour: number): string {
  return `h${hour}`;
}

/** The counts that still apply in an hour. */
function activeCounts(row: Item, hour: number): [number, number][] {
  return Object.entries(row).flatMap(([name, count]): [number, number][] => {
    const counterHour = /^h(\d+)$/.exec(name)?.[1];
    const live = counterHour !== undefined && stillCounts(Number(counterHour), hour) && Number(count) > 0;
    return live ? [[Number(counterHour), Number(count)]] : [];
  });
}

function sumOf(counts: readonly (readonly [hour: number, count: number])[]): number {
  return counts.reduce((sum, [, count]) => sum + count, 0);
}
