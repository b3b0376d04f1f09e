import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { build } from 'esbuild';

import { BUNDLING, buildOptions } from '../lib/bundle.ts';
import { functionFolder } from '../lib/function-declaration.ts';
import { FUNCTIONS } from '../lib/functions.ts';

const ROOT = join(import.meta.dirname, '..');
const LOADS = 5;

/** The AWS packages that a bare handler would import, too. */
const CLIENT = /^node_modules\/(@aws-sdk\/(?:client-[a-z-]+|lib-dynamodb|util-dynamodb))\//;

/** A function's environment; no function makes a call while it loads. */
const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  AWS_REGION: 'eu-west-1',
  TABLE_NAME: 'table',
  SEND_QUEUE_URL: 'https://sqs.example.com/queue',
  FAILURE_QUEUE_URL: 'https://sqs.example.com/queue',
  DELIVERY_QUEUE_URL: 'https://sqs.example.com/queue',
  EVENT_BUS_NAME: 'herald-events',
  RUN_STATE_MACHINE_ARN: 'arn',
  CREDENTIALS_PREFIX: 'herald/',
  PUBLIC_BASE_URL: 'https://herald.example.com',
};

/** Each function's bundle beside a bare handler that imports the same AWS clients and does nothing. */
export async function benchBundles(): Promise<void> {
  const outdir = await mkdtemp(join(tmpdir(), 'herald-bundles-'));
  try {
    const { metafile } = await build({ ...buildOptions({ entries: FUNCTIONS, outdir }), metafile: true });
    const { outputs } = metafile;
    const bare = new Map<string, { bytes: number; milliseconds: number }>();
    const rows = [];
    for (const declaration of FUNCTIONS) {
      const file = join(outdir, functionFolder(declaration), 'index.mjs');
      const output = Object.entries(outputs).find(([path]) => join(ROOT, path) === file)?.[1];
      if (!output) throw new Error(`esbuild wrote no bundle for ${declaration.id}.`);
      const clients = [...new Set(Object.keys(output.inputs).flatMap((path) => CLIENT.exec(path)?.[1] ?? []))].sort();
      const key = clients.join(' ');
      if (!bare.has(key)) bare.set(key, await bareHandler(clients, join(outdir, `bare-${bare.size}.mjs`)));
      const { bytes, milliseconds } = bare.get(key)!;
      const loaded = await loadTime(file);
      rows.push({
        function: declaration.id,
        kilobytes: Math.round(output.bytes / 1000),
        bare_kilobytes: Math.round(bytes / 1000),
        size_ratio: Number((output.bytes / bytes).toFixed(2)),
        load_ms: Math.round(loaded),
        bare_load_ms: Math.round(milliseconds),
        load_ratio: Number((loaded / milliseconds).toFixed(2)),
      });
    }
    console.table(rows.sort((a, b) => b.size_ratio - a.size_ratio));
    console.log(
      `load: median of ${LOADS} imports in a fresh process; goal for the size ≤ 1.4, functions with Twilio's client (chunk.send, campaign.open) apart`,
    );
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** Keeps every export, as if all commands of a client were used. */
async function bareHandler(
  clients: readonly string[],
  outfile: string,
): Promise<{ bytes: number; milliseconds: number }> {
  const uses = clients.map((name) =>
    name === '@aws-sdk/lib-dynamodb'
      ? `export { DynamoDBDocumentClient, BatchGetCommand, DeleteCommand, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '${name}';`
      : bareUse(name),
  );
  const contents = `${uses.join('\n')}\nexport const handler = async () => ({ statusCode: 200 });`;
  const { metafile } = await build({ ...BUNDLING, metafile: true, stdin: { contents, resolveDir: ROOT }, outfile });
  const bytes = Object.values(metafile.outputs)[0]?.bytes ?? 0;
  return { bytes, milliseconds: await loadTime(outfile) };
}

/** A client and the commands Herald's functions send with it. */
function bareUse(name: string): string {
  const used: Record<string, string> = {
    '@aws-sdk/client-dynamodb': 'DynamoDBClient, ConditionalCheckFailedException, TransactionCanceledException',
    '@aws-sdk/client-sqs': 'SQSClient, SendMessageBatchCommand, SendMessageCommand',
    '@aws-sdk/client-sfn': 'SFNClient, StartExecutionCommand, DescribeExecutionCommand',
    '@aws-sdk/client-scheduler': 'SchedulerClient, CreateScheduleCommand, UpdateScheduleCommand, DeleteScheduleCommand',
    '@aws-sdk/client-eventbridge': 'EventBridgeClient, PutEventsCommand',
    '@aws-sdk/client-secrets-manager':
      'SecretsManagerClient, GetSecretValueCommand, CreateSecretCommand, PutSecretValueCommand',
    '@aws-sdk/util-dynamodb': 'unmarshall',
  };
  const names = used[name];
  if (!names) throw new Error(`State what a bare handler uses of ${name}.`);
  return `export { ${names} } from '${name}';`;
}

async function loadTime(file: string): Promise<number> {
  const script = `const t = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - t);`;
  const times: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: ENVIRONMENT,
    });
    times.push(Number(stdout));
  }
  return times.sort((a, b) => a - b)[Math.floor(LOADS / 2)] ?? 0;
}
