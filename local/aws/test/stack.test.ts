import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { startStack, type LocalStack } from '../stack.ts';
import { readCloudAssembly, type CloudAssembly } from '../template/cloud-assembly.ts';
import { synthesizeShop } from './shop/app.ts';
import { lastingPort } from './lasting-port.ts';
import { PATIENT } from './patient.ts';

const directory = mkdtempSync(join(tmpdir(), 'shop-'));
const log: string[] = [];
let assembly: CloudAssembly;
let stack: LocalStack;

const start = (port = 0) =>
  startStack({ assembly, dataDirectory: join(directory, 'data'), port, log: (line) => log.push(line) });

beforeAll(async () => {
  assembly = await readCloudAssembly(synthesizeShop(directory));
  stack = await start();
});
afterAll(async () => {
  await stack.close();
  rmSync(directory, { recursive: true });
});

const order = (id: string) => fetch(`${stack.url}/orders/${id}`, { method: 'POST' });

async function statusOf(id: string): Promise<string | undefined> {
  const client = new DynamoDBClient(stack.operator);
  const key = { TableName: stack.outputs['OrdersTable'], Key: { id: { S: id } } };
  const { Item } = await client.send(new GetItemCommand(key));
  client.destroy();
  return Item?.['status']?.S;
}

test('a request reaches its function, its message is handled from the queue, and the stream has both writes', async () => {
  const response = await order('o-1');
  expect([response.status, await response.text()]).toEqual([201, 'o-1']);
  await vi.waitFor(async () => expect(await statusOf('o-1')).toBe('packed'), PATIENT);
  await stack.streamIdle();
  // What a function prints arrives behind its answer.
  await vi.waitFor(
    () =>
      expect(log.filter((line) => line.startsWith('stream: o-1'))).toEqual(['stream: o-1 new', 'stream: o-1 packed']),
    PATIENT,
  );
});

test('a function may do only what its role allows', async () => {
  const response = await fetch(`${stack.url}/orders/o-1`);
  expect(response.status).toBe(500);
  const refusal = `User: ${stack.functionArn('order.read')} is not authorized to perform: dynamodb:GetItem on resource: `;
  expect(log.some((line) => line.includes(refusal))).toBe(true);
});

test('an injected fault strikes the function that it names', async () => {
  stack.faults.add({
    service: 'sqs',
    operation: 'SendMessage',
    caller: stack.functionArn('order.create'),
    when: 'before',
    action: 'kill',
    times: 1,
  });
  expect((await order('o-2')).status).toBe(500);
  expect(await statusOf('o-2')).toBe('new');
  expect(stack.faults.counts()).toMatchObject({ kill: 1 });
  expect((await order('o-2')).status).toBe(201);
});

test('the ARN of a function that no template describes is an error', () => {
  expect(() => stack.functionArn('order.delete')).toThrow('No function is described as order.delete.');
});

test('data outlives a restart', async () => {
  await order('o-3');
  await stack.close();
  stack = await start();
  expect(await statusOf('o-3')).toBeDefined();
  await vi.waitFor(async () => expect(await statusOf('o-3')).toBe('packed'), PATIENT);
});

test('a start that fails leaves nothing running, so that the next one can use its data', async () => {
  await stack.close();
  const port = await lastingPort();
  const taken = createServer().listen(port, '127.0.0.1');
  await once(taken, 'listening');
  await expect(start(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  taken.close();
  stack = await start(port);
  expect((await order('o-4')).status).toBe(201);
});
