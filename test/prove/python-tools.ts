import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const KEPT = join(import.meta.dirname, '../../node_modules/.cache/herald-prove');

/** Python with pip, and the oldest version that the judges run on. */
const CHECK = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';

/**
 * The folder of the programs that requirements.txt names, in an environment of their own; installed when they are not.
 * @returns undefined where there is no Python 3.11 with pip
 */
export async function pythonTools(): Promise<string | undefined> {
  const found = await run('python3', ['-c', CHECK]).then(
    () => true,
    () => false,
  );
  if (!found) return undefined;
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 16);
  const environment = join(KEPT, hash);
  if (!existsSync(environment)) {
    mkdirSync(KEPT, { recursive: true });
    try {
      await run('python3', ['-m', 'venv', environment]);
      await run(join(environment, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS]);
    } catch (error) {
      rmSync(environment, { recursive: true, force: true });
      throw error;
    }
  }
  return join(environment, 'bin');
}
