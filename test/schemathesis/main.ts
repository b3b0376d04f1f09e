/**
 * Lets schemathesis, which knows nothing of Herald but docs/openapi.json, send requests of every operation to a Herald that it
 * starts: no answer may be a 5xx, or another than the document says. Needs Python 3.11 or newer with pip.
 *
 *     npm run fuzz:openapi -- --examples 100
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readCommandLine } from '../../admin/command-line.ts';
import { wholeNumber } from '../../admin/settings.ts';
import { pythonTools } from '../prove/python-tools.ts';
import { startTestHerald } from '../support/herald.ts';
import { newTenant } from '../support/tenant.ts';

const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';

const { values } = readCommandLine({
  usage: 'npm run fuzz:openapi -- [--examples 100] [--seed 1]',
  options: { examples: wholeNumber(1, 10_000).default(100), seed: wholeNumber(1, 2 ** 31 - 1).default(1) },
});

const tools = await pythonTools('test/schemathesis/requirements.txt', 'herald-schemathesis');
if (!tools) throw new Error('Install Python 3.11 or newer with pip and venv; schemathesis runs on it.');

const herald = await startTestHerald();
const directory = await mkdtemp(join(tmpdir(), 'herald-schemathesis-'));
const tenant = await newTenant(herald);
const settings = {
  url: herald.url,
  header: `Authorization: Bearer ${tenant.api_key}`,
  checks: CHECKS,
  phases: 'examples,fuzzing',
  'max-examples': values.examples,
  seed: values.seed,
  workers: 2,
  'max-redirects': 0,
  warnings: 'off',
};
const options = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
const document = join(import.meta.dirname, '../../docs/openapi.json');
// It keeps its database of examples where it runs.
const run = spawn(tools.python, [tools.program('schemathesis'), 'run', document, ...options, '--continue-on-failure'], {
  cwd: directory,
  stdio: 'inherit',
});
const [code] = (await once(run, 'exit')) as [number | null];
await herald.close();
await rm(directory, { recursive: true });
process.exitCode = code ?? 1;
