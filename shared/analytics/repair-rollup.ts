import { compareSource, type ComparePorts } from './compare-rollup.ts';
import { SOURCES, type Counters, type Family, type Source } from './rollup.ts';
import type { Rollups } from './rollup.store.ts';

/** How often a source is counted that changes meanwhile. */
const TRIES = 3;
/** How long the roll-up may take to pass a checkpoint, in milliseconds: its longest window is five minutes. */
const PATIENCE = 600_000;

export interface RepairPorts extends ComparePorts {
  readonly rollups: ComparePorts['rollups'] & Pick<Rollups, 'repair'>;
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
    const compared = await compareSource(source, ports, { patience: PATIENCE });
    if (compared.state === 'behind') throw new Error(BEHIND);
    if (compared.state !== 'compared') continue;
    let undisturbed = true;
    for (const { family, cohort, row, lacking } of compared.differences) {
      if (await ports.rollups.repair({ ...source, family, cohort }, row, lacking, compared.checkpoint))
        repaired.push({ family, ...(cohort !== undefined && { cohort }), source: source.source, added: lacking });
      else undisturbed = false;
    }
    if (undisturbed) return { repaired, changing: [] };
  }
  return { repaired, changing: [source.source] };
}

const BEHIND =
  `The roll-up has not counted what was written ${PATIENCE / 60_000} minutes ago. It is behind or has stopped, as its alarms tell. ` +
  'Nothing was repaired from here on; repeat the command when it has caught up.';
