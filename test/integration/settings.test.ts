import { expect, inject, test } from 'vitest';

import { createKey, listKeys, revokeKey } from '../../admin/api-keys.ts';
import { createTenant } from '../../admin/create-tenant.ts';
import { local } from '../../lib/stage-settings.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { DEFAULT_QUOTAS } from '../../shared/tenancy/quota.ts';
import { SCOPES } from '../../shared/contract/scope.ts';
import { ACCOUNTS } from '../support/accounts.ts';
import { caller } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { rowsOf } from '../support/table.ts';
import { newTenant } from '../support/tenant.ts';

const herald = inject('herald');

test('a tenant is renamed and chooses its default sender among its own', async () => {
  const { call, id, sender_id } = await newTenant(herald);
  const { body: before } = await call('GET /v1/tenant');
  expect(before).toEqual({
    id,
    name: expect.any(String),
    default_sender_id: sender_id,
    retry_held_back: false,
    sending: 'on',
    retention: { replies_days: 30, webhook_deliveries_days: 30, jobs_days: 30, audit_days: 400 },
    sending_hours: null,
    frequency_cap: null,
    spend_cap: null,
    approval_above: null,
    ...{ opt_out_words: [], default_country: null, default_footer: null, message_prices: null },
    quotas: { ...DEFAULT_QUOTAS, ...local.quotas },
    created_at: expect.any(String),
    updated_at: expect.any(String),
  });
  const { body: second } = await call('POST /v1/senders', { body: { phone_number: '+14155550123' } });
  const { body: after } = await call('PATCH /v1/tenant', { body: { name: 'Bakery', default_sender_id: second.id } });
  expect(after).toEqual({ ...before, name: 'Bakery', default_sender_id: second.id, updated_at: expect.any(String) });
  expect((await call('GET /v1/tenant')).body).toEqual(after);

  const unknown = await call('PATCH /v1/tenant', { body: { default_sender_id: sender_id.replace(/.{4}$/, 'ZZZZ') } });
  expectProblem(unknown, { status: 404, code: 'sender.not_found' });
  expectFaults(await call('PATCH /v1/tenant', { body: { name: '' } }), [['name', 'too_small']]);
});

test('credentials go in and never come out', async () => {
  const { call, id } = await newTenant(herald, { credentials: null });
  const [twilio] = ACCOUNTS;
  const stored = await call('PATCH /v1/tenant', { body: { twilio } });
  expect(stored.status).toBe(200);
  const shown = [stored.text, (await call('GET /v1/tenant')).text, JSON.stringify(await rowsOf(herald, id))];
  for (const text of shown) {
    expect(text).not.toContain(twilio.auth_token);
    expect(text).not.toContain(twilio.account_sid);
  }
  const secret = 's3cret'.repeat(40);
  const wrong = await call('PATCH /v1/tenant', { body: { twilio: { account_sid: 's3cret', auth_token: secret } } });
  expectFaults(wrong, [
    ['twilio.account_sid', 'invalid_format'],
    ['twilio.auth_token', 'too_big'],
  ]);
  expect(wrong.text).not.toContain('s3cret');
});

test('the first sender becomes the default, the next does not', async () => {
  const { api_key } = await createTenant(herald.installation, { name: 'New' });
  const call = caller(herald.url, api_key);
  const draft = { body: { name: 'News', message_content: 'News!' } };
  expectProblem(await call('POST /v1/campaigns', draft), { status: 409, code: 'sender.required' });
  const { body: first } = await call('POST /v1/senders', { body: { phone_number: '+14155550123' } });
  expect(first).toMatchObject({ name: '+14155550123', phone_number: '+14155550123', rate: 80 });
  await call('POST /v1/senders', { body: { name: 'Second', phone_number: '+14155550124', rate: 0.01 } });
  expect((await call('GET /v1/tenant')).body.default_sender_id).toBe(first.id);
  expect((await call('POST /v1/campaigns', draft)).body.sender_id).toBe(first.id);
});

test('a sender is read and changed, within what a rate may be', async () => {
  const { call, sender_id } = await newTenant(herald);
  const path = `/v1/senders/${sender_id}`;
  const { body: before } = await call(`GET ${path}`);
  const { body: after } = await call(`PATCH ${path}`, { body: { name: 'Shop', rate: 1000 } });
  expect(after).toEqual({ ...before, name: 'Shop', rate: 1000, updated_at: expect.any(String) });
  expect((await call(`GET ${path}`)).body).toEqual(after);
  expectFaults(await call(`PATCH ${path}`, { body: { rate: 0 } }), [['rate', 'too_small']]);
  expectFaults(await call(`PATCH ${path}`, { body: { rate: 1001 } }), [['rate', 'too_big']]);
  const moved = await call(`PATCH ${path}`, { body: { phone_number: '+14155550123' } });
  expectFaults(moved, [['phone_number', 'unknown_field']]);
  expectFaults(await call('POST /v1/senders', { body: { phone_number: '4155550123', rate: 0.009 } }), [
    ['phone_number', 'invalid_format'],
    ['rate', 'too_small'],
  ]);
});

test('whether messages that were held back are tried again is a setting, and what WhatsApp says of a sender is shown', async () => {
  const { call, sender_id } = await newTenant(herald);
  expect((await call('PATCH /v1/tenant', { body: { retry_held_back: true } })).body.retry_held_back).toBe(true);
  expect((await call('GET /v1/tenant')).body.retry_held_back).toBe(true);
  const unknown = { messaging_limit: null, quality_rating: null, daily_left: null };
  const sends = { braked_until: null, limited_by: null, limited_until: null };
  const { body } = await call(`GET /v1/senders/${sender_id}`);
  expect(body).toMatchObject({ ...unknown, ...sends });
  expect((await call('GET /v1/senders')).body.data).toEqual([body]);
  expect(Object.keys(body).filter((name) => /^limits_/.test(name))).toEqual([]);
});

test('when, how often and to how many a tenant sends is set, shown and taken away', async () => {
  const { call, sender_id } = await newTenant(herald);
  const rules = { sending_hours: { from: '09:00', to: '20:00', days: [1, 2, 6] }, frequency_cap: { per_day: 1 } };
  expect((await call('PATCH /v1/tenant', { body: rules })).body).toMatchObject(rules);
  expect((await call('GET /v1/tenant')).body).toMatchObject(rules);
  const wrong = { sending_hours: { from: '21:00', to: '8:00', days: [] }, frequency_cap: { per_day: 0, per_week: 51 } };
  expectFaults(await call('PATCH /v1/tenant', { body: wrong }), [
    ['sending_hours.to', 'invalid_format'],
    ['sending_hours.days', 'too_small'],
    ['frequency_cap.per_day', 'too_small'],
    ['frequency_cap.per_week', 'too_big'],
  ]);
  const night = { sending_hours: { from: '21:00', to: '08:00' }, frequency_cap: {} };
  expectFaults(await call('PATCH /v1/tenant', { body: night }), [
    ['sending_hours.to', 'order'],
    ['frequency_cap', 'required'],
  ]);
  const cleared = { sending_hours: null, frequency_cap: null };
  expect((await call('PATCH /v1/tenant', { body: cleared })).body).toMatchObject(cleared);
  expect((await call('GET /v1/tenant')).body).toMatchObject(cleared);

  const sender = `/v1/senders/${sender_id}`;
  expect((await call(`GET ${sender}`)).body.daily_limit).toBeNull();
  const limited = (await call(`PATCH ${sender}`, { body: { daily_limit: 250 } })).body;
  expect(limited).toMatchObject({ daily_limit: 250, daily_left: 250 });
  expect((await call('GET /v1/senders')).body.data).toMatchObject([{ id: sender_id, daily_left: 250 }]);
  expectFaults(await call(`PATCH ${sender}`, { body: { daily_limit: 0 } }), [['daily_limit', 'too_small']]);
  expect((await call(`PATCH ${sender}`, { body: { daily_limit: null } })).body.daily_limit).toBeNull();

  const draft = { name: 'News', message_content: 'News!', sending_hours: { from: '10:00', to: '24:00' } };
  const { body: campaign } = await call('POST /v1/campaigns', { body: draft });
  expect(campaign.sending_hours).toEqual({ ...draft.sending_hours, days: [1, 2, 3, 4, 5, 6, 7] });
  const taken = await call(`PATCH /v1/campaigns/${campaign.id}`, { body: { sending_hours: null } });
  expect(taken.body.sending_hours).toBeNull();
});

test('a key is shown once, works at once, and is refused at once when it is revoked', async () => {
  const { call, id } = await newTenant(herald);
  const { body: made } = await call('POST /v1/api-keys', { body: { name: 'reports', scopes: ['analytics:view'] } });
  expect(made).toMatchObject({ name: 'reports', scopes: ['analytics:view'], key: expect.stringMatching(/^hk_.{40,}/) });
  const { key, ...shown } = made;
  const listed = await call('GET /v1/api-keys');
  expect(listed.body.data[0]).toEqual({ ...shown, hint: key.slice(0, 7) });
  expect(listed.text).not.toContain(key);
  expect(JSON.stringify(await rowsOf(herald, id))).not.toContain(key);

  const withKey = caller(herald.url, key);
  expectProblem(await withKey('GET /v1/campaigns/x/report'), { status: 404, code: 'campaign.not_found' });
  expectProblem(await withKey('GET /v1/campaigns'), { status: 403, code: 'scope.missing' });
  expect((await call(`DELETE /v1/api-keys/${made.id}`)).body).toEqual({ id: made.id, deleted: true });
  const unknown = { status: 401, code: 'authentication.required' };
  expectProblem(await withKey('GET /v1/campaigns/x/report'), unknown);
  expectProblem(await call(`DELETE /v1/api-keys/${made.id}`), { status: 404, code: 'api_key.not_found' });
});

test('a key that is to expire says when, and is refused from then on, with the reason', async () => {
  const { call } = await newTenant(herald);
  const given = { name: 'CI', scopes: ['campaigns:read'] };
  const make = (expires_at: string) => call('POST /v1/api-keys', { body: { ...given, expires_at } });
  for (const [wrong, code] of [
    [timestamp(Date.now() - 1_000), 'past'],
    [timestamp(Date.now() + 6 * 366 * 86_400_000), 'too_big'],
    ['tomorrow', 'invalid_format'],
  ] as const)
    expectFaults(await make(wrong), [['expires_at', code]]);

  const later = timestamp(Date.now() + 86_400_000);
  const { body: lasting } = await make(later);
  expect(lasting.expires_at).toBe(later);
  expect((await caller(herald.url, lasting.key)('GET /v1/campaigns')).status).toBe(200);
  const { body: listed } = await call('GET /v1/api-keys');
  expect(listed.data).toEqual([
    expect.objectContaining({ id: lasting.id, expires_at: later }),
    expect.objectContaining({ name: 'first key', expires_at: null }),
  ]);

  // Soon, and yet later than a busy machine needs to make it.
  const { body: short } = await make(timestamp(Date.now() + 15_000));
  const refused = await eventually(async () => {
    const answer = await caller(herald.url, short.key)('GET /v1/campaigns');
    expect(answer.status).not.toBe(200);
    return answer;
  });
  expectProblem(refused, { status: 401, code: 'authentication.expired' });
  expect(refused.body.detail).toContain(short.expires_at);
});

test('the last key that can make others stays, whoever asks with a key', async () => {
  const { call } = await newTenant(herald);
  const { body: list } = await call('GET /v1/api-keys');
  const [first] = list.data;
  await call('POST /v1/api-keys', { body: { name: 'reports', scopes: ['analytics:view'] } });
  const kept = await call(`DELETE /v1/api-keys/${first.id}`);
  expectProblem(kept, { status: 409, code: 'api_key.last' });
  expect(kept.body.detail).toContain('settings:manage');
  const { body: second } = await call('POST /v1/api-keys', { body: { name: 'second', scopes: ['settings:manage'] } });
  expect((await call(`DELETE /v1/api-keys/${first.id}`)).status).toBe(200);
  const again = await caller(herald.url, second.key)(`DELETE /v1/api-keys/${second.id}`);
  expectProblem(again, { status: 409, code: 'api_key.last' });
});

test('an operator makes, lists and revokes the keys of a tenant, the last one too', async () => {
  const { id: tenant_id, call } = await newTenant(herald);
  const { installation } = herald;
  const made = await createKey(installation, { tenant_id, name: 'shop', scopes: ['customers:read'] });
  expect((await caller(herald.url, made.key)('GET /v1/customers')).status).toBe(200);
  const { key: _, ...shown } = made;
  const { data } = await listKeys(installation, tenant_id);
  expect(data).toEqual([shown, expect.objectContaining({ name: 'first key' })]);
  expect(JSON.stringify(data)).not.toMatch(/key_hash|hk_[\w-]{10}/);
  for (const { id } of data) expect(await revokeKey(installation, tenant_id, id)).toEqual({ id, revoked: true });
  expect((await call('GET /v1/tenant')).status).toBe(401);
  await expect(revokeKey(installation, tenant_id, made.id)).rejects.toThrow(/has no key key_.*list-keys/);
  const nobody = tenant_id.replace(/.{4}$/, 'ZZZZ');
  await expect(createKey(installation, { ...shown, tenant_id: nobody })).rejects.toThrow(/no tenant/);
  await expect(listKeys(installation, nobody)).rejects.toThrow(/no tenant/);
});

test('a key has a name and at least one scope that there is', async () => {
  const { call } = await newTenant(herald);
  const make = (body: object) => call('POST /v1/api-keys', { body });
  expectFaults(await make({ name: '', scopes: [] }), [
    ['name', 'too_small'],
    ['scopes', 'too_small'],
  ]);
  expectFaults(await make({ name: 'all', scopes: [...SCOPES, 'admin'] }), [
    [`scopes.${SCOPES.length}`, 'invalid_value'],
  ]);
});

test('for how long things are kept is a setting, within bounds, and counts for what is written then', async () => {
  const { call, id } = await newTenant(herald);
  const defaults = { replies_days: 30, webhook_deliveries_days: 30, jobs_days: 30, audit_days: 400 };
  expect((await call('GET /v1/tenant')).body.retention).toEqual(defaults);
  const wrong = { replies_days: 6, webhook_deliveries_days: 91, jobs_days: 29, audit_days: 1.5, logs_days: 1 };
  expectFaults(await call('PATCH /v1/tenant', { body: { retention: wrong } }), [
    ['retention.replies_days', 'too_small'],
    ['retention.webhook_deliveries_days', 'too_big'],
    ['retention.jobs_days', 'too_small'],
    ['retention.audit_days', 'invalid_type'],
    ['retention.logs_days', 'unknown_field'],
  ]);
  const changed = await call('PATCH /v1/tenant', { body: { retention: { audit_days: 90 } } });
  expect(changed.body.retention).toEqual({ ...defaults, audit_days: 90 });
  expect((await call('GET /v1/tenant')).body.retention).toEqual({ ...defaults, audit_days: 90 });
  const audit = await call('GET /v1/audit?action=tenant.change');
  expect(audit.body.data[0].changes).toEqual([
    { field: 'retention', from: defaults, to: { ...defaults, audit_days: 90 } },
  ]);
  // Whichever function writes next may have read the tenant within the last minute; a function that never did goes by it at once.
  await call('POST /v1/members', { body: { email: 'ana@example.com', role: 'viewer' } });
  const entries = (await rowsOf(herald, id)).filter(({ action }) => action === 'member.create');
  expect(entries.map(({ at, expires_at }) => Number(expires_at) - Math.ceil(Date.parse(String(at)) / 1_000))).toEqual([
    90 * 86_400,
  ]);
  const cleared = await call('PATCH /v1/tenant', { body: { retention: null } });
  expect(cleared.body.retention).toEqual(defaults);
});

test('what campaigns may cost in a day is a setting that a message fits into, with prices', async () => {
  const { call } = await newTenant(herald);
  const change = (body: object) => call('PATCH /v1/tenant', { body });
  const { body: capped } = await change({ spend_cap: { amount: '250.5' } });
  expect(capped.spend_cap).toEqual({ amount: '250.5', time_zone: 'UTC' });
  expectFaults(await change({ spend_cap: { amount: '0', time_zone: 'Berlin', per_day: 1 } }), [
    ['spend_cap.amount', 'too_small'],
    ['spend_cap.time_zone', 'timezone'],
    ['spend_cap.per_day', 'unknown_field'],
  ]);
  expectFaults(await change({ spend_cap: { amount: '0.05' } }), [['spend_cap.amount', 'too_small']]);
  // Nobody would know what messages cost.
  expectFaults(await change({ message_prices: { currency: 'EUR' } }), [['message_prices', 'required']]);
  const euros = { currency: 'EUR', exchange_rate: '0.87' };
  expect((await change({ message_prices: euros })).body).toMatchObject({
    message_prices: euros,
    ...{ spend_cap: capped.spend_cap },
  });
  expect((await change({ spend_cap: null })).body.spend_cap).toBeNull();
});

test('words that opt out and a default country are settings that null takes away', async () => {
  const { call } = await newTenant(herald);
  const given = { opt_out_words: ['Kein Bock', '別れ'], default_country: 'DE' };
  expect((await call('PATCH /v1/tenant', { body: given })).body).toMatchObject(given);
  for (const body of [{ default_country: 'UK' }, { default_country: 'de' }, { opt_out_words: ['!'] }])
    expect((await call('PATCH /v1/tenant', { body })).status).toBe(400);
  const cleared = await call('PATCH /v1/tenant', { body: { opt_out_words: null, default_country: null } });
  expect(cleared.body).toMatchObject({ opt_out_words: [], default_country: null });
});
