import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { buildCache, type BuildCache } from '../../../local/build-cache.ts';

let root: string;
let cache: BuildCache;
let builds: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'herald-build-'));
  mkdirSync(join(root, 'source/deep'), { recursive: true });
  writeFileSync(join(root, 'lock'), '1');
  save('first');
  cache = buildCache({ root, sources: ['source', 'lock'], folder: 'kept' });
  builds = 0;
});
afterEach(() => rmSync(root, { recursive: true }));

function save(text: string): void {
  writeFileSync(join(root, 'source/deep/file.ts'), text);
}

async function copySource(folder: string): Promise<void> {
  builds += 1;
  writeFileSync(join(folder, 'result'), readFileSync(join(root, 'source/deep/file.ts')));
}

const built = (variant = 'dev') => cache.built(variant, copySource);
const resultIn = (folder: string) => readFileSync(join(folder, 'result'), 'utf8');
const keptFolders = () => readdirSync(join(root, 'kept'));

test('what did not change is built once', async () => {
  const folder = await built();
  expect(await built()).toBe(folder);
  expect(builds).toBe(1);
  expect(resultIn(folder)).toBe('first');
});

test.each([
  ['a file in a folder', () => save('second')],
  ['a file', () => writeFileSync(join(root, 'lock'), '2')],
  ['the name of a file', () => writeFileSync(join(root, 'source/deep/more.ts'), '')],
])('%s that changed is built anew', async (_, change) => {
  const folder = await built();
  change();
  expect(await built()).not.toBe(folder);
  expect(builds).toBe(2);
});

test('each variant is built, and one that was built before is found again after a change back', async () => {
  const dev = await built('dev');
  expect(await built('prod')).not.toBe(dev);
  save('second');
  await built('dev');
  save('first');
  expect(await built('dev')).toBe(dev);
  expect(builds).toBe(3);
});

test('two who build the same at the same time get the same folder, and leave nothing else', async () => {
  const [one, other] = await Promise.all([built(), built()]);
  expect(one).toBe(other);
  expect(keptFolders()).toHaveLength(1);
});

test('a build that fails leaves nothing, and the next one is tried', async () => {
  const refuse = () => Promise.reject(new Error('a syntax error'));
  await expect(cache.built('dev', refuse)).rejects.toThrow('a syntax error');
  expect(keptFolders()).toEqual([]);
  expect(resultIn(await built())).toBe('first');
});

test('a source that is saved during the build is built again', async () => {
  const folder = await cache.built('dev', async (unfinished) => {
    await copySource(unfinished);
    save('second');
  });
  expect(resultIn(folder)).toBe('second');
  expect(builds).toBe(2);
});

test('sources that change in each build are given up', async () => {
  const saveAgain = async () => save(String((builds += 1)));
  await expect(cache.built('dev', saveAgain)).rejects.toThrow('Start again.');
  expect(builds).toBe(3);
});

test('what nobody used for a day goes when many newer ones are kept', async () => {
  const old = await built('old');
  const used = await built('used');
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
  for (const folder of [old, used]) utimesSync(folder, yesterday, yesterday);
  await built('used');
  for (let n = 0; n < 20; n += 1) await built(`new ${n}`);
  expect(existsSync(old)).toBe(false);
  expect(existsSync(used)).toBe(true);
});
