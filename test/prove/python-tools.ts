import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { buildCache } from '../../local/build-cache.ts';

const run = promisify(execFile);

const { built } = buildCache({
  root: join(import.meta.dirname, '../..'),
  sources: ['test/prove/requirements.txt'],
  folder: 'node_modules/.cache/herald-prove',
});

/** Python with pip, and the oldest version that the judges run on. */
const CHECK = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';

export interface PythonTools {
  readonly python: string;
  /** The path of a program that requirements.txt brings: a script for `python`, since its own first line names another folder. */
  program(name: 'cfn-lint' | 'ministack'): string;
}

/**
 * What requirements.txt names, in an environment of its own; installed when it is not.
 * @returns undefined where there is no Python 3.11 with pip
 */
export async function pythonTools(): Promise<PythonTools | undefined> {
  const found = await run('python3', ['-c', CHECK]).then(
    () => true,
    () => false,
  );
  if (!found) return undefined;
  const environment = await built('python', async (folder) => {
    await run('python3', ['-m', 'venv', folder]);
    const requirements = join(import.meta.dirname, 'requirements.txt');
    await run(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
  });
  return { python: join(environment, 'bin/python'), program: (name) => join(environment, 'bin', name) };
}
