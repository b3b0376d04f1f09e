import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
let folder: string;
let npm: ChildProcess | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'herald-npm-'));
});
afterAll(async () => {
  if (npm?.exitCode === null) process.kill(-npm.pid!, 'SIGKILL');
  await rm(folder, { recursive: true });
});

test.each([
  ['SIGTERM to npm', (pid: number) => process.kill(pid, 'SIGTERM')],
  // A terminal sends it to the whole group, and npm passes it on besides.
  ['Ctrl-C', (pid: number) => process.kill(-pid, 'SIGINT')],
])('%s ends npm start with all that it has started, and without an error', async (_, end) => {
  npm = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', HERALD_DATA: folder },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  npm.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(npm, 'exit');
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: npm!.stdout! }).on('line', (line) => line.startsWith('herald ready') && resolve());
    void exited.then(() => reject(new Error(`npm start ended before it was ready: ${errors}`)));
  });
  const started = descendants(npm.pid!);
  expect(started.some((pid) => commandLine(pid).includes('dynamodb.db'))).toBe(true);

  end(npm.pid!);
  expect(await exited).toEqual([0, null]);
  expect(started.map(commandLine).filter((line) => line !== '')).toEqual([]);
  expect(errors).toBe('');
});

function descendants(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return children.flatMap((child) => [Number(child), ...descendants(Number(child))]);
}

function parentOf(pid: string): number {
  return Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]);
}

function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process ended in between.
    return '';
  }
}
