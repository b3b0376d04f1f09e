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

import { checks } from './checks.ts';
import { startDynamoDb, startMiniStack, type MiniStack } from './ministack.ts';
import { pythonTools } from './python-tools.ts';

const ROOT = join(import.meta.dirname, '../..');
const REGIONS = ['eu-west-1', 'us-east-1'];
const DEPLOY = ['deploy', 'dev/*', '--require-approval', 'never', '--concurrency', '6', '--progress', 'events'];

const tools = await pythonTools();
if (!tools) {
  console.log('Nothing was proved: this needs python3, 3.11 or newer, with pip.');
  process.exit(process.argv.includes('--required') ? 1 : 0);
}

const started = performance.now();
const prove = checks();
const folder = await mkdtemp(join(tmpdir(), 'herald-prove-'));
const assembly = join(folder, 'cdk.out');
let ministack: MiniStack | undefined;
let dynamoDb: Pick<MiniStack, 'endpoint' | 'close'> | undefined;
let script: ChildProcess | undefined;
async function cleanUp(): Promise<void> {
  script?.kill('SIGKILL');
  await ministack?.close();
  await dynamoDb?.close();
  await rm(folder, { recursive: true, force: true });
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void cleanUp().then(() => process.exit(1)));
}
try {
  await prove.that('both stages are synthesized', () => cdk({}, 'synth', '--quiet', '--output', assembly));
  for (const stage of ['dev', 'prod']) {
    await prove.that(`cfn-lint finds no error in the templates of ${stage} in ${REGIONS.join(' and ')}`, () =>
      lint(stage),
    );
  }
  ministack = await startMiniStack(tools, folder);
  const { environment } = ministack;
  const app = ['--app', assembly];
  await prove.that('the account is bootstrapped', () => cdk(environment, 'bootstrap', ...app));
  await prove.that('dev is deployed', () => cdk(environment, ...DEPLOY, ...app));
  await prove.that('deployed again, dev has no changes', async () => {
    const printed = await cdk(environment, ...DEPLOY, ...app);
    const unchanged = printed.match(/\(no changes\)/g)?.length ?? 0;
    const stacks = readdirSync(join(assembly, 'assembly-dev')).filter((file) => file.endsWith('.template.json')).length;
    if (unchanged !== stacks) throw new Error(`${stacks} stacks, ${unchanged} without changes:\n${printed}`);
  });
  if (prove.failed === 0) {
    await prove.that('the scenario passes', () => node(environment, join(import.meta.dirname, 'scenario.ts')));
  }
  dynamoDb = await startDynamoDb(tools, join(folder, 'dynamodb'));
  const stores = { DYNAMODB_ENDPOINT: dynamoDb.endpoint };
  await prove.that("the tests of the stores pass on MiniStack's DynamoDB", () =>
    run(stores, 'vitest', 'run', '--project', 'unit', 'store.test', '--reporter', 'dot'),
  );
  if (prove.failed > 0) {
    const log = join(ROOT, 'build/ministack.log');
    mkdirSync(join(ROOT, 'build'), { recursive: true });
    await writeFile(log, ministack.log());
    console.log(`What MiniStack printed is in ${log}.`);
  }
} finally {
  await cleanUp();
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(`\n${prove.passed} passed, ${prove.failed} failed, ${seconds} s`);
process.exitCode = prove.failed === 0 ? 0 : 1;

/** @returns what it printed @throws Error with that when it fails */
function cdk(environment: Readonly<Record<string, string>>, ...parameters: readonly string[]): Promise<string> {
  return run(environment, 'cdk', ...parameters);
}

/** @returns what it printed @throws Error with that when it fails */
async function run(environment: Readonly<Record<string, string>>, ...command: readonly string[]): Promise<string> {
  const options = { cwd: ROOT, env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 * 1024 };
  const { stdout, stderr } = await promisify(execFile)('npx', command, options).catch(
    (error: { readonly stdout?: string; readonly stderr?: string }) => {
      throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}` || String(error));
    },
  );
  return stdout + stderr;
}

async function lint(stage: string): Promise<void> {
  const templates = join(assembly, `assembly-${stage}`, '*.template.json');
  const parameters = ['--regions', ...REGIONS, '--non-zero-exit-code', 'error', '--template', templates];
  await promisify(execFile)(join(tools!, 'cfn-lint'), parameters, { maxBuffer: 64 * 1024 * 1024 }).catch(
    (error: { stdout?: string }) => {
      throw new Error(error.stdout?.slice(0, 4_000) ?? String(error));
    },
  );
}

/** Runs a script that prints as this one does. @throws Error when it fails */
async function node(environment: Readonly<Record<string, string>>, path: string): Promise<void> {
  script = spawn(process.execPath, [path], { env: { ...process.env, ...environment }, stdio: 'inherit' });
  const [code] = await once(script, 'exit');
  if (code !== 0) throw new Error(`It ended with ${String(code)}.`);
}
