import { expect, inject, test } from 'vitest';

import type { Json } from '../support/api.ts';
import { ROUTES } from '../../shared/routes.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { EXAMPLES, OF_MEMBERS } from '../support/route-examples.ts';
import { newTenant } from '../support/tenant.ts';

const herald = inject('herald');
const POSTS = ROUTES.filter(
  ({ id, method, authentication }) => method === 'POST' && authentication === 'bearer' && !OF_MEMBERS.includes(id),
);
const BODY = { name: 'News', message_content: 'News!' };

test.for(POSTS)('$id does not do the same request twice', async ({ id, status = 200, repeat }) => {
  const tenant = await newTenant(herald);
  const { path, ...sending } = await EXAMPLES[id]!(tenant);
  const ask = () => tenant.call(`POST ${path}`, { ...sending, headers: { 'idempotency-key': 'once' } });
  const first = await ask();
  const second = await ask();
  expect(first.status).toBe(status);
  expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  if (repeat === 'refuse') expectProblem(second, { status: 409, code: 'idempotency.shown_once' });
  else expect({ status: second.status, ...told(second) }).toEqual({ status, ...told(first) });
});

/** An answer without when it was counted, which is another time for what runs again and only counts. */
function told({ text, body }: { readonly text: string; readonly body: Json }): object {
  if (body?.counted_at === undefined) return { text };
  const { counted_at: _, timing: __, ...counted } = body as Record<string, unknown>;
  return counted;
}

test('a repeated request does nothing a second time', async () => {
  const { call } = await newTenant(herald);
  for (let times = 0; times < 3; times++)
    await call('POST /v1/campaigns', { body: BODY, headers: { 'idempotency-key': 'once' } });
  expect((await call('GET /v1/campaigns')).body.data).toHaveLength(1);
});

test('a key belongs to one request: another body, or the same to another path, is refused', async () => {
  const { call } = await newTenant(herald);
  const headers = { 'idempotency-key': 'mine' };
  const mismatch = { status: 409, code: 'idempotency.mismatch' };
  const [one, other] = [
    await call('POST /v1/campaigns', { body: BODY }),
    await call('POST /v1/campaigns', { body: BODY }),
  ];
  await call('POST /v1/campaigns', { body: BODY, headers });
  expectProblem(await call('POST /v1/campaigns', { body: { ...BODY, name: 'Other' }, headers }), mismatch);
  await call(`POST /v1/campaigns/${one.body.id}/cancel`, { headers });
  expectProblem(await call(`POST /v1/campaigns/${other.body.id}/cancel`, { headers }), mismatch);
  expect((await call(`GET /v1/campaigns/${other.body.id}`)).body.status).toBe('draft');
});

test('a key is a tenant’s own', async () => {
  const headers = { 'idempotency-key': 'shared' };
  const [one, other] = [await newTenant(herald), await newTenant(herald)];
  const first = await one.call('POST /v1/campaigns', { body: BODY, headers });
  const second = await other.call('POST /v1/campaigns', { body: { ...BODY, name: 'Other' }, headers });
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(second.body.name).toBe('Other');
});

test('after an error the key is free again, for the same request and for a mended one', async () => {
  const { call } = await newTenant(herald);
  const headers = { 'idempotency-key': 'mended' };
  const unknown = { ...BODY, sender_id: `snd_${'0'.repeat(26)}` };
  const refused = { status: 404, code: 'sender.not_found' };
  expectProblem(await call('POST /v1/campaigns', { body: unknown, headers }), refused);
  expectProblem(await call('POST /v1/campaigns', { body: unknown, headers }), refused);
  expectFaults(await call('POST /v1/campaigns', { body: { ...BODY, name: '' }, headers }), [['name', 'too_small']]);
  const { status } = await call('POST /v1/campaigns', { body: BODY, headers });
  expect(status).toBe(200);
});

test('a key has at most 255 characters', async () => {
  const { call } = await newTenant(herald);
  const asked = (key: string) => call('POST /v1/campaigns', { body: BODY, headers: { 'idempotency-key': key } });
  expect((await asked('x'.repeat(255))).status).toBe(200);
  expectFaults(await asked('x'.repeat(256)), [['Idempotency-Key', 'too_big']]);
});
