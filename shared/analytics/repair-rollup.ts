import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { byCohort } from './experiment/cohort-counters.ts';
import { recountSource, type Ledger } from './recount.ts';
import { differenceOf, familiesOf, SOURCES, type Counters, type Family, type Source } from './rollup.ts';
import type { CountedRow, Rollups } from './rollup.store.ts';

/** How often a source is counted that changes meanwhile. */
const TRIES = 3;
/** How long the roll-up may take to pass a checkpoint, in milliseconds: its longest window is five minutes. */
const PATIENCE = 600_000;
const PAUSE = { min: 500, max: 5_000 };

export interface RepairPorts {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
  readonly ledger: Ledger;
  readonly rollups: Pick<Rollups, 'addCheckpoint' | 'row' | 'repair' | 'cohorts'>;
}

/** A row that was repaired, and what was added to its counters. */
export interface RepairedRow {
  readonly family: Family;
  readonly cohort?: string;
  readonly source: string;
  readonly added: Counters;
}

export interface Repair {
  readonly repaired: readonly RepairedRow[];
  /** The sources that changed each time they were counted: nothing was written to their rows. */
  readonly changing: readonly string[];
}

/**
 * Makes a campaign's counters say what its ledger says, while the roll-up goes on.
 *
 * A row may differ from the ledger because it is wrong, or because records are still on their way to it. So each source is
 * counted between two checkpoints: once the first is passed, everything before it is counted; if the row has counted nothing
 * until the second is passed, nothing changed in between, and what differs is wrong. The difference is added, not set, so
 * that what the roll-up counts at the same moment is kept.
 * @throws Error when the roll-up passes no checkpoint: it is behind, or stopped
 */
export async function repairRollup(
  campaign: Omit<Source, 'source'>,
  ports: RepairPorts,
  sources: readonly string[] = SOURCES,
): Promise<Repair> {
  const repairs = await Promise.all(sources.map((source) => repairSource({ ...campaign, source }, ports)));
  return {
    repaired: repairs.flatMap(({ repaired }) => repaired),
    changing: repairs.flatMap(({ changing }) => changing),
  };
}

async function repairSource(source: Source, ports: RepairPorts): Promise<Repair> {
  const repaired: RepairedRow[] = [];
  for (let tried = 0; tried < TRIES; tried += 1) {
    const before = await rowsAtCheckpoint(source, ports);
    const ledger = await recountSource(source, ports.ledger);
    const after = await rowsAtCheckpoint(source, ports);
    const states = [before, after].map(({ rows }) => JSON.stringify(rows.map(({ row }) => row.folded_through)));
    if (states[0] !== states[1]) continue;
    let undisturbed = true;
    const cohorts = byCohort(ledger.cohorts ?? {});
    for (const { family, cohort, row } of [...after.rows, ...withoutRow(cohorts, after.rows)]) {
      const wanted = cohort === undefined ? ledger[family] : cohorts.get(cohort);
      const added = differenceOf(wanted, row.counters);
      if (Object.keys(added).length === 0) continue;
      if (await ports.rollups.repair({ ...source, family, cohort }, row, added, after.checkpoint))
        repaired.push({ family, ...(cohort !== undefined && { cohort }), source: source.source, added });
      else undisturbed = false;
    }
    if (undisturbed) return { repaired, changing: [] };
  }
  return { repaired, changing: [source.source] };
}

interface Row {
  readonly family: Family;
  readonly cohort?: string;
  readonly row: Omit<CountedRow, 'checkpoint' | 'changed_at'>;
}

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

/** The source's rows, once they have counted everything that was written before this was called. */
async function rowsAtCheckpoint(source: Source, { clock, ids, rollups }: RepairPorts): Promise<RowsAtCheckpoint> {
  const checkpoint = ids.next('chk');
  await rollups.addCheckpoint(source, checkpoint, clock.now());
  const end = clock.now() + PATIENCE;
  for (let pause = PAUSE.min; clock.now() < end; pause = Math.min(2 * pause, PAUSE.max)) {
    const rows = await Promise.all(
      familiesOf(source.source).map(async (family) => ({ family, row: await rollups.row({ ...source, family }) })),
    );
    // A batch is counted in all rows of its source before its checkpoint is passed: those of cohorts need none of their own.
    if (rows.every(({ row }) => row.checkpoint !== undefined && row.checkpoint >= checkpoint))
      return { checkpoint, rows: [...rows, ...(await cohortRows(source, rollups))] };
    await clock.sleepUntil(clock.now() + pause);
  }
  throw new Error(
    `The roll-up has not counted what was written ${PATIENCE / 60_000} minutes ago. It is behind or has stopped, as its alarms tell. ` +
      'Nothing was repaired from here on; repeat the command when it has caught up.',
  );
}

async function cohortRows(
  { tenant_id, campaign_id, source }: Source,
  rollups: Pick<Rollups, 'cohorts'>,
): Promise<Row[]> {
  if (source === 'campaign') return [];
  const found = await rollups.cohorts(tenant_id, campaign_id, source);
  return found.map(({ cohort, source: _, ...row }) => ({ family: 'cohorts', cohort, row }));
}
