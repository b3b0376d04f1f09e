import { broken, CASES } from './experiments/cases.ts';
import { seededRandom } from './experiments/random.ts';
import { simulateCase } from './experiments/simulate.ts';

/** So many campaigns of each case. */
const RUNS = 10_000;
const SEED = 2026;

/** What experiments find where there is something, and where there is nothing: 10,000 campaigns of each case through the code that decides. */
export async function benchExperiments(): Promise<void> {
  const rows: Record<string, object> = {};
  for (const [n, one] of CASES.entries()) {
    const { runs: _, ...shares } = simulateCase(one, RUNS, seededRandom(SEED + n));
    const percent = Object.entries(shares).map(([name, share]) => [name, `${(100 * share).toFixed(2)} %`] as const);
    const faults = broken(one, { runs: RUNS, ...shares }, 0);
    rows[one.name] = { ...Object.fromEntries(percent), kept: faults.length === 0 ? 'yes' : faults.join('; ') };
    console.log(`${one.name}: ${JSON.stringify(rows[one.name])}`);
  }
  await Promise.resolve();
  console.table(rows);
}
