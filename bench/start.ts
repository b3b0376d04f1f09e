import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { temporaryFolder } from '../local/temporary-folder.ts';
import { usageOf } from './processes.ts';

const ROOT = join(import.meta.dirname, '..');

/** The time of `npm start` until it prints that it is ready, in a new folder and then in the same one again. */
export async function benchStart(): Promise<void> {
  const folder = temporaryFolder('herald-start-');
  try {
    for (const what of ['on a new folder', 'on the same folder again']) {
      const { seconds, megabytes } = await startOnce(folder.path);
      console.log(
        `npm start ${what}: ready after ${seconds.toFixed(1)} s (goal < 10), ${megabytes} MB resident with the embedded DynamoDB (goal < 700)`,
      );
    }
  } finally {
    folder.remove();
  }
}

async function startOnce(data: string): Promise<{ seconds: number; megabytes: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, ['local/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', HERALD_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = () => child.kill();
  process.once('exit', kill);
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) if (line.startsWith('herald ready ')) break;
  const seconds = (performance.now() - started) / 1000;
  const { megabytes } = usageOf(child.pid!);
  child.kill('SIGINT');
  await ended;
  process.off('exit', kill);
  return { seconds, megabytes };
}
