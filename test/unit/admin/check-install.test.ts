import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const CHECK = './admin/check-install.cjs';
const COMMANDS = ['start', 'demo', 'admin', 'bench', 'prove', 'test:faults'];

/** A copy of the repository without packages, as far as commands need it before they check for packages. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'herald-check-install-'));
  for (const file of ['package.json', 'admin/check-install.cjs']) cpSync(join(ROOT, file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, errors: stderr };
}

test('npm start says to run npm ci when the packages are not installed', () => {
  const { status, errors } = run('npm', 'start');
  expect(status).toBe(1);
  expect(errors).toMatch(/^The packages are not installed: run `npm ci` .*\n$/);
});

test.each(COMMANDS)('npm run %s checks for packages first, and leaves no shell between npm and Node', (name) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(scripts[name]).toMatch(new RegExp(`^exec node --require ${CHECK} (?:--max-semi-space-size=\\d+ )?\\S+\\.ts$`));
});

test('an older Node is told which one is needed, before it meets a file that it cannot read', () => {
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{}');
  writeFileSync(join(folder, 'main.ts'), 'console.log("started");');
  writeFileSync(join(folder, 'old.cjs'), "Object.defineProperty(process, 'versions', { value: { node: '20.20.2' } });");
  expect(run(process.execPath, '--require', CHECK, 'main.ts')).toMatchObject({ status: 0, stdout: 'started\n' });
  const { status, stdout, errors } = run(process.execPath, '--require', './old.cjs', '--require', CHECK, 'main.ts');
  expect([status, stdout]).toEqual([1, '']);
  expect(errors).toMatch(/^This needs Node 24 and runs on .* `npm ci`/);
});
