/**
 * `npm run access-patterns`: writes the read and write units of docs/access-patterns.md, each measured by doing what its
 * row says on the embedded DynamoDB; with `--check` it only tells whether they are up to date.
 */
import './environment.ts';

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { figuresOf } from './figures.ts';
import { withFigures } from './page.ts';
import { SECTIONS } from './sections.ts';
import { withTable } from './table.ts';
import { openWorld } from './world.ts';

const file = join(import.meta.dirname, '../../docs/access-patterns.md');
const page = readFileSync(file, 'utf8');
const figures = await withTable((table, measure) => figuresOf(SECTIONS, (name) => openWorld(table, name), measure));
const text = await format(withFigures(page, figures), { ...(await resolveConfig(file)), filepath: file });

if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (page !== text) {
  console.error('The units in docs/access-patterns.md are not what was measured: run npm run access-patterns.');
  process.exitCode = 1;
}
