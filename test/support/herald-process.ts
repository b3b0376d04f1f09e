import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Denial } from '../../local/aws/iam/authorizer.ts';
import { NOT_ALLOWED } from '../../local/aws/stack.ts';
import { refuseDenials } from './denials.ts';
import { startFlags } from './start-flags.ts';

const MAIN = join(import.meta.dirname, '../../local/main.ts');

export interface HeraldProcess {
  readonly url: string;
  readonly providerUrl: string;
  readonly apiKey: string;
  /** The process's id. */
  readonly pid: number;
  /** What it has written to its standard error. */
  errors(): string;
  /** Closes the pipe that it prints to, as `| head` does. */
  closeOutput(): void;
  /** Its exit code, null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /**
   * @returns its exit code, null when the signal itself ended it
   * @throws Error when a call was denied while it ran
   */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * What `npm start` runs, in a process of its own; resolves once it says that it is ready.
 * @param flags more of Node's
 */
export async function startHeraldProcess(
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<HeraldProcess> {
  const child = spawn(process.execPath, [...startFlags(), ...flags, MAIN], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'close').then(([code]) => code as number | null);
  // A test that was given up ends it as well.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  void exited.then(() => process.off('exit', kill));
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
    process.stderr.write(chunk);
  });
  const said = new Map<string, string>();
  const denials: Denial[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes(NOT_ALLOWED)) denials.push(JSON.parse(line) as Denial);
      const [, what = '', value = ''] = /^(api key|provider: the stand-in at|herald ready) (\S+)$/.exec(line) ?? [];
      said.set(what, value);
      if (what === 'herald ready') resolve();
    });
    void exited.then((code) => reject(new Error(`Herald ended with ${code} before it was ready.`)));
  });
  return {
    url: said.get('herald ready') ?? '',
    providerUrl: said.get('provider: the stand-in at') ?? '',
    apiKey: said.get('api key') ?? '',
    pid: child.pid ?? 0,
    errors: () => errors,
    closeOutput: () => void child.stdout.destroy(),
    exited,
    async end(signal) {
      child.kill(signal);
      const code = await exited;
      refuseDenials(denials);
      return code;
    },
  };
}

/** The command lines of all processes that name this folder. */
export function processesOf(folder: string): string[] {
  return processIdsOf(folder).map(commandLine);
}

/** The ids of those, of this program alone if one is given. */
export function processIdsOf(folder: string, program = ''): number[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.map(Number).filter((id) => commandLine(id).includes(folder) && commandLine(id).startsWith(program));
}

function commandLine(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It ended in between.
    return '';
  }
}
