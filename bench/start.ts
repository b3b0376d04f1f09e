import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '..');

/** `npm start` as a person runs it: until its ready line, on a new folder and then on the same one again. */
export async function benchStart(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'herald-start-'));
  try {
    for (const what of ['on a new folder', 'on the same folder again']) {
      const { seconds, megabytes } = await startOnce(data);
      console.log(
        `npm start ${what}: ready after ${seconds.toFixed(1)} s (goal < 10), ${megabytes} MB resident with the embedded DynamoDB (goal < 700)`,
      );
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

async function startOnce(data: string): Promise<{ seconds: number; megabytes: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ['local/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', HERALD_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('herald ready ')) break;
  const seconds = (performance.now() - started) / 1000;
  const megabytes = residentMegabytes(child.pid!);
  child.kill('SIGINT');
  await ended;
  return { seconds, megabytes };
}

/** Of a process and all below it [proc(5)]. */
function residentMegabytes(root: number): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const field = (label: string) => Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
        return [{ pid: Number(name), parent: field('PPid'), kilobytes: field('VmRSS') }];
      } catch {
        return []; // It ended while we looked.
      }
    });
  const below = (pid: number): number =>
    processes
      .filter(({ parent }) => parent === pid)
      .reduce((sum, child) => sum + child.kilobytes + below(child.pid), 0);
  return Math.round(((processes.find(({ pid }) => pid === root)?.kilobytes ?? 0) + below(root)) / 1024);
}
