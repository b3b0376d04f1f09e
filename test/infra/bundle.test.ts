import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { bundleFunctions } from '../../lib/bundle.ts';

const directory = mkdtempSync(join(tmpdir(), 'herald-bundle-'));
const entry = join(directory, 'greet.ts');
const bundled = (outdir: string, id: string) => join(directory, outdir, id, 'index.mjs');

beforeAll(() => {
  // A CommonJS dependency that requires one of Node's own modules.
  writeFileSync(join(directory, 'old.cjs'), "const { sep } = require('path'); exports.sep = sep;");
  writeFileSync(
    entry,
    "import { sep } from './old.cjs';\nexport const handler = async (name: string) => name + sep;\n",
  );
});
afterAll(() => rmSync(directory, { recursive: true }));

it('bundles each function into a folder of its own, without further dependencies', async () => {
  const entries = ['greeting.create', 'api_greeting.read'].map((id) => ({ id, entry }));
  await bundleFunctions({ entries, outdir: join(directory, 'first') });
  expect(readdirSync(join(directory, 'first')).toSorted()).toEqual(['api_greeting-read', 'greeting-create']);

  for (const id of ['greeting-create', 'api_greeting-read']) {
    const { handler } = await import(bundled('first', id));
    expect(await handler('Ada')).toBe('Ada/');
  }
});

it('makes identical bundles of the same source in different folders', async () => {
  for (const outdir of ['second', 'third']) {
    await bundleFunctions({ entries: [{ id: 'greeting.create', entry }], outdir: join(directory, outdir) });
  }
  const [second, third] = ['second', 'third'].map((outdir) => readFileSync(bundled(outdir, 'greeting-create'), 'utf8'));
  expect(second).toBe(third);
});
