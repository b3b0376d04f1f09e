import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';

import { clock } from '../../../shared/runtime/dependencies.ts';
import { ANSWER_HEADERS } from '../../../shared/runtime/answer-headers.ts';
import { api } from '../../../shared/runtime/api.ts';
import { route, type Contract } from '../../../shared/contract/route.ts';
import { conflict } from '../../../shared/platform/errors.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { draftApiKey } from '../../../shared/tenancy/api-key.ts';
import { apiKeyStore } from '../../../shared/tenancy/api-key.store.ts';
import type { Scope } from '../../../shared/contract/scope.ts';
import { TABLE_NAME, testTable } from '../../support/dynamodb.ts';
import { leadClientsTo } from '../../support/sdk-environment.ts';
import { keptConsole } from '../fixtures.ts';
import { eventOf, json } from './event.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
const tenant_id = ids.next('ten');
const secrets: Record<'send' | 'view', string> = { send: ids.apiKey(), view: ids.apiKey() };
let lines: string[] = [];
beforeAll(async () => {
  opened = await testTable();
  leadClientsTo(opened.access.endpoint);
  process.env['TABLE_NAME'] = TABLE_NAME;
  const scopes: Record<'send' | 'view', Scope[]> = { send: ['campaigns:send'], view: ['analytics:view'] };
  for (const name of ['send', 'view'] as const) {
    const given = {
      id: ids.next('key'),
      tenant_id,
      name,
      scopes: scopes[name],
      created_at: '2026-11-20T12:00:00.000Z',
    };
    await apiKeyStore(opened.table).add(draftApiKey(given, secrets[name]));
  }
});
afterAll(() => opened.close());
beforeEach(() => {
  const console = keptConsole();
  lines = console.lines;
  return console.restore;
});

const contract = (given: Partial<Contract> = {}) =>
  route({
    id: 'thing.do',
    method: 'POST',
    path: '/v1/things',
    entry: 'functions/api/thing/do-thing.ts',
    scope: 'campaigns:send',
    summary: 'Do',
    request: { body: z.strictObject({ name: z.string() }) },
    response: z.object({ name: z.string(), tenant: z.string() }),
    errors: [],
    grants: [],
    ...given,
  } as Contract);

type Run = (input: { body: { name: string }; caller: { tenant_id: string } }) => Promise<unknown>;
const echo: Run = async ({ body, caller }) => ({ name: body.name, tenant: caller.tenant_id, secret: 'internal' });

interface Asked {
  readonly run?: Run;
  readonly contract?: Contract;
  /** What is left of the function's time once the request is known. */
  readonly milliseconds?: number;
}

async function ask(
  given: Parameters<typeof eventOf>[0],
  { run = echo, contract: of = contract(), milliseconds = 30_000 }: Asked = {},
) {
  const handler = api(of, run as never, { clock });
  const answer: APIGatewayProxyStructuredResultV2 = await handler(eventOf(given), {
    getRemainingTimeInMillis: () => milliseconds,
  } as Context);
  const body = JSON.parse(answer.body ?? 'null') as Record<string, unknown>;
  return { status: answer.statusCode, headers: answer.headers, body };
}
const as = (who: 'send' | 'view', more: Record<string, string> = {}) => ({
  authorization: `Bearer ${secrets[who]}`,
  ...more,
});

test('an answer is filtered by its schema, and has the id of the request', async () => {
  expect(await ask(json({ name: 'N' }, as('send')))).toEqual({
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-request-id': 'req_1',
      'ratelimit-policy': '"requests";q=500;w=10',
      ratelimit: expect.stringMatching(/^"requests";r=\d+;t=\d+$/),
      ...ANSWER_HEADERS,
    },
    body: { name: 'N', tenant: tenant_id },
  });
  const accepted = await ask(json({ name: 'N' }, as('send')), { contract: contract({ status: 202 }) });
  expect(accepted.status).toBe(202);
});

test('an answer has the headers of its contract, and its body has nothing of them', async () => {
  const run: Run = async (input) => ({
    ...((await echo(input)) as object),
    'x-job-id': 'job_1',
    'x-secret': 'internal',
  });
  const of = contract({ method: 'DELETE', headers: z.object({ 'x-job-id': z.string() }) });
  const { headers, body } = await ask(json({ name: 'N' }, as('send')), { run, contract: of });
  expect(headers).toMatchObject({ 'x-job-id': 'job_1' });
  expect(headers).not.toHaveProperty('x-secret');
  expect(body).toEqual({ name: 'N', tenant: tenant_id });
});

describe('the guards apply in this order:', () => {
  let ran = 0;
  const run: Run = async (input) => {
    ran += 1;
    return echo(input);
  };

  test.each<[string, { body?: string; headers: Record<string, string> }, number, string]>([
    ['nobody', json({ name: 5 }), 401, 'authentication.required'],
    [
      'somebody else’s key',
      json({ name: 5 }, { authorization: `Bearer ${ids.apiKey()}` }),
      401,
      'authentication.required',
    ],
    ['a key without the scope', json({ name: 5 }, { authorization: 'VIEW' }), 403, 'scope.missing'],
    ['a body with a fault', json({ name: 5 }, { authorization: 'SEND' }), 400, 'request.invalid'],
    ['no body', { headers: { authorization: 'SEND' } }, 400, 'request.invalid'],
    [
      'a body of another type',
      { ...json({ name: 'N' }), headers: { authorization: 'SEND', 'content-type': 'text/plain' } },
      415,
      'request.content_type',
    ],
    ['too long a body', json({ name: 'x'.repeat(1_000_001) }, { authorization: 'SEND' }), 413, 'request.too_large'],
  ])('%s', async (_, event, status, code) => {
    ran = 0;
    const authorization = event.headers['authorization']
      ?.replace('VIEW', `Bearer ${secrets.view}`)
      .replace('SEND', `Bearer ${secrets.send}`);
    const answer = await ask(
      { ...event, headers: { ...event.headers, ...(authorization && { authorization }) } },
      { run },
    );
    expect(answer).toMatchObject({
      status,
      headers: { 'content-type': 'application/problem+json', 'x-request-id': 'req_1', ...ANSWER_HEADERS },
      body: { code, request_id: 'req_1' },
    });
    expect(ran).toBe(0);
    expect(answer.headers?.['www-authenticate']).toBe(status === 401 ? 'Bearer realm="herald"' : undefined);
    if (status === 403) expect(answer.body['detail']).toContain('campaigns:send');
  });
});

test('what the handler throws is mapped', async () => {
  const run: Run = () => Promise.reject(conflict('thing.busy', 'It is busy.'));
  expect(await ask(json({ name: 'N' }, as('send')), { run })).toMatchObject({
    status: 409,
    body: { code: 'thing.busy' },
  });
});

test.each<[string, Run]>([
  ['a bug', () => Promise.reject(new Error('of +4915112345678'))],
  ['an answer that breaks its schema', async () => ({ name: 5 })],
])('%s is answered with 500 and no details', async (_, run) => {
  const { status, headers, body } = await ask(json({ name: 'N' }, as('send')), { run });
  expect([status, headers?.['x-request-id']]).toEqual([500, 'req_1']);
  expect(body).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500, request_id: 'req_1' });
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 'error', event: 'request.failed', request_id: 'req_1' },
    { event: 'request.answered', status: 500 },
  ]);
});

test('what takes longer than its function may is given up, and logged', async () => {
  const run: Run = () => new Promise(() => {});
  const { status, headers, body } = await ask(json({ name: 'N' }, as('send')), { run, milliseconds: 50 });
  expect([status, headers?.['retry-after']]).toEqual([503, '5']);
  expect(body).toMatchObject({ code: 'service.timed_out', detail: expect.stringContaining('may have been done') });
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 'error', event: 'request.failed', request_id: 'req_1' },
    { event: 'request.answered', status: 503 },
  ]);
});

test('a request of its own that ran out of time is a bug', async () => {
  const run: Run = async () => {
    throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  };
  expect((await ask(json({ name: 'N' }, as('send')), { run })).status).toBe(500);
});

test('the answer to a POST is repeated by its Idempotency-Key, that to another method is not', async () => {
  let runs = 0;
  const run: Run = async (input) => ({ ...((await echo(input)) as object), name: `run ${(runs += 1)}` });
  const event = json({ name: 'N' }, as('send', { 'idempotency-key': 'k' }));
  const names = async (of: Contract) => [
    (await ask(event, { run, contract: of })).body['name'],
    (await ask(event, { run, contract: of })).body['name'],
  ];
  expect(await names(contract())).toEqual(['run 1', 'run 1']);
  expect(await names(contract({ method: 'PATCH' }))).toEqual(['run 2', 'run 3']);
});

test('the log line has route, request, status and tenant, and nothing else', async () => {
  await ask(json({ name: 'Ana +4915112345678' }, as('send')));
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    { level: 'info', event: 'request.answered', route: 'thing.do', request_id: 'req_1', status: 200, tenant_id },
  ]);
  lines.length = 0;
  await ask(json({ name: 'Ana' }, { authorization: 'Bearer hk_secret' }));
  expect(lines.join()).not.toMatch(/Ana|hk_/);
  expect(lines).toHaveLength(1);
});
