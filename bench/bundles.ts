import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { build, type Metafile } from 'esbuild';

import { BUNDLING, buildOptions } from '../lib/bundle.ts';
import { functionFolder, type FunctionDeclaration } from '../lib/function-declaration.ts';
import { local } from '../lib/stage-settings.ts';
import { functionDefinition } from '../local/aws/deploy/function.ts';
import { loadTemplates } from '../local/aws/template/load.ts';
import { synthesize } from '../local/synthesize.ts';
import { LOCAL_FUNCTIONS } from './local-functions.ts';

const ROOT = join(import.meta.dirname, '..');
const LOADS = 5;

/** What a bare handler would import, too: clients, the commands that are sent with them, and AWS's helpers. */
const OF_AWS =
  /(?:^|\/)node_modules\/@aws-sdk\/(?:client-[a-z0-9-]+\/dist-es\/(?:\w+Client|commands\/\w+)|(?:util-dynamodb|s3-[a-z-]+)\/dist-es\/\w+)\.js$/;

/** What it would reach the table by, where Herald's functions have requests of their own. */
const TABLE_REQUESTS = 'shared/platform/table-requests.ts';
const OF_TABLE = [
  'DynamoDBClient',
  ...['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'TransactWriteItems', 'UpdateItem'].map(
    (operation) => `commands/${operation}Command`,
  ),
].map((file) => `node_modules/@aws-sdk/client-dynamodb/dist-es/${file}.js`);

/** What Lambda sets itself. */
const ENVIRONMENT = { PATH: process.env['PATH'] ?? '', AWS_REGION: 'eu-west-1' };

/** A bundle, and how long it takes to load. */
interface Loaded {
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Each function's bundle beside a bare handler that imports AWS's clients of the same services and does nothing. */
export async function benchBundles(): Promise<void> {
  const outdir = await mkdtemp(join(tmpdir(), 'herald-bundles-'));
  try {
    const { metafile } = await build({ ...buildOptions({ entries: LOCAL_FUNCTIONS, outdir }), metafile: true });
    const environments = await environmentsOf();
    const bare = new Map<string, Loaded>();
    const rows = [];
    for (const declaration of LOCAL_FUNCTIONS) {
      const file = join(outdir, functionFolder(declaration), 'index.mjs');
      const output = outputOf(declaration, file, metafile);
      const inputs = Object.keys(output.inputs);
      const imported = [
        ...inputs.filter((path) => OF_AWS.test(path)),
        ...(inputs.includes(TABLE_REQUESTS) ? OF_TABLE : []),
      ];
      const key = imported.join(' ');
      if (!bare.has(key)) bare.set(key, await bareHandler(imported, join(outdir, `bare-${bare.size}.mjs`)));
      const { bytes, milliseconds } = bare.get(key)!;
      const loaded = await loadTime(file, environments.get(declaration.id));
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
    console.log(`load: median of ${LOADS} imports in a fresh process; goal for the size ≤ 1.4`);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

function outputOf({ id }: FunctionDeclaration, file: string, { outputs }: Metafile): Metafile['outputs'][string] {
  const output = Object.entries(outputs).find(([path]) => join(ROOT, path) === file)?.[1];
  if (!output) throw new Error(`esbuild wrote no bundle for ${id}.`);
  return output;
}

/** The variables of each function of a local stack, by its id. */
async function environmentsOf(): Promise<ReadonlyMap<unknown, Readonly<Record<string, string>>>> {
  const { templates, directory } = await synthesize(local);
  const somewhere = { endpoint: 'http://127.0.0.1:1', publicUrl: 'http://127.0.0.1:1' };
  const functions = loadTemplates(templates, somewhere).resources.filter(
    ({ type }) => type === 'AWS::Lambda::Function',
  );
  const context = { directory, environment: ENVIRONMENT, variables: {}, concurrency: undefined };
  return new Map(functions.map((fn) => [fn.properties['Description'], functionDefinition(fn, context).environment]));
}

/** Keeps every export of these files. */
async function bareHandler(files: readonly string[], outfile: string): Promise<Loaded> {
  const uses = files.map((file) => `export * from ${JSON.stringify(join(ROOT, file))};`);
  const contents = `${uses.join('\n')}\nexport const handler = async () => ({ statusCode: 200 });`;
  const { metafile } = await build({ ...BUNDLING, metafile: true, stdin: { contents, resolveDir: ROOT }, outfile });
  const bytes = Object.values(metafile.outputs)[0]?.bytes ?? 0;
  return { bytes, milliseconds: await loadTime(outfile) };
}

async function loadTime(file: string, env: Readonly<Record<string, string>> = ENVIRONMENT): Promise<number> {
  const script = `const t = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - t);`;
  const times: number[] = [];
  for (let load = 0; load < LOADS; load++) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env,
    });
    times.push(Number(stdout));
  }
  return times.sort((a, b) => a - b)[Math.floor(LOADS / 2)] ?? 0;
}
