import { textTable } from '../support/text-table.ts';
import { billOf } from './bill.ts';
import { limitsOf } from './limits.ts';
import { pacesOf } from './paces.ts';
import type { Simulated } from './simulate.ts';

/** What a world came to, as text. */
export function printed(simulated: Simulated): string {
  const { results, tenants, problems, lasted, took } = simulated;
  const near = (measured: number, permitted: number) => `${((100 * measured) / permitted).toFixed(1)} %`;
  const limits = limitsOf(simulated).map(({ limit, measured, permitted, unit, where }) => [
    ...[limit, measured, permitted, unit, near(measured, permitted), where],
  ]);
  const paces = pacesOf(simulated).map(({ tenant, permitted, reached, busiest, throttled, messages }) => [
    ...[tenant, messages, permitted, reached, near(reached, permitted), busiest, throttled],
  ]);
  const ends = results.map(({ totals, lost, duplicates }, place) => [
    ...[tenants[place]!.name, totals['recipients'] ?? 0, totals['delivered'] ?? 0, totals['read'] ?? 0],
    ...[totals['failed'] ?? 0, totals['replied'] ?? 0, totals['opted_out'] ?? 0, lost, duplicates],
  ]);
  const uses = [...simulated.meters.functions.uses].map(([name, { invocations, milliseconds, most, failed }]) => [
    ...[name, invocations, milliseconds / invocations, most, failed],
  ]);
  const bill = billOf(simulated);
  return [
    `${(lasted / MINUTE).toFixed(0)} minutes of virtual time, in ${(took / MINUTE).toFixed(1)} minutes and ${memory()} MB at most\n`,
    textTable(['campaign', 'recipients', 'delivered', 'read', 'failed', 'replied', 'opted out', 'LOST', 'TWICE'], ends),
    '',
    textTable(['sender', 'messages', 'permitted/s', 'reached/s', 'share', 'busiest second', 'above the rate'], paces),
    '',
    textTable(['limit', 'measured', 'permitted', 'unit', 'how near', 'where'], limits),
    '',
    textTable(['function', 'invocations', 'ms each', 'most at once', 'failed'], uses),
    '',
    textTable(
      ['on AWS', 'amount', 'USD'],
      [...bill.rows.map(({ what, amount, usd }) => [what, amount, usd]), ['together', 0, bill.usd]],
    ),
    '',
    problems.length === 0
      ? 'Nobody is lost, nobody was sent to twice, and every report is what was sent.'
      : problems.map((what) => `✗ ${what}`).join('\n'),
  ].join('\n');
}

const MINUTE = 60_000;

/** The most memory that this process has had, in megabytes. */
function memory(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
