/** `npm run check:console`: builds the console, and fails beyond its limits. Sizes are compressed, in KB of 1,000 bytes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { buildConsole } from '../../lib/console/build-console.ts';

const folder = mkdtempSync(join(tmpdir(), 'herald-console-'));
const { first, all } = await buildConsole(folder);
const sizeOf = (name: string) => gzipSync(readFileSync(join(folder, 'assets', name)), { level: 9 }).length / 1000;
const sum = (names: readonly string[], ending: string) =>
  names.filter((name) => name.endsWith(ending)).reduce((total, name) => total + sizeOf(name), 0);
const measured = [
  { what: 'script before the first page', size: sum(first, '.js'), limit: 35 },
  { what: 'script in all', size: sum(all, '.js'), limit: 80 },
  { what: 'styles', size: sum(all, '.css'), limit: 10 },
];
rmSync(folder, { recursive: true });

for (const { what, size, limit } of measured) console.log(`${what}: ${size.toFixed(1)} KB of ${limit}`);
console.log(`files before the first page: ${first.length}`);
if (measured.some(({ size, limit }) => size > limit)) {
  console.error('The console is too large: load less, or later.');
  process.exitCode = 1;
}
