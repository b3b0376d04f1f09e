import { LOST } from '../platform/backoff.ts';
import type { Table } from '../platform/table-client.ts';
import { dayOf, nextDay } from './spend-cap.ts';
import type { Spending } from './spending.ts';

/** What was counted, in millionths of the tenant's currency, and in which day of its zone. */
export interface Spent {
  readonly day: string;
  readonly amount: number;
}

/** For how many of the first messages there is money, or when to ask again, in milliseconds since the epoch. */
export type SpendShare = (Spent & { readonly granted: number }) | { readonly ask_again_at: number };

/** In seconds: a day's row is put anew on the next one, or goes. */
const KEPT_FOR = 3 * 86_400;

export type Spends = ReturnType<typeof spendStore>;

/**
 * What a tenant's messages are expected to cost in one day, on one row, which begins anew with the day. Each share, for a page
 * or a chunk, is one conditional write, so lanes together never exceed the cap. A share that is not used counts, too, unless it
 * is given back. Tenants without a cap have no such row. Another currency or zone is another row: amounts of two do not add up.
 */
export function spendStore(table: Table) {
  const keyOf = ({ tenant_id, currency, time_zone }: Spending) => ({
    pk: `TENANT#${tenant_id}`,
    sk: `SPEND#${currency}#${time_zone}`,
  });

  return {
    /** @param costs of each message, in the order in which they are sent */
    async reserve(spending: Spending, costs: readonly number[], now: number): Promise<SpendShare> {
      const key = keyOf(spending);
      const { cap, time_zone } = spending;
      let day = dayOf(time_zone, now);
      let share = affordable(costs, cap);
      return table.untilWon<SpendShare>(async () => {
        const { granted, amount } = share;
        if (granted === 0 && costs.length > 0) return { ask_again_at: nextDay(time_zone, now) };
        if (amount === 0) return { day, granted, amount };
        const written = await table.update(
          key,
          { add: { spent: amount } },
          { equals: { day }, lessOrEqual: { spent: cap - amount } },
        );
        if (written.done) return { day, granted, amount };
        const { found } = written;
        if (!found || String(found['day']) < day) {
          const same = found ? { equals: { day: found['day'] } } : { exists: false };
          await table.put({ ...key, day, spent: 0, expires_at: Math.ceil(now / 1_000) + KEPT_FOR }, same);
          return LOST;
        }
        // The clock of another worker may already be in the next day.
        day = String(found['day']);
        share = affordable(costs, cap - Number(found['spent']));
        return LOST;
      });
    },

    /** What counts against the cap in the day of a time, in millionths. */
    async spent(spending: Spending, now: number): Promise<number> {
      const found = await table.get(keyOf(spending));
      return found?.['day'] === dayOf(spending.time_zone, now) ? Number(found['spent']) : 0;
    },

    /** Gives back what was provably not used; of a day that is over, there is nothing to give back. */
    async giveBack(spending: Spending, { day, amount }: Spent): Promise<void> {
      if (amount === 0) return;
      const change = { add: { spent: -amount } };
      await table.update(keyOf(spending), change, { equals: { day }, greaterOrEqual: { spent: amount } });
    },
  };
}

/** How many of the first messages cost no more than there is, and what they cost. */
function affordable(costs: readonly number[], most: number): { readonly granted: number; readonly amount: number } {
  let amount = 0;
  for (const [granted, cost] of costs.entries()) {
    if (amount + cost > most) return { granted, amount };
    amount += cost;
  }
  return { granted: costs.length, amount };
}
