/**
 * `npm run prove [-- --required]`: deploys the stage `dev`, as it is, to an emulator of AWS that nobody here wrote, and does there
 * what users do. Without Python it says so and proves nothing; with `--required`, that is a failure.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import * as z from 'zod';

import { readCommandLine } from '../../admin/command-line.ts';
import { endOnSignal } from '../../local/end-on-signal.ts';
import { checks } from './checks.ts';
import { startDynamoDb, startMiniStack, type MiniStack } from './ministack.ts';
import { pythonTools } from './python-tools.ts';

const ROOT = join(import.meta.dirname, '../..');
const REGIONS = ['eu-west-1', 'us-east-1'];
/** How many different faults of MiniStack are printed. */
const MOST_FAULTS = 20;
const DEPLOY = ['deploy', 'dev/*', '--require-approval', 'never', '--concurrency', '6', '--progress', 'events'];

const { values } = readCommandLine({
  usage: 'npm run prove -- [--required]',
  options: { required: z.boolean().default(false) },
});
const tools = await pythonTools().catch((error: unknown) => {
  console.error('The Python tools in test/prove/requirements.txt could not be installed; pip says:');
  console.error((error as { stderr?: string }).stderr?.trim() ?? error);
  process.exit(1);
});
if (!tools) {
  console.log('Nothing was proved: this needs python3, 3.11 or newer, with pip.');
  process.exit(values.required ? 1 : 0);
}

const started = performance.now();
const prove = checks();
const folder = await mkdtemp(join(tmpdir(), 'herald-prove-'));
const assembly = join(folder, 'cdk.out');
/** The stage that is deployed: `dev` with a user pool. */
const proved = join(folder, 'proved');
let ministack: MiniStack | undefined;
let dynamoDb: Pick<MiniStack, 'endpoint' | 'close'> | undefined;
let script: ChildProcess | undefined;
async function cleanUp(): Promise<void> {
  script?.kill('SIGKILL');
  await ministack?.close();
  await dynamoDb?.close();
  await rm(folder, { recursive: true, force: true });
}
endOnSignal(async () => {
  await cleanUp();
  return 1;
});
try {
  await prove.that('both stages are synthesized', () => cdk({}, 'synth', '--quiet', '--output', assembly));
  const app = `node ${join(import.meta.dirname, 'app.ts')}`;
  await prove.that('so is dev with a user pool', () => cdk({}, 'synth', '--quiet', '--app', app, '--output', proved));
  await prove.that(`cfn-lint finds no error in any template in ${REGIONS.join(' and ')}`, lint);
  ministack = await startMiniStack(tools, folder);
  const { environment } = ministack;
  const ready = ['--app', proved];
  await prove.that('the account is bootstrapped', () => cdk(environment, 'bootstrap', ...ready));
  await prove.that('dev is deployed', () => cdk(environment, ...DEPLOY, ...ready));
  await prove.that('deployed again, dev has no changes', async () => {
    const printed = await cdk(environment, ...DEPLOY, ...ready);
    const unchanged = printed.match(/\(no changes\)/g)?.length ?? 0;
    const stacks = readdirSync(join(proved, 'assembly-dev')).filter((file) => file.endsWith('.template.json')).length;
    if (unchanged !== stacks) throw new Error(`${stacks} stacks, ${unchanged} without changes:\n${printed}`);
  });
  if (prove.failed === 0) {
    await prove.that('the scenario passes', () => node(environment, join(import.meta.dirname, 'scenario.ts')));
  }
  dynamoDb = await startDynamoDb(tools, join(folder, 'dynamodb'));
  const stores = { DYNAMODB_ENDPOINT: dynamoDb.endpoint };
  await prove.that("the tests of the stores pass on MiniStack's DynamoDB", () =>
    run('npx', ['vitest', 'run', '--project', 'unit', 'store.test', '--reporter', 'dot'], stores),
  );
  if (prove.failed > 0) {
    const log = join(ROOT, 'build/ministack.log');
    mkdirSync(join(ROOT, 'build'), { recursive: true });
    const printed = ministack.log();
    await writeFile(log, printed);
    // Times and repetitions apart: a fault of its own, or a function that was ended.
    const faults = new Set(printed.match(/(?:WARNING|ERROR) \[.*/g));
    for (const line of [...faults].slice(0, MOST_FAULTS)) console.log(line);
    console.log(`What MiniStack printed is in ${log}.`);
  }
} finally {
  await cleanUp();
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`\n${prove.passed} passed, ${prove.failed} failed, ${seconds} s`);
process.exitCode = prove.failed === 0 ? 0 : 1;

function cdk(environment: Readonly<Record<string, string>>, ...parameters: readonly string[]): Promise<string> {
  return run('npx', ['cdk', ...parameters], environment);
}

function lint(): Promise<string> {
  const folders = [join(proved, 'assembly-dev'), join(assembly, 'assembly-prod')];
  const templates = folders.map((folder) => join(folder, '*.template.json'));
  const parameters = ['--regions', ...REGIONS, '--non-zero-exit-code', 'error', '--template', ...templates];
  return run(tools!.python, [tools!.program('cfn-lint'), ...parameters]);
}

/** @returns what it printed @throws Error with that when it fails */
async function run(
  program: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { cwd: ROOT, env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 * 1024 };
  const { stdout, stderr } = await promisify(execFile)(program, parameters, options).catch(
    (error: { readonly stdout?: string; readonly stderr?: string }) => {
      throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}` || String(error));
    },
  );
  return stdout + stderr;
}

/** Runs a script that prints as this one does. @throws Error when it fails */
async function node(environment: Readonly<Record<string, string>>, path: string): Promise<void> {
  script = spawn(process.execPath, [path], { env: { ...process.env, ...environment }, stdio: 'inherit' });
  const [code] = await once(script, 'exit');
  if (code !== 0) throw new Error(`It ended with ${String(code)}.`);
}
