import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const ROOT = join(import.meta.dirname, '../..');
/** Finds the real curl behind itself, and notes the answer's headers beside whatever else it is told to do. */
const CURL = `#!/bin/sh
PATH="\${PATH#*${delimiter}}"
exec curl --dump-header "$DOCS_CHECK_FOLDER/$DOCS_CHECK_COMMAND-$$.headers" "$@"
`;

export interface Ran {
  /** Null when it was given up, or ended the shell. */
  readonly exitCode: number | null;
  readonly output: string;
  /** The HTTP status of each curl, as far as it got an answer; 0 where it got none. */
  readonly statuses: readonly number[];
}

export interface Shell {
  /** @param milliseconds after which it is given up, and the shell with it */
  run(command: string, milliseconds: number): Promise<Ran>;
  /** Ends the shell and all it started, and takes its notes away. */
  close(): void;
}

/** One bash, in which one command after another runs: variables and functions stay. */
export function startShell(environment: Readonly<Record<string, string>>): Shell {
  const folder = mkdtempSync(join(tmpdir(), 'herald-docs-'));
  mkdirSync(join(folder, 'bin'));
  const curl = join(folder, 'bin/curl');
  writeFileSync(curl, CURL);
  chmodSync(curl, 0o755);

  // A process group of its own, so that what a command left behind ends with it.
  const bash = spawn('bash', ['--noprofile', '--norc'], {
    cwd: ROOT,
    detached: true,
    env: {
      ...process.env,
      ...environment,
      PATH: [join(folder, 'bin'), join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
      DOCS_CHECK_FOLDER: folder,
    },
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  });
  const exited = once(bash, 'exit');
  // In a group of its own it does not hear of Ctrl-C.
  const end = () => endGroup(bash);
  for (const signal of SIGNALS) process.on(signal, end);
  const codes = createInterface({ input: bash.stdio[3] as NodeJS.ReadableStream });
  // What a shell that has ended is told, it does not hear.
  bash.stdin?.on('error', () => undefined);
  bash.stdin?.write('set -o pipefail\n');
  let count = 0;

  return {
    async run(command, milliseconds) {
      const number = ++count;
      const notes = join(folder, `${number}.output`);
      bash.stdin?.write(
        `export DOCS_CHECK_COMMAND=${number}\n{\n${command}\n} >'${notes}' 2>&1 </dev/null\necho $? >&3\n`,
      );
      const ended = new AbortController();
      const exitCode = await Promise.race([
        once(codes, 'line', { signal: ended.signal }).then(([line]) => Number(line)),
        exited.then(() => null),
        new Promise<null>((resolve) => {
          const timer = setTimeout(() => resolve(null), milliseconds);
          ended.signal.addEventListener('abort', () => clearTimeout(timer));
        }),
      ]);
      ended.abort();
      if (exitCode === null) end();
      return { exitCode, output: readOr(notes, ''), statuses: statusesOf(folder, number) };
    },
    close() {
      for (const signal of SIGNALS) process.off(signal, end);
      end();
      codes.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function statusesOf(folder: string, command: number): number[] {
  const notes = readdirSync(folder).filter((name) => name.startsWith(`${command}-`));
  return notes.map((name) => {
    const last = readOr(join(folder, name), '')
      .match(/^HTTP\/\S+ \d{3}/gm)
      ?.at(-1);
    return Number(last?.slice(-3) ?? 0);
  });
}

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
