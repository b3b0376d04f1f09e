import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Site } from '../../../shared/platform/site.ts';
import { publishConsole } from '../../../shared/runtime/publish-site.ts';

let consoleDirectory: string;
beforeAll(() => {
  consoleDirectory = mkdtempSync(join(tmpdir(), 'herald-console-'));
  mkdirSync(join(consoleDirectory, 'assets'));
  writeFileSync(join(consoleDirectory, 'index.html'), '<html>');
  writeFileSync(join(consoleDirectory, 'assets/console-A1.js'), 'code');
  writeFileSync(join(consoleDirectory, 'assets/style-B2.css'), 'style');
});
afterAll(() => rmSync(consoleDirectory, { recursive: true }));

/** A site that keeps what it is given, and what was done to it in order. */
function fakeSite() {
  const done: string[] = [];
  const headers: Record<string, string[]> = {};
  const site: Site = {
    async put(path, { body, type, cacheControl }) {
      done.push(`${path} ${Buffer.from(body).toString()}`);
      headers[path] = [type, cacheControl];
    },
    async empty() {
      done.push('emptied');
    },
  };
  return { done, headers, site };
}

const config = '{"demo":false}';

test.each(['Create', 'Update'] as const)('%s puts assets for good, then the pages that name them', async (type) => {
  const { done, headers, site } = fakeSite();
  await publishConsole({ type, properties: { config, kept: 'true' } }, { consoleDirectory, site });
  expect(done.slice(0, 2).sort()).toEqual(['console/assets/console-A1.js code', 'console/assets/style-B2.css style']);
  expect(done.slice(2)).toEqual([`console/config.json ${config}`, 'console/index.html <html>']);
  const forGood = 'public, max-age=31536000, immutable';
  expect(headers).toEqual({
    'console/assets/console-A1.js': ['text/javascript; charset=utf-8', forGood],
    'console/assets/style-B2.css': ['text/css; charset=utf-8', forGood],
    'console/config.json': ['application/json', 'no-cache'],
    'console/index.html': ['text/html; charset=utf-8', 'no-cache'],
  });
});

test.each([
  ['true', []],
  ['false', ['emptied']],
] as const)('with the resource the files go unless they are kept: %s', async (kept, expected) => {
  const { done, site } = fakeSite();
  await publishConsole({ type: 'Delete', properties: { config, kept } }, { consoleDirectory, site });
  expect(done).toEqual(expected);
});
