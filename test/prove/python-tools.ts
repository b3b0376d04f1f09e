import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { buildCache } from '../../local/build-cache.ts';

const run = promisify(execFile);

/** Python with pip, and the oldest version that the judges run on. */
const CHECK = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';

export interface PythonTools {
  readonly python: string;
  /** The path of a program that the requirements bring: a script for `python`, since its own first line names another folder. */
  program(name: 'cfn-lint' | 'schemathesis'): string;
}

/**
 * What a list of requirements names, in an environment of its own; installed when it is not.
 * @param requirements the list, from the repository's root
 * @param name of its folder in the cache
 * @returns undefined where there is no Python 3.11 with pip
 */
export async function pythonTools(
  requirements = 'test/prove/requirements.txt',
  name = 'herald-prove',
): Promise<PythonTools | undefined> {
  const root = join(import.meta.dirname, '../..');
  const { built } = buildCache({ root, sources: [requirements], folder: `node_modules/.cache/${name}` });
  const found = await run('python3', ['-c', CHECK]).then(
    () => true,
    () => false,
  );
  if (!found) return undefined;
  const environment = await built('python', async (folder) => {
    await run('python3', ['-m', 'venv', folder]);
    const list = join(root, requirements);
    await run(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--requirement', list]);
  });
  return { python: join(environment, 'bin/python'), program: (name) => join(environment, 'bin', name) };
}
