import { laneName } from '../platform/lanes.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { settledOf, sum, type Counters, type RollupRow, type Step } from './rollup.ts';

/**
 * A rollup row takes the records of one lane's partition key alone, so that the mark of how far it was folded is one
 * number: the records of one key come in order, those of two do not.
 */
const keys = {
  campaign: (tenant: string, campaign: string) => `TENANT#${tenant}#CAMPAIGN#${campaign}`,
  totals: (tenant: string, campaign: string, lane: number) => ({
    pk: keys.campaign(tenant, campaign),
    sk: `ROLLUP#totals#${laneName(lane)}`,
  }),
};

export type Rollups = ReturnType<typeof rollupStore>;

export function rollupStore(table: Table) {
  return {
    /**
     * Adds a row's share of a batch, each step exactly once however often it is delivered: the write holds only while
     * the mark stands before the first step. Where it stands further on, the steps it has passed are left out.
     * @param steps in order of their sequence, at least one
     */
    async add(row: RollupRow, steps: readonly Step[]): Promise<void> {
      let left = steps;
      for (;;) {
        const [first, last] = [left[0], left.at(-1)];
        if (!first || !last) return;
        const written = await table.update(
          keys.totals(row.tenant_id, row.campaign_id, row.lane),
          { add: sum(left.map(({ adds }) => adds)), set: { folded_through: last.sequence } },
          { absentOrBelow: { folded_through: first.sequence } },
        );
        if (written.done) return;
        const mark = written.found?.['folded_through'] as string;
        left = left.filter(({ sequence }) => sequence > mark);
      }
    },

    /** A campaign's totals: one query over as many rows as there are lanes, whatever its size. */
    async totals(tenant: string, campaign: string): Promise<Counters> {
      const page = await table.query({
        pk: keys.campaign(tenant, campaign),
        prefix: 'ROLLUP#totals#',
        consistent: true,
      });
      return sum(page.items.map(counters));
    },

    async settled(tenant: string, campaign: string, lane: number): Promise<number> {
      const item = await table.get(keys.totals(tenant, campaign, lane));
      return item ? settledOf(counters(item)) : 0;
    },
  };
}

function counters(item: Item): Counters {
  return Object.fromEntries(
    Object.entries(item).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
