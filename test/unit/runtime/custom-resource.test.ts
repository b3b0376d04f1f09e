import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';

import { listen, type Listener } from '../../../local/twilio/listener.ts';
import { customResource, type Change } from '../../../shared/runtime/custom-resource.ts';

/** Takes answers as CloudFormation does. */
let cloudFormation: Listener;
let answers: unknown[] = [];
let status = 200;
beforeAll(async () => {
  const server = createServer(async (request, response) => {
    expect([request.method, request.headers['content-type']]).toEqual(['PUT', undefined]);
    answers.push(JSON.parse((await buffer(request)).toString()));
    response.writeHead(status).end();
  });
  cloudFormation = await listen(server, 0);
});
afterAll(() => cloudFormation.close());
beforeEach(() => {
  answers = [];
  status = 200;
});

const about = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Console' };
const event = (more: object = {}) => ({
  ...about,
  RequestType: 'Create',
  ResponseURL: cloudFormation.url,
  ResourceProperties: { ServiceToken: 'function', config: '{}' },
  ...more,
});
const schema = z.object({ config: z.string() });

test('hands on what is to happen, and tells that it did', async () => {
  const seen: Change<unknown>[] = [];
  const handler = customResource(schema, async (change) => void seen.push(change), {});
  await handler(event());
  await handler(event({ RequestType: 'Update', PhysicalResourceId: 'first' }));
  expect(seen).toEqual([
    { type: 'Create', properties: { config: '{}' } },
    { type: 'Update', properties: { config: '{}' } },
  ]);
  expect(answers).toEqual([
    { ...about, Status: 'SUCCESS', PhysicalResourceId: 'Console' },
    { ...about, Status: 'SUCCESS', PhysicalResourceId: 'first' },
  ]);
});

test('tells what went wrong, instead of leaving a deployment waiting', async () => {
  await customResource(schema, () => Promise.reject(new Error('no room')), {})(event());
  expect(answers).toEqual([{ ...about, Status: 'FAILED', Reason: 'no room', PhysicalResourceId: 'Console' }]);
});

test('tells of properties that it does not understand', async () => {
  await customResource(schema, () => Promise.resolve(), {})(event({ ResourceProperties: {} }));
  expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringContaining('config') }]);
});

test('fails when nobody takes its answer', async () => {
  status = 403;
  await expect(customResource(schema, () => Promise.resolve(), {})(event())).rejects.toThrow('403');
});
