import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as http from 'node:http';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { startDynoxide } from '../../dynoxide.ts';
import { startEndpoint } from '../../endpoint.ts';
import { createFaults } from '../../faults.ts';
import type { Statement } from '../../iam/statement.ts';
import { functionRuntime } from '../../lambda/runtime.ts';
import { openNetwork, type Network } from '../../lambda/thread-surroundings.ts';
import { directTable, type ThreadTable } from '../../lambda/thread-table.ts';
import { dynamoDb } from '../../services/dynamodb.ts';
import { createDetour } from '../../services/dynamodb/detour.ts';
import { arn } from '../../services/service.ts';
import { PATIENT } from '../patient.ts';

const directory = mkdtempSync(join(tmpdir(), 'thread-table-'));
const dynoxide = await startDynoxide({ file: join(directory, 'data.db') });
const detour = createDetour();
const service = dynamoDb({ endpoint: dynoxide.endpoint, detour });
const faults = createFaults(detour);

/** What came by the endpoint. */
const asked: string[] = [];
const roles = new Map<string, readonly Statement[]>();
const endpoint = await startEndpoint({
  services: [
    {
      ...service,
      handle(operation, input, caller) {
        asked.push(operation);
        return service.handle(operation, input, caller);
      },
    },
  ],
  principals: (name) => (roles.has(name) && { name, statements: roles.get(name)! }) || undefined,
  faults,
  onKill: () => undefined,
});

/** DynamoDB as functions reach it themselves, what they ask there, and what a test answers in its place. */
const direct: string[] = [];
let instead: ((response: ServerResponse) => void) | undefined;
const pass = (request: IncomingMessage, response: ServerResponse) => {
  const { method, headers } = request;
  const onAnswer = (answer: IncomingMessage) => {
    response.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(response);
  };
  request.pipe(http.request(dynoxide.endpoint, { method, headers }, onAnswer));
};
const backend = createServer((request, response) => {
  direct.push(String(request.headers['x-amz-target']).split('.')[1]!);
  if (instead) instead(response);
  else pass(request, response);
});
backend.listen(0, '127.0.0.1');
await once(backend, 'listening');
const backendUrl = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;

await service.handle('CreateTable', {
  TableName: 'app',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
});

writeFileSync(
  join(directory, 'ask.cjs'),
  `const { request } = require('node:http');
  exports.handler = ({ operation, input }) => new Promise((resolve, reject) => {
    const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL);
    const headers = {
      authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/eu-west-1/dynamodb/aws4_request',
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.' + operation,
    };
    request({ hostname, port, method: 'POST', headers }, async (response) => {
      const body = Buffer.concat(await response.toArray()).toString();
      resolve({ status: response.statusCode, answer: JSON.parse(body) });
    }).on('error', reject).end(typeof input === 'string' ? input : JSON.stringify(input));
  });`,
);

const failures: string[] = [];
const TABLE = arn('dynamodb', 'table/app');
const functionOf = (name: string, ...Action: readonly string[]) => {
  const functionArn = arn('lambda', `function:${name}`);
  roles.set(functionArn, [{ Effect: 'Allow', Action, Resource: [TABLE] }]);
  return {
    arn: functionArn,
    name,
    codeDirectory: directory,
    handler: 'ask.handler',
    environment: { AWS_ENDPOINT_URL: endpoint.url, AWS_ACCESS_KEY_ID: functionArn },
    timeoutSeconds: 60,
    memoryMegabytes: 128,
  };
};
const WRITES = ['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'];
const start = () =>
  functionRuntime({
    functions: [functionOf('writer', ...WRITES), functionOf('reader', 'dynamodb:GetItem')],
    table: {
      place: {
        endpoint: endpoint.url,
        dynamoDb: backendUrl,
        detour: detour.memory,
      },
      onConsumed: service.addCapacity,
      onFailure: ({ message }) => failures.push(message),
    },
  });

let runtime: ReturnType<typeof start>;
beforeEach(() => {
  runtime = start();
  service.resetCapacity();
});
afterEach(async () => {
  instead = undefined;
  faults.clear();
  await runtime.close();
  for (const list of [asked, direct, failures]) list.splice(0);
});
afterAll(async () => {
  await endpoint.close();
  backend.closeAllConnections();
  backend.close();
  service.close();
  await dynoxide.close();
  rmSync(directory, { recursive: true });
});

const ask = (name: string, operation: string, input: object | string) =>
  runtime.invoke(arn('lambda', `function:${name}`), { operation, input }) as Promise<{
    status: number;
    answer: object;
  }>;
const item = (id: string) => ({ TableName: 'app', Item: { id: { S: id }, n: { N: '1' } } });
const key = (id: string) => ({ TableName: 'app', Key: { id: { S: id } } });

test('a function goes past the endpoint with what that has let it do before', async () => {
  expect(await ask('writer', 'PutItem', item('a'))).toEqual({ status: 200, answer: {} });
  expect([asked, direct]).toEqual([['PutItem'], []]);
  expect(await ask('writer', 'PutItem', item('b'))).toEqual({ status: 200, answer: {} });
  expect([asked, direct]).toEqual([['PutItem'], ['PutItem']]);
  const read = { status: 200, answer: { Item: item('b').Item } };
  expect(await ask('writer', 'GetItem', key('b'))).toEqual(read);
  expect(await ask('writer', 'GetItem', key('b'))).toEqual(read);
  expect([asked, direct]).toEqual([
    ['PutItem', 'GetItem'],
    ['PutItem', 'GetItem'],
  ]);
});

test('what it consumes is counted with what comes by the endpoint', async () => {
  for (const id of ['c', 'd', 'e']) await ask('writer', 'PutItem', item(id));
  const ofCaller = { caller: arn('lambda', 'function:writer'), operation: 'PutItem' };
  expect(service.capacity()).toEqual([{ ...ofCaller, calls: 3, read_units: 0, write_units: 3 }]);
  expect(direct).toHaveLength(2);
});

test('a refusal reads the same, whichever way it came', async () => {
  const taken = { ...item('a'), ConditionExpression: 'attribute_not_exists(id)' };
  await ask('writer', 'PutItem', item('a'));
  const withOld = { ...taken, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
  const past = [await ask('writer', 'PutItem', taken), await ask('writer', 'PutItem', withOld)];
  expect([asked, direct]).toEqual([['PutItem'], ['PutItem', 'PutItem']]);
  detour.begin();
  const by = [await ask('writer', 'PutItem', taken), await ask('writer', 'PutItem', withOld)];
  detour.end();
  expect(asked).toHaveLength(3);
  expect(past).toEqual(by);
  expect(past.map(({ status }) => status)).toEqual([400, 400]);
});

test('all come by the endpoint while faults are to strike, and past it again afterwards', async () => {
  await ask('writer', 'PutItem', item('a'));
  faults.add({ operation: 'PutItem', when: 'before', action: 'error', status: 503, code: 'Broken', times: 1 });
  expect(await ask('writer', 'PutItem', item('a'))).toMatchObject({ status: 503, answer: { __type: 'Broken' } });
  expect(await ask('writer', 'PutItem', item('a'))).toMatchObject({ status: 200 });
  expect(direct).toEqual([]);
  faults.clear();
  expect(await ask('writer', 'PutItem', item('a'))).toMatchObject({ status: 200 });
  expect(direct).toEqual(['PutItem']);
});

test('transactions come by the endpoint, and everything else while one of them holds items', async () => {
  await ask('writer', 'PutItem', item('a'));
  const transaction = { TransactItems: [{ Put: item('a') }, { Put: item('b') }] };
  for (let times = 0; times < 2; times += 1)
    expect(await ask('writer', 'TransactWriteItems', transaction)).toMatchObject({ status: 200 });
  expect([asked, direct]).toEqual([['PutItem', 'TransactWriteItems', 'TransactWriteItems'], []]);

  const { handle, close } = dynamoDb({ endpoint: backendUrl, detour });
  await handle('TransactWriteItems', transaction);
  const held: ServerResponse[] = [];
  instead = (response) => void held.push(response);
  const writing = handle('TransactWriteItems', transaction);
  await vi.waitFor(() => expect(held).toHaveLength(1), PATIENT);
  direct.splice(0);
  await ask('writer', 'PutItem', item('a'));
  expect([asked.at(-1), direct]).toEqual(['PutItem', []]);

  held[0]!.end('{}');
  await writing;
  close();
  instead = undefined;
  await ask('writer', 'PutItem', item('a'));
  expect(direct).toEqual(['PutItem']);
});

test('a failure of DynamoDB is told, and answered as the endpoint would', async () => {
  await ask('writer', 'PutItem', item('a'));
  instead = (response) => response.writeHead(500).end('{"__type":"x#InternalServerError","message":"disk full"}');
  const failed = { status: 500, answer: { __type: 'InternalServerError', message: 'disk full' } };
  expect(await ask('writer', 'PutItem', item('a'))).toEqual(failed);
  await vi.waitFor(() => expect(failures).toEqual(['disk full']), PATIENT);
  instead = (response) => response.destroy();
  expect(await ask('writer', 'PutItem', item('a'))).toMatchObject({ status: 500 });
});

describe('in one thread', () => {
  const place = { endpoint: endpoint.url, dynamoDb: backendUrl, detour: detour.memory };
  const openOf = (table: ThreadTable, name: string) => {
    const functionArn = arn('lambda', `function:${name}`);
    return openNetwork(table.requestsOf(functionArn, functionArn));
  };

  /** Makes a request, and keeps what becomes of it. @param signedBy a function's name; by default the one whose network it is */
  function request(
    network: Network,
    { body = '', operation = 'PutItem', signedBy = 'writer', to = endpoint.url } = {},
  ) {
    const { hostname, port } = new URL(to);
    const credential = `Credential=${arn('lambda', `function:${signedBy}`)}/20260101/eu-west-1/dynamodb/aws4_request`;
    const headers = {
      authorization: `AWS4-HMAC-SHA256 ${credential}`,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    };
    const seen: (number | string | undefined)[] = [];
    const options = { hostname, port, method: 'POST', headers };
    const onResponse = (response: IncomingMessage) => {
      seen.push(response.statusCode);
      response.resume();
    };
    const made = network.request(http, [options, onResponse] as unknown as Parameters<typeof http.request>);
    made.on('error', ({ message }) => seen.push(message)).once('close', () => seen.push('closed'));
    // In two pieces, as a body may be written.
    made.write(body.slice(0, 5));
    made.end(body.slice(5));
    const closed = async () => {
      await vi.waitFor(() => expect(seen).toContain('closed'), PATIENT);
      return seen;
    };
    return { made, seen, closed };
  }

  const put = { body: JSON.stringify(item('a')) };

  /** The network of the writer, which has been let put items. */
  async function writing() {
    const network = openOf(
      directTable(place, ({ message }) => failures.push(message)),
      'writer',
    );
    expect(await request(network, put).closed()).toEqual([200, 'closed']);
    return network;
  }

  /** Holds what comes to DynamoDB itself. */
  function holding(): ServerResponse[] {
    const held: ServerResponse[] = [];
    instead = (response) => void held.push(response);
    return held;
  }

  test('a function may do no more for what another one may', async () => {
    const table = directTable(place, () => undefined);
    const [writer, reader] = [openOf(table, 'writer'), openOf(table, 'reader')];
    for (let times = 0; times < 2; times += 1) expect(await request(writer, put).closed()).toEqual([200, 'closed']);
    expect(direct).toEqual(['PutItem']);
    const signedBy = 'reader';
    expect(await request(reader, { ...put, signedBy }).closed()).toEqual([400, 'closed']);
    // Whoever has another one's key may do what that one may, by the endpoint, and nothing is kept of it.
    for (let times = 0; times < 2; times += 1) expect(await request(reader, put).closed()).toEqual([200, 'closed']);
    expect(await request(reader, { ...put, signedBy }).closed()).toEqual([400, 'closed']);
    expect(await request(writer, { ...put, signedBy: 'nobody' }).closed()).toEqual([403, 'closed']);
    expect(direct).toEqual(['PutItem']);
  });

  test('no more comes of a request that is destroyed on its way to DynamoDB', async () => {
    const network = await writing();
    const held = holding();
    const { made, closed, seen } = request(network, put);
    await vi.waitFor(() => expect(held).toHaveLength(1), PATIENT);
    made.destroy();
    expect(await closed()).toEqual(['closed']);
    instead = undefined;
    held[0]!.end('{}');
    expect(await request(network, put).closed()).toEqual([200, 'closed']);
    expect(seen).toEqual(['closed']);
  });

  test('nor of all that are under way when the network is cut', async () => {
    const network = await writing();
    const held = holding();
    const { closed, seen } = request(network, put);
    await vi.waitFor(() => expect(held).toHaveLength(1), PATIENT);
    network.cut();
    expect(await closed()).toEqual(['closed']);
    instead = undefined;
    held[0]!.end('{}');
    expect(await request(await writing(), put).closed()).toEqual([200, 'closed']);
    expect(seen).toEqual(['closed']);
    expect(() => request(network, put)).toThrow();
  });

  test.each(['destroyed', 'cut'])('nor of one that is %s on its way by the endpoint', async (how) => {
    const held: ServerResponse[] = [];
    let broken = 0;
    const slow = createServer((_, response) => held.push(response.once('close', () => (broken += 1))));
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const to = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
    const network = openOf(
      directTable({ ...place, endpoint: to }, () => undefined),
      'writer',
    );
    const { made, closed, seen } = request(network, { ...put, to });
    await vi.waitFor(() => expect(held).toHaveLength(1), PATIENT);
    if (how === 'cut') network.cut();
    else made.destroy();
    await closed();
    await vi.waitFor(() => expect(broken).toBe(1), PATIENT);
    expect(seen.filter((one) => typeof one === 'number')).toEqual([]);
    slow.close();
  });

  test('an endpoint that breaks off is one error', async () => {
    faults.add({ operation: 'PutItem', when: 'before', action: 'drop', times: 1 });
    const network = openOf(
      directTable(place, () => undefined),
      'writer',
    );
    expect(await request(network, put).closed()).toEqual(['socket hang up', 'closed']);
  });

  test.each([
    ['PutItem', 'null'],
    ['PutItem', '{'],
    ['PutItem', ''],
    ['BatchGetItem', '{}'],
    ['BatchGetItem', '{'],
  ])('a %s of %j is for the endpoint to judge', async (operation, body) => {
    expect(await request(await writing(), { operation, body }).closed()).toEqual([400, 'closed']);
    expect(direct).toEqual([]);
  });
});
