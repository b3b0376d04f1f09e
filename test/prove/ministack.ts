import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { freePort } from '../../local/aws/free-port.ts';
import type { PythonTools } from './python-tools.ts';

/** AWS's own example of an account. */
const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';

const START_MS = 60_000;

export interface MiniStack {
  readonly endpoint: string;
  /** What a program needs to use it in place of AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it printed. */
  log(): string;
  close(): Promise<void>;
}

/**
 * Starts MiniStack on a free loopback port, with a certificate of its own: the bucket of `cdk bootstrap` refuses plain HTTP.
 * It enforces the policies of roles.
 * @param folder takes all that it stores
 */
export async function startMiniStack(tools: PythonTools, folder: string): Promise<MiniStack> {
  const tls = join(folder, 'tls');
  mkdirSync(tls, { recursive: true });
  const names = ['127.0.0.1', 'localhost', '*.execute-api.localhost'];
  await promisify(execFile)(tools.python, ['-m', 'trustme', '--quiet', '--dir', tls, '--identities', ...names]);
  const authority = join(tls, 'client.pem');
  const server = await launch(tools, folder, {
    AUTH: 'true',
    MINISTACK_SSL_CERT: join(tls, 'server.pem'),
    MINISTACK_SSL_KEY: join(tls, 'server.key'),
    NODE_EXTRA_CA_CERTS: authority,
    USE_SSL: '1',
  });
  const endpoint = `https://localhost:${server.port}`;
  await server.ready(`${endpoint}/_ministack/health`, readFileSync(authority, 'utf8'));
  return {
    endpoint,
    environment: {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_ENDPOINT_URL: endpoint,
      AWS_CA_BUNDLE: authority,
      NODE_EXTRA_CA_CERTS: authority,
      // The CDK remembers accounts by access key, for every later run of this user.
      CDK_HOME: join(folder, 'cdk-home'),
    },
    log: server.log,
    close: server.close,
  };
}

/** Its DynamoDB alone, in memory, where whoever calls may do everything. @param port on the loopback; by default a free one */
export async function startDynamoDb(
  tools: PythonTools,
  folder: string,
  port?: number,
): Promise<Omit<MiniStack, 'environment'>> {
  const server = await launch(tools, folder, {}, port);
  const endpoint = `http://127.0.0.1:${server.port}`;
  await server.ready(`${endpoint}/_ministack/health`);
  return { endpoint, log: server.log, close: server.close };
}

async function launch(
  tools: PythonTools,
  folder: string,
  environment: Readonly<Record<string, string>>,
  given?: number,
) {
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const port = given ?? (await freePort());
  const logFile = join(folder, 'ministack.log');
  const output = openSync(logFile, 'a');
  const child = spawn(tools.python, [join(import.meta.dirname, 'workarounds.py')], {
    // A group of its own, with the functions that it runs.
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      MINISTACK_REGION: REGION,
      STATE_DIR: join(folder, 'state'),
      TMPDIR: temporary,
      ...environment,
    },
  });
  closeSync(output);
  const exited = once(child, 'exit');
  // It ignores a polite signal for longer than ten seconds, and keeps nothing that would be lost.
  const kill = () => {
    const alive = child.exitCode === null && child.signalCode === null;
    if (alive && child.pid) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  async function close(): Promise<void> {
    kill();
    await exited;
    process.off('exit', kill);
  }
  return {
    port,
    close,
    log: () => readFileSync(logFile, 'utf8'),
    async ready(url: string, ca?: string): Promise<void> {
      const deadline = Date.now() + START_MS;
      while (Date.now() < deadline && child.exitCode === null) {
        if ((await statusOf(url, ca)) === 200) return;
        await sleep(100);
      }
      await close();
      throw new Error('MiniStack did not start.');
    },
  };
}

function statusOf(url: string, ca: string | undefined): Promise<number | undefined> {
  return new Promise((resolve) => {
    const get = ca === undefined ? httpGet : httpsGet;
    get(url, { ca }, (response) => resolve(response.resume().statusCode)).on('error', () => resolve(undefined));
  });
}
