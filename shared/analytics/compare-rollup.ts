import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { byCohort } from './experiment/cohort-counters.ts';
import { recountUpTo, type Ledger } from './recount.ts';
import { differenceOf, familiesOf, type Counters, type Family, type Source } from './rollup.ts';
import type { CountedRow, Rollups } from './rollup.store.ts';

const PAUSE = { min: 500, max: 5_000 };

export interface ComparePorts {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  readonly ledger: Ledger;
  readonly rollups: Pick<Rollups, 'addCheckpoint' | 'row' | 'cohorts'>;
}

/** A row that says something else than the ledger. */
export interface Difference {
  readonly family: Family;
  readonly cohort?: string;
  readonly row: Pick<CountedRow, 'counters' | 'folded_through' | 'repaired'>;
  /** What would have to be added to its counters. */
  readonly lacking: Counters;
}

export type Comparison =
  | { readonly state: 'compared'; readonly checkpoint: string; readonly differences: readonly Difference[] }
  /** Nothing can be said: it changed meanwhile; the roll-up passed no checkpoint in time; or it has too many items. */
  | { readonly state: 'changing' | 'behind' | 'too_big' };

/**
 * Compares a source's rows with its ledger, while the roll-up goes on.
 *
 * A row may differ from the ledger because it is wrong, or because records are still on their way to it. So the ledger is counted
 * between two checkpoints: once the first is passed, everything before it is counted; if the row has counted nothing until the
 * second is passed, nothing changed in between, and what differs is wrong.
 * @param bounds how long (milliseconds) the roll-up may take to pass a checkpoint, and how many items are counted at most
 */
export async function compareSource(
  source: Source,
  ports: ComparePorts,
  { patience, max = Infinity }: { readonly patience: number; readonly max?: number },
): Promise<Comparison> {
  const before = await rowsAtCheckpoint(source, ports, patience);
  if (!before) return { state: 'behind' };
  const ledger = await recountUpTo(source, ports.ledger, max);
  if (!ledger) return { state: 'too_big' };
  const after = await rowsAtCheckpoint(source, ports, patience);
  if (!after) return { state: 'behind' };
  const states = [before, after].map(({ rows }) => JSON.stringify(rows.map(({ row }) => row.folded_through)));
  if (states[0] !== states[1]) return { state: 'changing' };
  const cohorts = byCohort(ledger.cohorts ?? {});
  const differences = [...after.rows, ...withoutRow(cohorts, after.rows)].flatMap((found): Difference[] => {
    const wanted = found.cohort === undefined ? ledger[found.family] : cohorts.get(found.cohort);
    const lacking = differenceOf(wanted, found.row.counters);
    return Object.keys(lacking).length === 0 ? [] : [{ ...found, lacking }];
  });
  return { state: 'compared', checkpoint: after.checkpoint, differences };
}

type Row = Omit<Difference, 'lacking'>;

interface RowsAtCheckpoint {
  readonly checkpoint: string;
  readonly rows: readonly Row[];
}

/** The cohorts of the ledger that no row counts. */
function withoutRow(cohorts: ReadonlyMap<string, Counters>, rows: readonly Row[]): Row[] {
  const missing = [...cohorts.keys()].filter((cohort) => !rows.some((row) => row.cohort === cohort));
  return missing.map((cohort) => ({
    family: 'cohorts',
    cohort,
    row: { counters: {}, folded_through: undefined, repaired: undefined },
  }));
}

/** The source's rows, once they have counted everything that was written before this was called; undefined when they do not in time. */
async function rowsAtCheckpoint(
  source: Source,
  { clock, ids, rollups }: ComparePorts,
  patience: number,
): Promise<RowsAtCheckpoint | undefined> {
  const checkpoint = ids.next('chk');
  await rollups.addCheckpoint(source, checkpoint, clock.now());
  const end = clock.now() + patience;
  for (let pause = PAUSE.min; clock.now() < end; pause = Math.min(2 * pause, PAUSE.max)) {
    const rows = await Promise.all(
      familiesOf(source.source).map(async (family) => ({ family, row: await rollups.row({ ...source, family }) })),
    );
    // A batch is counted in all rows of its source before its checkpoint is passed: those of cohorts need none of their own.
    if (rows.every(({ row }) => row.checkpoint !== undefined && row.checkpoint >= checkpoint))
      return { checkpoint, rows: [...rows, ...(await cohortRows(source, rollups))] };
    await clock.sleepUntil(clock.now() + pause);
  }
  return undefined;
}

async function cohortRows(
  { tenant_id, campaign_id, source }: Source,
  rollups: Pick<Rollups, 'cohorts'>,
): Promise<Row[]> {
  if (source === 'campaign') return [];
  const found = await rollups.cohorts(tenant_id, campaign_id, source);
  return found.map(({ cohort, source: _, ...row }) => ({ family: 'cohorts', cohort, row }));
}
