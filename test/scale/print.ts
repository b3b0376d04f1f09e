import { billOf } from './bill.ts';
import { limitsOf } from './limits.ts';
import { pacesOf } from './paces.ts';
import type { Simulated } from './simulate.ts';

const NUMBERS = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function amount(value: number): string {
  return value >= 1_000 ? WHOLE.format(value) : NUMBERS.format(value);
}

/** Rows in columns: text to the left, amounts to the right. */
function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? amount(cell) : cell)))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const isNumber = head.map((_, column) =>
    rows.every((row) => typeof row[column] === 'number' || /^[\d.]+ ?%$/.test(row[column]!)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [line(cells[0]!), widths.map((width) => '-'.repeat(width)).join('  '), ...cells.slice(1).map(line)].join('\n');
}

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
  const uses = [...simulated.meters.functions.uses].map(([name, { invocations, milliseconds, most }]) => [
    ...[name, invocations, milliseconds / invocations, most],
  ]);
  const bill = billOf(simulated);
  return [
    `${(lasted / MINUTE).toFixed(0)} minutes of virtual time, in ${(took / MINUTE).toFixed(1)} minutes and ${memory()} MB at most\n`,
    table(['campaign', 'recipients', 'delivered', 'read', 'failed', 'replied', 'opted out', 'LOST', 'TWICE'], ends),
    '',
    table(['sender', 'messages', 'permitted/s', 'reached/s', 'share', 'busiest second', 'above the rate'], paces),
    '',
    table(['limit', 'measured', 'permitted', 'unit', 'how near', 'where'], limits),
    '',
    table(['function', 'invocations', 'ms each', 'most at once'], uses),
    '',
    table(
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
