import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = import.meta.dirname;
const BIN = join(FOLDER, 'node_modules/.bin');
const STAMP = join(FOLDER, 'node_modules/.installed');
/** Neither is asked to tell its makers of its use. */
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', DO_NOT_TRACK: '1' };

export const DOCUMENT = join(FOLDER, '../../docs/openapi.json');

/** Installs the judges where they are not, as the lock names them and without their scripts. */
export function installJudges(): void {
  const lock = createHash('sha256')
    .update(readFileSync(join(FOLDER, 'package-lock.json')))
    .digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return;
  console.log('Installing the judges into tools/openapi (140 MB; once).');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: FOLDER, stdio: 'inherit' });
  if (status !== 0) throw new Error('npm ci in tools/openapi failed.');
  writeFileSync(STAMP, lock);
}

/**
 * Runs a judge to its end; what it says is shown only if it objects.
 * @param cwd where it looks for its configuration; this folder unless it says otherwise
 * @returns whether it is content
 */
export function judge(name: string, program: string, parameters: readonly string[], cwd = FOLDER): boolean {
  // With this Node, whichever the judge's first line would find.
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(BIN, program), ...parameters], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...QUIET },
  });
  console.log(`${status === 0 ? 'passed' : 'FAILED'}: ${name}`);
  if (status !== 0) console.error(stdout + stderr);
  return status === 0;
}
