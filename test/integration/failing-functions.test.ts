import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createTenant } from '../../admin/create-tenant.ts';
import type { FaultRule } from '../../local/aws/faults.ts';
import { NOT_ALLOWED, startStack, type LocalStack } from '../../local/aws/stack.ts';
import type { CloudAssembly } from '../../local/aws/template/cloud-assembly.ts';
import { local } from '../../lib/stage-settings.ts';
import { synthesize } from '../../local/synthesize.ts';
import { caller, type Call, type Json } from '../support/api.ts';
import { refuseDenials } from '../support/denials.ts';
import { numbers } from '../support/people.ts';
import { expectProblem } from '../support/problem.ts';

const log: string[] = [];
let folder: string;
let stack: LocalStack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'herald-permissions-'));
  const assembly = await synthesize(local);
  withdraw(assembly, 'customer.delete', 'dynamodb:DeleteItem');
  withdrawRoute(assembly, '/v1/senders/{id}');
  giveTime(assembly);
  stack = await startStack({ assembly, dataDirectory: folder, port: 0, log: (line) => log.push(line) });
});
afterAll(async () => {
  await stack.close();
  await rm(folder, { recursive: true });
});

test('a function does what its own policy allows, and nothing more', async () => {
  const call = await newCaller();
  const [phone_number] = numbers(1);
  const { body: customer } = await call('POST /v1/customers', { body: { phone_number } });

  const refused = await call(`DELETE /v1/customers/${customer.id}`);
  expect(refused.status).toBe(500);
  expect(Object.keys(refused.body).toSorted()).toEqual(['request_id', 'status', 'title', 'type']);
  const [logged = '', ...more] = log.filter((line) => line.includes(refused.body.request_id) && line.includes('stack'));
  expect(more).toEqual([]);
  expect(JSON.parse(logged)).toMatchObject({
    event: 'request.failed',
    denied: expect.stringMatching(/^dynamodb:\w+ on arn:aws:dynamodb:[^ ]*:table\/[^ ]+$/),
    stack: expect.stringMatching(/^AccessDeniedException\n/),
  });
  expect((await call(`GET /v1/customers/${customer.id}`)).body).toEqual(customer);
});

test('what is denied is known to whoever runs the stack, and named by what stops a Herald', () => {
  const caller = stack.functionArn('customer.delete');
  expect(stack.denials()).toEqual([
    { caller, action: 'dynamodb:DeleteItem', resource: expect.stringContaining(':table/') },
  ]);
  const line = log.filter((text) => text.includes(NOT_ALLOWED));
  expect(line.map((text) => JSON.parse(text))).toMatchObject(stack.denials());
  expect(() => refuseDenials(stack.denials())).toThrow(
    `${caller} may not call dynamodb:DeleteItem on arn:aws:dynamodb:`,
  );
});

test('a route calls its function only when a permission of the function lets it', async () => {
  const call = await newCaller();
  const { status, body } = await call('GET /v1/senders/none');
  expect({ status, body }).toEqual({ status: 500, body: { message: 'Internal Server Error' } });
  expect(log.filter((line) => line.includes('no permission') && line.includes('GET /v1/senders/{id}'))).toHaveLength(1);
  expect(stack.denials().at(-1)).toEqual({
    caller: expect.stringMatching(/^arn:aws:execute-api:.*\/GET\/v1\/senders\/{id}$/),
    action: 'lambda:InvokeFunction',
    resource: stack.functionArn('sender.read'),
  });
  expect((await call('GET /v1/senders')).status).toBe(200);
});

test.each<[string, Pick<FaultRule, 'operation' | 'code' | 'extra'>]>([
  ['throttles transactions', { operation: 'TransactWriteItems', code: 'ProvisionedThroughputExceededException' }],
  [
    'is too busy for all of a transaction',
    {
      operation: 'TransactWriteItems',
      code: 'TransactionCanceledException',
      extra: { CancellationReasons: [{ Code: 'None' }, { Code: 'ThrottlingError' }, { Code: 'TransactionConflict' }] },
    },
  ],
  ['throttles reads', { operation: 'GetItem', code: 'ThrottlingException' }],
])('whoever asks while the table %s hears of it after a few requests, and not of a conflict', async (_, refusal) => {
  const call = await newCaller();
  const [phone_number] = numbers(1);
  const ask = () => call('POST /v1/customers', { body: { phone_number } });
  stack.faults.clear();
  fault('customer.create', { ...refusal, when: 'before', action: 'error', status: 400 });
  const refused = await ask();
  expectProblem(refused, { status: 503, code: 'service.throttled' });
  expect(refused.headers.get('retry-after')).toBe('5');
  const requests = stack.faults.counts().error;
  expect(requests).toBeGreaterThan(1);
  expect(requests).toBeLessThan(12);
  stack.faults.clear();
  expect((await ask()).status).toBe(200);
});

test('a write that meets transactions is repeated until it is done', async () => {
  const call = await newCaller();
  stack.faults.clear();
  const conflict = { operation: 'UpdateItem', code: 'TransactionConflictException', status: 400, times: 3 };
  fault('tenant.change', { ...conflict, when: 'before', action: 'error' });
  const { status, body } = await call('PATCH /v1/tenant', { body: { name: 'Renamed' } });
  expect([status, body.name, stack.faults.counts().error]).toEqual([200, 'Renamed', 3]);
});

test('what the policies allow is known, and what of it calls have needed', async () => {
  const call = await newCaller();
  await call('GET /v1/customers');
  const of = (id: string) => stack.grants().filter(({ owner }) => owner === stack.functionArn(id));
  const used = (id: string, action: string) => of(id).find((grant) => grant.action === action)?.used;
  expect(used('customer.list', 'dynamodb:Query')).toBe(true);
  expect(used('webhook_endpoint.list', 'dynamodb:Query')).toBe(false);
  expect(used('customer.list', 'dynamodb:DeleteItem')).toBeUndefined();
});

test.each<[string, (assembly: CloudAssembly) => void, RegExp]>([
  ['a queue of a rule', (one) => withoutPolicies(one, 'AWS::SQS::QueuePolicy'), /No policy of .* lets .* send to it/],
  ['the executions of the map', (one) => withoutPolicies(one, 'AWS::IAM::Policy'), /distributed Map/],
  [
    'the queue of a function',
    (one) => withdraw(one, 'chunk.send', 'sqs:ReceiveMessage'),
    /does not allow sqs:ReceiveMessage on/,
  ],
  [
    'the stream of a function',
    (one) => withdraw(one, 'rollup.fold', 'dynamodb:ListStreams'),
    /does not allow dynamodb:ListStreams on/,
  ],
])('without what allows %s nothing starts', async (_, take, message) => {
  const assembly = await synthesize(local);
  take(assembly);
  const dataDirectory = await mkdtemp(join(folder, 'refused-'));
  await expect(startStack({ assembly, dataDirectory, port: 0 })).rejects.toThrow(message);
});

test('the answer to a request that meets a bug shows the request id and nothing else', async () => {
  const call = await newCaller();
  const code = 'ValidationException';
  fault('customer.list', { operation: 'Query', when: 'before', action: 'error', status: 400, code, times: 1 });
  const { status, headers, body } = await call('GET /v1/customers');
  expect(status).toBe(500);
  expect(headers.get('content-type')).toBe('application/problem+json');
  const request_id = headers.get('x-request-id');
  expect(body).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500, request_id });
  expect((await call('GET /v1/customers')).status).toBe(200);
});

test('a request is refused while another with its idempotency key is running, and then gets the answer of that one', async () => {
  const call = await newCaller();
  const [phone_number, ...others] = numbers(3);
  const ask = () => call('POST /v1/customers', { body: { phone_number }, headers: { 'idempotency-key': 'once' } });
  // Both of the function's workers are started, so that the second request is answered while the first is delayed.
  await Promise.all(others.map((other) => call('POST /v1/customers', { body: { phone_number: other } })));
  const delayMs = 5_000;
  fault('customer.create', { operation: 'TransactWriteItems', when: 'before', action: 'delay', delayMs, times: 1 });
  const first = ask();
  // At once: the second request is to be answered before the delay is over.
  await expect.poll(() => stack.faults.counts().delay, { interval: 5 }).toBe(1);
  expectProblem(await ask(), { status: 409, code: 'idempotency.in_progress' });
  const { status, text } = await first;
  expect(status).toBe(200);
  expect((await ask()).text).toBe(text);
});

test('a request that ended with an error and may have been carried out is not carried out again by its idempotency key', async () => {
  const call = await newCaller();
  await call('POST /v1/senders', { body: { phone_number: numbers(1)[0] } });
  const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
  const headers = { 'idempotency-key': 'once' };
  const ask = () =>
    call('POST /v1/campaigns', { body: { name: 'News', message_content: 'News!', scheduled_at }, headers });
  const code = 'ValidationException';
  const operation = 'TransactWriteItems';
  fault('campaign.create', { operation, when: 'after', action: 'error', status: 400, code, times: 1 });
  expect((await ask()).status).toBe(500);
  const again = await ask();
  expectProblem(again, { status: 409, code: 'idempotency.unknown_outcome' });
  expect(again.body.detail).toContain('new key');
  expect((await call('GET /v1/campaigns')).body.data).toHaveLength(1);
});

/** Somebody who may do everything, of a tenant of its own. */
async function newCaller(): Promise<Call> {
  const { operator: access, outputs } = stack;
  const installation = { tableName: outputs['TableName']!, credentialsPrefix: outputs['CredentialsPrefix']!, access };
  const { api_key } = await createTenant(installation, { name: 'Bakery' });
  return caller(stack.url, api_key);
}

/** A fault of the table when this function calls it. */
function fault(id: string, rule: Pick<FaultRule, 'operation' | 'when' | 'action'> & Partial<FaultRule>): void {
  stack.faults.add({ service: 'dynamodb', caller: stack.functionArn(id), ...rule });
}

/** Takes the permissions away that let a route call its functions. */
function withdrawRoute(assembly: CloudAssembly, path: string): void {
  removeAll(assembly, ({ Type, Properties }) => {
    return Type === 'AWS::Lambda::Permission' && JSON.stringify(Properties.SourceArn).includes(`${path}"`);
  });
}

/**
 * Lets functions take as long as the gateway waits: those that wait for a busy table, on a busy machine, would be given up before they
 * could say what they waited for.
 */
function giveTime({ templates }: CloudAssembly): void {
  for (const { Resources = {} } of Object.values(templates))
    for (const { Type, Properties } of Object.values<Json>(Resources))
      if (Type === 'AWS::Lambda::Function') Properties.Timeout = 29;
}

/** Takes all policies of a type away. */
function withoutPolicies(assembly: CloudAssembly, type: string): void {
  removeAll(assembly, ({ Type }) => Type === type);
}

function removeAll({ templates }: CloudAssembly, which: (resource: Json) => boolean): void {
  for (const { Resources = {} } of Object.values(templates))
    for (const [id, resource] of Object.entries(Resources)) if (which(resource)) Reflect.deleteProperty(Resources, id);
}

/** Takes an action out of the policy of a function's role. */
function withdraw({ templates }: CloudAssembly, id: string, action: string): void {
  const resources: Json = Object.assign({}, ...Object.values(templates).map(({ Resources }) => Resources));
  const fn = Object.values<Json>(resources).find(({ Properties }) => Properties?.Description === id);
  const [{ PolicyDocument }] = resources[fn.Properties.Role['Fn::GetAtt'][0]].Properties.Policies;
  const granting = PolicyDocument.Statement.find(({ Action }: Json) => Action.includes(action));
  granting.Action = [granting.Action].flat().filter((one: string) => one !== action);
}
