import { expect, inject, test } from 'vitest';

import { numbers } from '../support/people.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { ended } from '../support/jobs.ts';
import { sentTo } from '../support/sent.ts';
import { rowsOf, withoutAudit } from '../support/table.ts';
import { newTenant } from '../support/tenant.ts';

const herald = inject('herald');
const [NUMBER = '', OTHER = ''] = numbers(2);
const opted = (status: string, at?: string) => ({ consent: { status, source: 'checkout', ...(at && { at }) } });

test('one number is one customer: the second request changes what it names', async () => {
  const { call } = await newTenant(herald);
  const put = (fields: object) => call('POST /v1/customers', { body: { phone_number: NUMBER, ...fields } });
  const { body: first } = await put({ name: 'Ana', tags: ['vip', 'vip'], attributes: { city: 'Lyon' } });
  expect(first).toEqual({
    id: expect.stringMatching(/^cus_/),
    phone_number: NUMBER,
    name: 'Ana',
    language: null,
    timezone: 'Europe/Paris',
    tags: ['vip'],
    attributes: { city: 'Lyon' },
    consent: { status: 'unknown', source: null, text: null, at: null },
    created_at: expect.any(String),
    updated_at: first.created_at,
    last_inbound_at: null,
    suppressed: null,
    ...{ whatsapp_user_id: null, username: null, same_as: null },
    ...{ last_tapped_at: null, imported_at: null },
  });
  const { body: second } = await put({ language: 'FR-fr', ...opted('opted_in') });
  const consent = { status: 'opted_in', source: 'checkout', text: null, at: expect.any(String) };
  expect(second).toEqual({ ...first, language: 'fr-FR', consent, updated_at: expect.any(String) });
  expect((await call(`GET /v1/customers/${first.id}`)).body).toEqual(second);
});

test('first requests that meet make one customer', async () => {
  const { call, id } = await newTenant(herald);
  const body = { phone_number: NUMBER, ...opted('opted_in') };
  const answers = await Promise.all(Array.from({ length: 8 }, () => call('POST /v1/customers', { body })));
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  const rows = await rowsOf(herald, id);
  expect(rows.filter(({ sk }) => String(sk).startsWith('CUSTOMER#'))).toHaveLength(1);
});

test('of what was said about consent the newest decides, whatever order it arrives in', async () => {
  const { call } = await newTenant(herald);
  const { body: customer } = await call('POST /v1/customers', {
    body: { phone_number: NUMBER, ...opted('opted_out', '2026-05-02T10:00:00Z') },
  });
  const say = async (fields: object) =>
    (await call(`PATCH /v1/customers/${customer.id}`, { body: fields })).body.consent.status;
  expect(await say(opted('opted_in', '2026-05-01T10:00:00Z'))).toBe('opted_out');
  expect(await say(opted('opted_in', '2026-05-03T10:00:00+02:00'))).toBe('opted_in');
  // What is said of a time to come is taken as said now, or it would outlive an opt-out.
  expect(await say(opted('opted_in', '2999-01-01T00:00:00Z'))).toBe('opted_in');
  expect(await say(opted('opted_out'))).toBe('opted_out');
});

test('a change empties with null and keeps the number', async () => {
  const { call } = await newTenant(herald);
  const { body: made } = await call('POST /v1/customers', {
    body: { phone_number: NUMBER, name: 'Ana', tags: ['vip'] },
  });
  const change = (body: object) => call(`PATCH /v1/customers/${made.id}`, { body });
  const { body: changed } = await change({ name: null, timezone: 'Asia/Tokyo' });
  expect(changed).toEqual({ ...made, name: null, timezone: 'Asia/Tokyo', updated_at: expect.any(String) });
  expectFaults(await change({ phone_number: OTHER }), [['phone_number', 'unknown_field']]);
  expectFaults(await change({ timezone: 'Mars/Base', language: 'no language', tags: [''] }), [
    ['language', 'language'],
    ['tags.0', 'too_small'],
    ['timezone', 'timezone'],
  ]);
  const gone = await call(`PATCH /v1/customers/${made.id.replace(/.{4}$/, 'ZZZZ')}`, { body: { name: 'Ben' } });
  expectProblem(gone, { status: 404, code: 'customer.not_found' });
});

test.for(['0612345678', '+336', '+999123456789', 'Ana', ''])('%s is no number', async (phone_number) => {
  const { call } = await newTenant(herald);
  const { status, body } = await call('POST /v1/customers', { body: { phone_number } });
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ path: 'phone_number' }]);
});

test('an erased customer leaves nothing behind, and its number may come again', async () => {
  const { call, id } = await newTenant(herald);
  const body = { phone_number: NUMBER, name: 'Ana Secret', ...opted('opted_in') };
  const { body: made } = await call('POST /v1/customers', { body });
  const erased = await call(`DELETE /v1/customers/${made.id}`);
  expect(erased.body).toEqual({ id: made.id, deleted: true });
  await ended(call, erased);
  const rows = await rowsOf(herald, id);
  for (const trace of ['Ana Secret', NUMBER]) expect(JSON.stringify(rows)).not.toContain(trace);
  // The audit says that somebody with this id was added and erased, and nothing of them.
  expect(JSON.stringify(withoutAudit(rows))).not.toContain(made.id);
  const gone = { status: 404, code: 'customer.not_found' };
  expectProblem(await call(`GET /v1/customers/${made.id}`), gone);
  expectProblem(await call(`DELETE /v1/customers/${made.id}`), gone);
  const { body: again } = await call('POST /v1/customers', { body: { phone_number: NUMBER } });
  expect(again).toMatchObject({ name: null, consent: { status: 'unknown' } });
  expect(again.id).not.toBe(made.id);
});

test('what a person was sent, and what they agreed to, are listed with the campaign and the source', async () => {
  const tenant = await newTenant(herald);
  const { call } = tenant;
  const body = { phone_number: NUMBER, ...opted('opted_in', '2026-01-01T00:00:00.000Z') };
  const { body: made } = await call('POST /v1/customers', { body });
  await call(`PATCH /v1/customers/${made.id}`, { body: opted('opted_out', '2026-02-01T00:00:00.000Z') });
  const { campaign, message_id } = await sentTo(tenant, { message_content: 'Fresh bread today' }, made);

  const { body: sent } = await call(`GET /v1/customers/${made.id}/messages?count=true`);
  expect(sent).toMatchObject({ next_cursor: null, count: { value: 1, complete: true } });
  expect(sent.data).toMatchObject([
    {
      ...{ id: message_id, campaign_id: campaign.id, campaign_name: campaign.name, customer_id: made.id },
      ...{ status: 'accepted', accepted_at: expect.any(String), read_at: null },
      payload: { body: 'Fresh bread today' },
    },
  ]);
  const { body: said } = await call(`GET /v1/customers/${made.id}/consents`);
  expect(said.data).toMatchObject([
    { status: 'opted_out', source: 'checkout', at: '2026-02-01T00:00:00.000Z' },
    { status: 'opted_in', source: 'checkout', at: '2026-01-01T00:00:00.000Z' },
  ]);
  for (const list of ['messages', 'consents'])
    expectProblem(await call(`GET /v1/customers/cus_none/${list}`), { status: 404, code: 'customer.not_found' });
});
