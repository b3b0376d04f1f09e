import { laneName } from '../platform/lanes.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { FAMILIES, settledOf, sum, type Counted, type Counters, type RollupRow, type Step } from './rollup.ts';

/**
 * A roll-up row counts the records of only one partition key, so that one sequence number says how far it was folded: the
 * stream orders the records of one key, but not those of two.
 */
const keys = {
  row: ({ tenant_id, campaign_id, family, source }: RollupRow) => ({
    pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}`,
    sk: `ROLLUP#${family}#${source}`,
  }),
};

export type Rollups = ReturnType<typeof rollupStore>;

export function rollupStore(table: Table) {
  return {
    /**
     * Adds a row's share of a batch, each step exactly once however often it is delivered: the write's condition is that
     * `folded_through` is before the first step. If it is not, the steps that were folded before are left out.
     * @param steps in order of their sequence, at least one
     */
    async add(row: RollupRow, steps: readonly Step[]): Promise<void> {
      let left = steps;
      // Each round leaves out the first step at least.
      for (let round = 0; round <= steps.length; round += 1) {
        const [first, last] = [left[0], left.at(-1)];
        if (!first || !last) return;
        const written = await table.update(
          keys.row(row),
          { add: sum(left.map(({ adds }) => adds)), set: { folded_through: last.sequence } },
          { notExistsOrLessThan: { folded_through: first.sequence } },
        );
        if (written.done) return;
        const mark = written.found?.['folded_through'] as string;
        left = left.filter(({ sequence }) => sequence > mark);
      }
    },

    /** A campaign's counters by family: one query over one row per lane and a few more, whatever the campaign's size. */
    async read(tenant_id: string, campaign_id: string): Promise<Counted> {
      const { pk } = keys.row({ tenant_id, campaign_id, family: 'totals', source: '' });
      const page = await table.query({ pk, prefix: 'ROLLUP#', consistent: true });
      const families = FAMILIES.map((family) => {
        const rows = page.items.filter(({ sk }) => String(sk).startsWith(`ROLLUP#${family}#`));
        return [family, sum(rows.map(counters))] as const;
      });
      return Object.fromEntries(families);
    },

    /** How many of a campaign's recipients have an outcome: one query over one row per lane. */
    async settledInAll(tenant_id: string, campaign_id: string): Promise<number> {
      const { pk, sk } = keys.row({ tenant_id, campaign_id, family: 'totals', source: '' });
      const page = await table.query({ pk, prefix: sk, consistent: true });
      return settledOf(sum(page.items.map(counters)));
    },

    /** How many of a lane's messages have an outcome, and how often messages were set to `retry`. */
    async inLane(
      tenant_id: string,
      campaign_id: string,
      lane: number,
    ): Promise<{ readonly settled: number; readonly replayed: number }> {
      const item = await table.get(keys.row({ tenant_id, campaign_id, family: 'totals', source: laneName(lane) }));
      return { settled: item ? settledOf(counters(item)) : 0, replayed: Number(item?.['replayed'] ?? 0) };
    },
  };
}

function counters(item: Item): Counters {
  return Object.fromEntries(
    Object.entries(item).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}
