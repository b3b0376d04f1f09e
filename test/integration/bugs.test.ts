import { afterAll, beforeAll, expect, test } from 'vitest';

import type { FaultRule } from '../../local/faults.ts';
import { numbers } from '../support/people.ts';
import { startTestHerald, type TestHerald } from '../support/herald.ts';
import { eventually } from '../support/eventually.ts';
import { expectProblem } from '../support/problem.ts';
import { newTenant } from '../support/tenant.ts';

let herald: TestHerald;

beforeAll(async () => {
  herald = await startTestHerald();
});
afterAll(() => herald.close());

/** A fault of the table when this function calls it. */
function fault(id: string, rule: Pick<FaultRule, 'operation' | 'when' | 'action'> & Partial<FaultRule>): void {
  herald.stack.faults.add({ service: 'dynamodb', caller: herald.stack.functionArn(id), ...rule });
}

test('of a bug an answer tells its request’s id alone', async () => {
  const { call } = await newTenant(herald);
  const code = 'ValidationException';
  fault('campaign.list', { operation: 'Query', when: 'before', action: 'error', status: 400, code, times: 1 });
  const { status, headers, body } = await call('GET /v1/campaigns');
  expect(status).toBe(500);
  expect(headers.get('content-type')).toBe('application/problem+json');
  const request_id = headers.get('x-request-id');
  expect(body).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500, request_id });
  expect((await call('GET /v1/campaigns')).status).toBe(200);
});

test('a request whose first is still running is told so, and gets its answer afterwards', async () => {
  const { call } = await newTenant(herald);
  const delayMs = 3_000;
  fault('customer.create', { operation: 'TransactWriteItems', when: 'before', action: 'delay', delayMs, times: 1 });
  const [phone_number] = numbers(1);
  const ask = () =>
    call('POST /v1/customers', { body: { phone_number }, headers: { 'idempotency-key': 'one at a time' } });
  const first = ask();
  await eventually(() => expect(herald.stack.faults.counts().delay).toBe(1));
  expectProblem(await ask(), { status: 409, code: 'idempotency.in_progress' });
  expect((await ask()).text).not.toBe((await first).text);
  expect((await ask()).text).toBe((await first).text);
});
