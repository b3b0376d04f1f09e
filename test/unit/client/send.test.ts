import { afterEach, expect, test } from 'vitest';

import { answerOf, heraldClient, type HeraldProblem } from '../../../client/src/client.ts';
import { RETRY_RULES, type RetryRules } from '../../../client/src/retry.ts';
import { sending } from '../../../client/src/send.ts';
import { wait } from '../../../client/src/wait.ts';
import { refusal, scriptedServer, type ScriptedServer, type Step } from '../../support/scripted-server.ts';

const CUSTOMER = { phone_number: '+33639980001' };
const DONE: Step = { status: 200, body: { id: 'cus_1' } };

const open: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(...script: [Step, ...Step[]]) {
  const server = await scriptedServer(...script);
  open.push(server);
  return server;
}

/** A client that waits for nothing, and a list of the waits it would have made, in milliseconds. */
function patient(url: string, rules: Partial<RetryRules> = {}) {
  const waits: number[] = [];
  const send = sending({
    rules: { ...RETRY_RULES, ...rules },
    authorization: () => 'Bearer inner',
    fetch,
    wait: async (milliseconds) => void waits.push(milliseconds),
    random: () => 1,
  });
  // The outer rules permit one attempt, however long: what is ended and sent again is the inner's doing.
  const retry = { attempts: 1, timeoutMs: 600_000 };
  return { waits, herald: heraldClient({ baseUrl: url, credential: 'hk_x', fetch: send, retry }) };
}

test('a POST gets a key of its own, and its credential', async () => {
  const { url, received } = await serve(DONE);
  const herald = heraldClient({ baseUrl: url, credential: async () => 'hk_renewed', tenantId: 'ten_1' });
  await herald.POST('/v1/customers', { body: CUSTOMER });
  await herald.POST('/v1/customers', { body: CUSTOMER });
  const [first, second] = received;
  expect(first!.headers).toMatchObject({
    authorization: 'Bearer hk_renewed',
    'herald-tenant': 'ten_1',
    'content-type': 'application/json',
    'idempotency-key': expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(JSON.parse(first!.body)).toEqual(CUSTOMER);
  expect(second!.headers['idempotency-key']).not.toBe(first!.headers['idempotency-key']);
});

test('the key that a caller gives is the one that is sent', async () => {
  const { url, received } = await serve(DONE);
  const { herald } = patient(url);
  await herald.POST('/v1/customers', { body: CUSTOMER, params: { header: { 'Idempotency-Key': 'mine' } } });
  expect(received.map(({ headers }) => headers['idempotency-key'])).toEqual(['mine']);
});

test('a POST that Herald was too busy for is sent again after the time it asks for, with the same key and body', async () => {
  const { url, received } = await serve(refusal(503, 'service.throttled', { 'retry-after': '2' }), DONE);
  const { herald, waits } = patient(url);
  const { data } = await herald.POST('/v1/customers', { body: CUSTOMER });
  expect(data).toEqual({ id: 'cus_1' });
  expect(waits).toEqual([2250]);
  expect(received.map(({ body }) => JSON.parse(body))).toEqual([CUSTOMER, CUSTOMER]);
  expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('a client of ordinary rules waits, and keeps the key that it made', async () => {
  const { url, received } = await serve(refusal(503, 'service.throttled', { 'retry-after': '0' }), 'drop', DONE);
  const herald = heraldClient({ baseUrl: url, credential: 'hk_x', retry: { firstWaitMs: 1 } });
  expect((await herald.POST('/v1/customers', { body: CUSTOMER })).data).toEqual({ id: 'cus_1' });
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test.each([
  ['a POST', async (herald: ReturnType<typeof heraldClient>) => herald.POST('/v1/customers', { body: CUSTOMER })],
  ['a GET', async (herald: ReturnType<typeof heraldClient>) => herald.GET('/v1/tenant')],
])('%s whose connection breaks is sent again, after waits that grow', async (_, call) => {
  const { url, received } = await serve('drop', 'cut', 'drop', DONE);
  const { herald, waits } = patient(url);
  expect((await call(herald)).data).toEqual({ id: 'cus_1' });
  expect(waits).toEqual([250, 500, 1000]);
  expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
});

test('what never gets an answer is given up, and says how often it was sent', async () => {
  const { url, received } = await serve('drop');
  const { herald } = patient(url);
  await expect(herald.GET('/v1/tenant')).rejects.toThrow(/GET \/v1\/tenant got no answer in 4 attempts/);
  expect(received).toHaveLength(4);
});

test('a change without a key that may have been made is not sent again', async () => {
  const { url, received } = await serve('drop');
  const { herald } = patient(url);
  await expect(herald.PATCH('/v1/tenant', { body: { name: 'Bakery' } })).rejects.toThrow(/in 1 attempt:/);
  expect(received).toHaveLength(1);
  const busy = await serve(refusal(503, 'service.contended', { 'retry-after': '1' }));
  const { error } = await patient(busy.url).herald.PATCH('/v1/tenant', { body: { name: 'Bakery' } });
  expect(error).toMatchObject({ code: 'service.contended' });
  expect(busy.received).toHaveLength(1);
});

test('a change that was refused for its tenant’s pace is sent again: it was not begun', async () => {
  const { url, received } = await serve(refusal(429, 'quota.requests_per_second', { 'retry-after': '1' }), DONE);
  const { herald, waits } = patient(url);
  await herald.PATCH('/v1/tenant', { body: { name: 'Bakery' } });
  expect(received).toHaveLength(2);
  expect(waits).toEqual([1250]);
});

test('a refusal that stays is given to the caller after the last attempt', async () => {
  const { url, received } = await serve(refusal(429, 'quota.requests_per_second', { 'retry-after': '0' }));
  const { herald } = patient(url, { attempts: 3 });
  const { error, response } = await herald.GET('/v1/tenant');
  expect({ status: response.status, code: error?.code }).toEqual({ status: 429, code: 'quota.requests_per_second' });
  expect(received).toHaveLength(3);
});

test('an answer that asks for a longer wait than the rules permit goes to the caller at once', async () => {
  const { url, received } = await serve(refusal(503, 'service.throttled', { 'retry-after': '3600' }));
  const { response } = await patient(url).herald.GET('/v1/tenant');
  expect(response.headers.get('retry-after')).toBe('3600');
  expect(received).toHaveLength(1);
});

test('a 503 that does not ask for it, and any other error, is not sent again', async () => {
  for (const step of [refusal(503, 'x.y'), refusal(500, 'x.y'), refusal(409, 'campaign.status')]) {
    const { url, received } = await serve(step);
    await patient(url).herald.POST('/v1/campaigns/{id}/pause', { params: { path: { id: 'cmp_1' } } });
    expect(received).toHaveLength(1);
  }
});

test('a first attempt that is still running is waited for, one of somebody else’s is not', async () => {
  const running = refusal(409, 'idempotency.in_progress');
  const own = await serve('drop', running, DONE);
  expect((await patient(own.url).herald.POST('/v1/customers', { body: CUSTOMER })).data).toEqual({ id: 'cus_1' });
  const other = await serve(running, DONE);
  const { error } = await patient(other.url).herald.POST('/v1/customers', { body: CUSTOMER });
  expect(error).toMatchObject({ code: 'idempotency.in_progress' });
});

test('a call that is aborted while it is sent ends with the reason', async () => {
  const { url, received } = await serve('hang');
  const leaving = new AbortController();
  const herald = heraldClient({ baseUrl: url, credential: 'hk_x' });
  const call = herald.PATCH('/v1/tenant', { body: { name: 'Bakery' }, signal: leaving.signal });
  await expect.poll(() => received.length).toBe(1);
  const reason = new Error('left the page');
  leaving.abort(reason);
  await expect(call).rejects.toBe(reason);
  expect(received).toHaveLength(1);
});

test('a call that is aborted while it waits ends with the reason', async () => {
  const { url, received } = await serve(refusal(503, 'service.throttled', { 'retry-after': '20' }), DONE);
  const leaving = new AbortController();
  const send = sending({
    rules: RETRY_RULES,
    authorization: () => 'Bearer hk_x',
    fetch,
    wait: async (milliseconds, signal) => {
      const waiting = wait(milliseconds, signal);
      leaving.abort(new Error('left the page'));
      await waiting;
    },
  });
  await expect(send(new Request(`${url}/v1/tenant`, { signal: leaving.signal }))).rejects.toThrow('left the page');
  expect(received).toHaveLength(1);
});

test('a wait that begins when all is over does not begin', async () => {
  await expect(wait(60_000, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
});

test('an attempt without an answer is ended and sent again', async () => {
  const { url, received } = await serve('hang', DONE);
  const { herald } = patient(url, { timeoutMs: 1_000 });
  expect((await herald.GET('/v1/tenant')).data).toEqual({ id: 'cus_1' });
  expect(received).toHaveLength(2);
});

test('an error that is not Herald’s is a problem, too', async () => {
  const page: Step = {
    status: 502,
    headers: { 'content-type': 'text/html', 'x-request-id': 'r-7' },
    body: '<h1>Bad</h1>',
  };
  const html = await serve(page);
  const { error } = await patient(html.url).herald.GET('/v1/tenant');
  expect(error).toEqual({
    type: 'about:blank',
    title: 'Bad Gateway',
    status: 502,
    detail: '<h1>Bad</h1>',
    request_id: 'r-7',
  });
  const json = { 'content-type': 'application/json', 'apigw-requestid': 'g-1' };
  const gateway = await serve({ status: 413, headers: json, body: { message: 'Request Too Long' } });
  expect((await patient(gateway.url).herald.GET('/v1/tenant')).error).toMatchObject({
    detail: 'Request Too Long',
    request_id: 'g-1',
  });
});

test('a page in place of an answer is not taken for one', async () => {
  const { url } = await serve({ status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Sign in</h1>' });
  await expect(patient(url).herald.GET('/v1/tenant')).rejects.toThrow(/not JSON: is baseUrl/);
});

test('an error is thrown with all it says, where the caller asks for the answer alone', async () => {
  const { url } = await serve(refusal(404, 'campaign.not_found'));
  const call = answerOf(patient(url).herald.GET('/v1/campaigns/{id}', { params: { path: { id: 'cmp_1' } } }));
  const thrown: HeraldProblem = await call.then(
    () => expect.unreachable(),
    (error: unknown) => error as HeraldProblem,
  );
  expect(thrown.message).toBe('404 campaign.not_found: What to do. (r-1)');
  expect(thrown.problem.code).toBe('campaign.not_found');
});

test('what did not change since its ETag is a 304 without a body, and a change says which state it is of', async () => {
  const { url, received } = await serve(
    { status: 200, headers: { etag: '"1"' }, body: { id: 'cmp_1' } },
    { status: 304 },
    DONE,
  );
  const { herald } = patient(url);
  const path = { id: 'cmp_1' };
  const etag = (await herald.GET('/v1/campaigns/{id}', { params: { path } })).response.headers.get('etag')!;
  const again = await herald.GET('/v1/campaigns/{id}', { params: { path, header: { 'If-None-Match': etag } } });
  expect({ status: again.response.status, data: again.data }).toEqual({ status: 304, data: undefined });
  await herald.PATCH('/v1/campaigns/{id}', { params: { path, header: { 'If-Match': etag } }, body: { name: 'New' } });
  expect([received[1]!.headers['if-none-match'], received[2]!.headers['if-match']]).toEqual(['"1"', '"1"']);
});
