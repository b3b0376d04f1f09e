import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Denial } from '../../local/aws/iam/authorizer.ts';
import type { Grant } from '../../local/aws/iam/grants.ts';
import type { TemplateGrant } from './template-grants.ts';

const LOOK_EVERY_MS = 1_000;

export interface SuiteRun {
  /** Whether every test passed. */
  readonly passed: boolean;
  /** What the Heralds' policies allowed, and whether a call needed it. */
  readonly grants: readonly Grant[];
  readonly denials: readonly Denial[];
}

/**
 * Runs the integration tests.
 * @param without grants that none of their Heralds has
 * @param isEnough ends the run, with what has been denied so far
 */
export async function runSuite(
  without: readonly TemplateGrant[] = [],
  isEnough: (denials: readonly Denial[]) => boolean = () => false,
): Promise<SuiteRun> {
  const folder = await mkdtemp(join(tmpdir(), 'herald-grants-'));
  try {
    const vitest = spawn(
      'vitest',
      ['run', ...['integration', 'every', 'long'].flatMap((project) => ['--project', project])],
      {
        env: { ...process.env, HERALD_GRANTS: folder, HERALD_WITHOUT: JSON.stringify(without) },
        stdio: 'inherit',
      },
    );
    const exited = once(vitest, 'exit') as Promise<[number | null]>;
    const ended = exited.then(() => true);
    while (!(await Promise.race([ended, sleep(LOOK_EVERY_MS, false)]))) {
      if (isEnough(await read<Denial>(folder, 'denied-'))) vitest.kill('SIGINT');
    }
    const [code] = await exited;
    return { passed: code === 0, grants: await readGrants(folder), denials: await read(folder, 'denied-') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the policies of Heralds allowed that tests ran with HERALD_GRANTS set to this folder. */
export function readGrants(folder: string): Promise<readonly Grant[]> {
  return read(folder, 'grants-');
}

/** What Heralds have written into the files whose names begin so: JSON, a value or a list of them a line. */
async function read<Value>(folder: string, prefix: string): Promise<readonly Value[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  // The last line may not be whole yet.
  const lines = texts.flatMap((text) => text.split('\n').slice(0, -1));
  return lines.flatMap((line) => JSON.parse(line) as Value[]);
}
