import { sideBySide } from '../platform/side-by-side.ts';
import { byCohort } from './experiment/cohort-counters.ts';
import { recountSource, type Ledger } from './recount.ts';
import { familiesOf, SOURCES, type Source } from './rollup.ts';
import type { Rollups } from './rollup.store.ts';

/** How many sources are counted at the same time. */
const AT_ONCE = 4;

export interface RebuildPorts {
  readonly ledger: Ledger;
  readonly rollups: Pick<Rollups, 'replace' | 'cohorts'>;
}

/**
 * Makes all rows of a campaign's counters anew from its ledger, and forgets how far the stream was counted. For a restored table: its
 * stream is a new one, whose sequence numbers may lie below the marks of the old one, so that the roll-up would take new records
 * for old ones and leave them out. Nothing may be written to the ledger meanwhile, and no stream may be read.
 * Safe to repeat, at any point.
 * @returns how many rows said something else
 */
export async function rebuildRollup(
  campaign: Omit<Source, 'source'>,
  ports: RebuildPorts,
  sources: readonly string[] = SOURCES,
): Promise<number> {
  const changed = await sideBySide(sources, AT_ONCE, (source) => rebuildSource({ ...campaign, source }, ports));
  return changed.reduce((total, rows) => total + rows, 0);
}

async function rebuildSource(source: Source, { ledger, rollups }: RebuildPorts): Promise<number> {
  const counted = await recountSource(source, ledger);
  const wanted = byCohort(counted.cohorts ?? {});
  const { tenant_id, campaign_id } = source;
  const known = source.source === 'campaign' ? [] : await rollups.cohorts(tenant_id, campaign_id, source.source);
  const names = new Set([...wanted.keys(), ...known.map(({ cohort }) => cohort)]);
  const written = await Promise.all([
    ...familiesOf(source.source).map((family) => rollups.replace({ ...source, family }, counted[family] ?? {})),
    ...[...names].map((cohort) => rollups.replace({ ...source, family: 'cohorts', cohort }, wanted.get(cohort) ?? {})),
  ]);
  return written.filter(Boolean).length;
}
