import * as z from 'zod';

import { laneName } from '../platform/lanes.ts';
import { inBatches } from '../platform/in-batches.ts';
import type { Item, Table } from '../platform/table-client.ts';
import { CHECKPOINT } from './checkpoint.ts';
import {
  differenceOf,
  FAMILIES,
  familiesOf,
  settledOf,
  SOURCES,
  sum,
  type Counted,
  type Counters,
  type RollupRow,
  type Source,
  type Step,
} from './rollup.ts';

/**
 * A roll-up row counts the records of only one partition key, so that one sequence number says how far it was folded: the
 * stream orders the records of one key, but not those of two.
 */
const COHORT_PREFIX = 'COHORT#';

const keys = {
  row: ({ tenant_id, campaign_id, family, cohort, source }: RollupRow) => ({
    pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}`,
    sk: cohort === undefined ? `ROLLUP#${family}#${source}` : `${COHORT_PREFIX}${cohort}#${source}`,
  }),
  /** Among the records that the source's rows count. */
  checkpoint: ({ tenant_id, campaign_id, source }: Source) => ({
    pk: `TENANT#${tenant_id}#CAMPAIGN#${campaign_id}${source === 'campaign' ? '' : `#LANE#${source}`}`,
    sk: CHECKPOINT,
  }),
};

/** How long a checkpoint is kept, in seconds: longer than the roll-up can be behind. */
const CHECKPOINT_KEPT_FOR = 86_400;

const mark = z.string().optional();
const marks = z.object({ folded_through: mark, checkpoint: mark, repaired: mark, changed_at: mark });

const familyRows = SOURCES.filter((source) => familiesOf(source).includes('totals'));

/** A row: its counters, the last record it counted, the last checkpoint it passed, and the last repair. */
export interface CountedRow extends z.infer<typeof marks> {
  readonly counters: Counters;
}

/** The counters of one lane's people in one cohort. */
export interface CohortRow extends Pick<CountedRow, 'counters' | 'folded_through' | 'repaired'> {
  readonly cohort: string;
  readonly source: string;
}

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
        const fitting = fittingOf(left);
        const [first, last] = [fitting[0], fitting.at(-1)];
        if (!first || !last) return;
        const written = await table.update(
          keys.row(row),
          {
            add: sum(fitting.map(({ adds }) => adds)),
            set: { folded_through: last.sequence, changed_at: changedAt(fitting) },
          },
          { notExistsOrLessThan: { folded_through: first.sequence } },
        );
        const mark = written.done ? last.sequence : (written.found?.['folded_through'] as string);
        left = left.filter(({ sequence }) => sequence > mark);
      }
    },

    /** Puts a checkpoint into a source's partition. @param id of ids that sort by time. @param now in milliseconds since the epoch */
    async addCheckpoint(source: Source, id: string, now: number): Promise<void> {
      await table.put({ ...keys.checkpoint(source), id, expires_at: Math.ceil(now / 1_000) + CHECKPOINT_KEPT_FOR });
    },

    /** Records that everything before a checkpoint is counted. An older one that comes again changes nothing. */
    async passCheckpoint(source: Source, checkpoint: string): Promise<void> {
      for (const family of familiesOf(source.source))
        await table.update(
          keys.row({ ...source, family }),
          { set: { checkpoint } },
          { notExistsOrLessThan: { checkpoint } },
        );
    },

    /** A row as it is, for its repair. */
    async row(row: RollupRow): Promise<CountedRow> {
      const item = (await table.get(keys.row(row))) ?? {};
      const { folded_through, checkpoint, repaired } = marks.parse(item);
      return { counters: counters(item), folded_through, checkpoint, repaired };
    },

    /**
     * Adds what a row lacks, once: the write's condition is that nobody has repaired the row since it was read. Records that
     * are counted meanwhile add to the same counters, so neither write loses the other.
     * @param checkpoint identifies this repair
     * @returns false when another repair came first
     */
    async repair(
      row: RollupRow,
      { repaired }: Pick<CountedRow, 'repaired'>,
      lacking: Counters,
      checkpoint: string,
    ): Promise<boolean> {
      let known = repaired;
      for (const [place, add] of writesOf(lacking).entries()) {
        const mark = place === 0 ? checkpoint : `${checkpoint}#${place}`;
        const unchanged = known === undefined ? { notExists: ['repaired'] } : { equals: { repaired: known } };
        const written = await table.update(keys.row(row), { add, set: { repaired: mark } }, unchanged);
        // A write whose answer was lost is repeated.
        if (!written.done && written.found?.['repaired'] !== mark) return false;
        known = mark;
      }
      return true;
    },

    /**
     * Writes a row's counters anew, without marks: it takes whatever the stream brings next, however that is numbered. Only for
     * a table that no stream reads, or records would be counted twice.
     * @returns whether the counters were others before
     */
    async replace(row: RollupRow, wanted: Counters): Promise<boolean> {
      const found = await table.get(keys.row(row));
      if (!found && Object.keys(wanted).length === 0) return false;
      const { changed_at } = marks.parse(found ?? {});
      await table.put({ ...keys.row(row), ...wanted, ...(changed_at !== undefined && { changed_at }) });
      return Object.keys(differenceOf(wanted, found && counters(found))).length > 0;
    },

    /** A campaign's counters by family. */
    async read(tenant_id: string, campaign_id: string): Promise<Counted> {
      return (await this.readDated(tenant_id, campaign_id)).counted;
    },

    /**
     * A campaign's counters by family: one query over one row per lane and a few more, whatever the campaign's size.
     * @returns `changed_at`: when what they count last changed; undefined of those that earlier versions counted
     */
    async readDated(
      tenant_id: string,
      campaign_id: string,
    ): Promise<{ readonly counted: Counted; readonly changed_at: string | undefined }> {
      const { pk } = keys.row({ tenant_id, campaign_id, family: 'totals', source: '' });
      // Rows as large as they may be are nearly as much as a page holds.
      const items = await Array.fromAsync(table.all({ pk, prefix: 'ROLLUP#', consistent: true }));
      const families = FAMILIES.map((family) => {
        const rows = items.filter(({ sk }) => String(sk).startsWith(`ROLLUP#${family}#`));
        return [family, sum(rows.map(counters))] as const;
      });
      const changed_at = items
        .flatMap((item) => marks.parse(item).changed_at ?? [])
        .toSorted()
        .at(-1);
      return { counted: Object.fromEntries(families), changed_at };
    },

    /**
     * The counters of an experiment's cohorts, each named by its cohort first: one query over 16 rows for each cohort.
     * @param source of this lane alone; of all, unless it is given
     */
    async cohorts(tenant_id: string, campaign_id: string, source?: string): Promise<CohortRow[]> {
      const { pk } = keys.row({ tenant_id, campaign_id, family: 'totals', source: '' });
      const items = await Array.fromAsync(table.all({ pk, prefix: COHORT_PREFIX, consistent: true }));
      const rows = items.map((item) => {
        const [, cohort = '', lane = ''] = String(item['sk']).split('#');
        const { folded_through, repaired } = marks.parse(item);
        return { cohort, source: lane, counters: counters(item), folded_through, repaired };
      });
      return rows.filter((row) => source === undefined || row.source === source);
    },

    /** The totals of up to 100 campaigns, by the campaign: in batch reads of 100 rows, one row per lane. */
    async totalsOfAll(tenant_id: string, campaigns: readonly string[]): Promise<Map<string, Counters>> {
      const rows = campaigns.flatMap((campaign_id) =>
        familyRows.map((source) => ({
          campaign_id,
          key: keys.row({ tenant_id, campaign_id, family: 'totals', source }),
        })),
      );
      const found = await table.getAll(rows.map(({ key }) => key));
      const of = Map.groupBy(found, ({ pk }) => String(pk));
      return new Map(
        rows.map(({ campaign_id, key }) => [campaign_id, sum((of.get(key.pk) ?? []).map(counters))] as const),
      );
    },

    /** How many of a campaign's recipients have an outcome: one query over one row per lane. */
    async settledInAll(tenant_id: string, campaign_id: string): Promise<number> {
      const { pk, sk } = keys.row({ tenant_id, campaign_id, family: 'totals', source: '' });
      const page = await table.query({ pk, prefix: sk, consistent: true });
      return settledOf(sum(page.items.map(counters)));
    },

    /** What became of the messages of each lane that has any: one query over one row per lane. */
    async newsByLane(tenant_id: string, campaign_id: string) {
      const { pk, sk } = keys.row({ tenant_id, campaign_id, family: 'totals', source: '' });
      const page = await table.query({ pk, prefix: sk, consistent: true });
      return page.items.map((item) => {
        const { accepted = 0, delivered = 0, read = 0, failed = 0 } = counters(item);
        return { lane: Number(String(item['sk']).slice(sk.length)), accepted, delivered, read, failed };
      });
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

/** DynamoDB takes expressions of 4 KB [Constraints in DynamoDB]; a counter takes some eleven bytes of it. */
const MAX_COUNTERS_AT_ONCE = 250;

/** The first steps that one write takes: one at least, which has few counters. */
function fittingOf(steps: readonly Step[]): readonly Step[] {
  const names = new Set<string>();
  const over = steps.findIndex(({ adds }, place) => {
    for (const name in adds) names.add(name);
    return place > 0 && names.size > MAX_COUNTERS_AT_ONCE;
  });
  return over === -1 ? steps : steps.slice(0, over);
}

/** What is added, in as many writes as it needs: one at least. */
function writesOf(adds: Counters): Counters[] {
  const parts = inBatches(Object.entries(adds), MAX_COUNTERS_AT_ONCE);
  return parts.length === 0 ? [{}] : parts.map((part) => Object.fromEntries(part));
}

function counters(item: Item): Counters {
  return Object.fromEntries(
    Object.entries(item).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** When the last of the changes was made that counts for anything. */
function changedAt(steps: readonly Step[]): string | undefined {
  return steps.findLast(({ adds }) => Object.keys(adds).length > 0)?.at;
}
