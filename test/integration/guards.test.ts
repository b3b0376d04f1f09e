import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

import { expect, inject, test } from 'vitest';

import { ROUTES } from '../../shared/routes.ts';
import { permits } from '../../shared/contract/permits.ts';
import { SCOPES, type Scope } from '../../shared/contract/scope.ts';
import { caller, type Json } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';

const herald = inject('herald');
const tenant = await newTenant(herald);

const BEARER = ROUTES.filter(({ authentication }) => authentication === 'bearer').map((route) => {
  return { ...route, to: `${route.method} ${route.path.replaceAll(/\{\w+\}/g, 'x')}` };
});
const JSON_BODY = BEARER.filter(({ method, request }) => method !== 'GET' && request.contentType === undefined);

test.for(BEARER)('$id wants a key that is known and has its scope', async ({ to, scope }) => {
  const missing = { status: 401, code: 'authentication.required' };
  expectProblem(await caller(herald.url)(to), missing);
  expectProblem(await caller(herald.url, `hk_${'x'.repeat(43)}`)(to), missing);
  expectProblem(await caller(herald.url)(to, { headers: { authorization: tenant.api_key } }), missing);

  // The scope depends on what is asked for.
  if (scope === null) return;
  const scopes = SCOPES.filter((one) => !permits([one], scope));
  const { body: key } = await tenant.call('POST /v1/api-keys', { body: { name: 'almost', scopes } });
  const refused = await caller(herald.url, key.key)(to);
  expectProblem(refused, { status: 403, code: 'scope.missing' });
  expect(refused.body.detail).toContain(scope);
});

test('a job is shown to whoever has the scope of what began it', async () => {
  const [{ id }] = await addCustomers(tenant, 1);
  const job = (await tenant.call(`DELETE /v1/customers/${id}`)).headers.get('x-job-id');
  const scopes = SCOPES.filter((one) => one !== 'customers:manage');
  const { body: key } = await tenant.call('POST /v1/api-keys', { body: { name: 'all but one', scopes } });
  const refused = await caller(herald.url, key.key)(`GET /v1/jobs/${job}`);
  expectProblem(refused, { status: 403, code: 'scope.missing' });
  expect(refused.body.detail).toContain('customers:manage');
  const { status, body } = await tenant.call(`GET /v1/jobs/${job}`);
  expect({ status, body }).toMatchObject({ status: 200, body: { id: job, kind: 'customer.erasure' } });
});

test('a time to be sent at wants the scope of sending, whoever writes it', async () => {
  const { body: key } = await tenant.call('POST /v1/api-keys', {
    body: { name: 'drafts', scopes: ['conversations:view'] },
  });
  const call = caller(herald.url, key.key);
  const draft = { name: 'News', message_content: 'News!' };
  const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
  const refused = { status: 403, code: 'scope.missing' };
  expectProblem(await call('POST /v1/campaigns', { body: { ...draft, scheduled_at } }), refused);
  const { status, body } = await call('POST /v1/campaigns', { body: draft });
  expect(status).toBe(200);
  expectProblem(await call(`PATCH /v1/campaigns/${body.id}`, { body: { scheduled_at } }), refused);
  expect((await call(`GET /v1/campaigns/${body.id}`)).body).toMatchObject({ status: 'draft', scheduled_at: null });
});

test('whatever changes a scheduled campaign wants the scope of sending', async () => {
  const make = async (scopes: readonly Scope[]) =>
    caller(herald.url, (await tenant.call('POST /v1/api-keys', { body: { name: 'some', scopes } })).body.key);
  const call = await make(SCOPES.filter((one) => one !== 'campaigns:send'));
  const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
  const draft = { name: 'News', message_content: 'News!' };
  const { body: made } = await tenant.call('POST /v1/campaigns', { body: { ...draft, scheduled_at } });
  const path = `/v1/campaigns/${made.id}`;
  // It is prepared at once, which changes its templates.
  const campaign = await eventually(async () => {
    const { body } = await tenant.call(`GET ${path}`);
    expect(body.templates).toMatchObject([{ status: 'approved' }]);
    return body;
  });
  const changes = [
    { message_content: 'Other news!' },
    { name: 'Other' },
    { target_criteria: { tags_any: ['vip'] } },
    { scheduled_at: null },
    { scheduled_at },
  ];
  const refused = { status: 403, code: 'scope.missing' };
  for (const body of changes) {
    const answer = await call(`PATCH ${path}`, { body });
    expectProblem(answer, refused);
    expect(answer.body.detail).toContain('campaigns:send');
  }
  for (const step of ['execute', 'schedule', 'cancel'])
    expectProblem(await call(`POST ${path}/${step}`, { body: step === 'schedule' ? { scheduled_at } : {} }), refused);
  expectProblem(await call(`DELETE ${path}`), { status: 409, code: 'campaign.status' });
  expect((await tenant.call(`POST /v1/templates/sync`)).status).toBe(202);
  const template = await eventually(async () => {
    const { body } = await tenant.call('GET /v1/templates');
    const found = body.data.find(({ content_sid }: Json) => content_sid === campaign.templates[0].content_sid);
    expect(found).toMatchObject({ status: 'approved' });
    return found;
  });
  expectProblem(await call(`DELETE /v1/templates/${template.id}`), refused);
  expect((await tenant.call(`GET ${path}`)).body).toEqual({ ...campaign, templates: expect.anything() });

  const sending = await make(['conversations:view', 'campaigns:send']);
  expect((await sending(`PATCH ${path}`, { body: { scheduled_at: null } })).body.status).toBe('draft');
  expect((await call(`PATCH ${path}`, { body: { name: 'Other' } })).body.name).toBe('Other');
  expect((await call(`DELETE /v1/templates/${template.id}`)).body.status).toBe('gone');
});

test('a scope that only reads permits its lists and nothing that changes', async () => {
  const { body: key } = await tenant.call('POST /v1/api-keys', {
    body: { name: 'reader', scopes: ['campaigns:read', 'customers:read'] },
  });
  const call = caller(herald.url, key.key);
  expect((await call('GET /v1/campaigns')).status).toBe(200);
  expect((await call('GET /v1/customers')).status).toBe(200);
  // Where the scope depends on what is asked for, the function's own tests tell.
  const refused = BEARER.filter(({ method, scope }) => method !== 'GET' && scope !== null);
  expect(refused.length).toBeGreaterThan(40);
  for (const route of refused) expectProblem(await call(route.to), { status: 403, code: 'scope.missing' });
  // Nothing was done, so the audit has nothing of it.
  const { body } = await tenant.call('GET /v1/audit?limit=100&actor=api_key');
  expect(body.data.filter(({ actor }: Json) => actor.id === key.id)).toEqual([]);
});

test.for(JSON_BODY)('$id takes well-formed JSON without unknown fields', async ({ to, method }) => {
  const { call } = tenant;
  const plain = await call(to, { body: 'name=Ana', type: 'text/plain' });
  expectProblem(plain, { status: 415, code: 'request.content_type' });
  expectFaults(await call(to, { body: '{"name": ' }), [['', 'malformed_json']]);
  const tooLarge = await call(to, { body: { name: 'x'.repeat(1_000_001) } });
  expectProblem(tooLarge, { status: 413, code: 'request.too_large' });
  if (method === 'DELETE') return;
  const { body } = await call(to, { body: { colour: 'red' } });
  expect(body.errors).toContainEqual({ path: 'colour', code: 'unknown_field', message: expect.any(String) });
});

test.for(BEARER.filter(({ method }) => method === 'GET'))('$id takes no unknown query parameter', async ({ to }) => {
  expectFaults(await tenant.call(`${to}?colour=red`), [['colour', 'unknown_field']]);
});

test('every answer, a good one and a bad one, has its own id', async () => {
  const answers = [await tenant.call('GET /v1/tenant'), await tenant.call('GET /v1/tenant')];
  const ids = [...answers, await tenant.call('GET /v1/campaigns/x')].map(({ headers }) => headers.get('x-request-id'));
  expect(new Set(ids).size).toBe(3);
  expect(ids).not.toContain(null);
});

test('an unknown path is 404 and a known one with another method 405, with a key or without', async () => {
  for (const call of [tenant.call, caller(herald.url)]) {
    expectProblem(await call('GET /v1/campaign'), { status: 404, code: 'route.not_found' });
    const { headers, ...put } = await call('PUT /v1/campaigns/x', { body: {} });
    expectProblem({ headers, ...put }, { status: 405, code: 'route.method' });
    expect(headers.get('allow')?.split(', ').toSorted()).toEqual(['DELETE', 'GET', 'PATCH']);
  }
});

test('a request learns all its faults at once', async () => {
  const body = {
    name: '',
    media_type: 'image',
    buttons: [{ id: 'a', title: 'x'.repeat(21), type: 'url' }],
    scheduled_at: '2020-01-01T00:00:00Z',
    colour: 'red',
  };
  expectFaults(await tenant.call('POST /v1/campaigns?colour=red', { body }), [
    ['buttons.0.title', 'too_big'],
    ['buttons.0.url', 'required'],
    ['colour', 'unknown_field'],
    ['colour', 'unknown_field'],
    ['media_url', 'required'],
    ['message_content', 'invalid_type'],
    ['name', 'too_small'],
    ['scheduled_at', 'past'],
  ]);
});

test('an import may be twice as large as another body, and no larger', async () => {
  const csv = (bytes: number) => `phone_number,note\n${'x'.repeat(bytes - 18)}`;
  const tooLarge = await tenant.call('POST /v1/customers/import', { body: csv(2_000_001), type: 'text/csv' });
  expectProblem(tooLarge, { status: 413, code: 'request.too_large' });
  expect(tooLarge.body.detail).toMatch(/2000001 bytes.*2000000.*\/v1\/imports/);
  const { status } = await tenant.call('POST /v1/customers/import', { body: csv(2_000_000), type: 'text/csv' });
  expect(status).toBe(200);
});

test.for(BEARER.filter(({ path, method }) => method === 'GET' && path.includes('{id}')))(
  '$id has nothing under any text that is no id',
  async ({ path }) => {
    for (const id of ['CAMPAIGN#TENANT#', tenant.id, '../tenant', 'Ω %', 'x'.repeat(2_500)]) {
      const answer = await tenant.call(`GET ${path.replace('{id}', encodeURIComponent(id))}`);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect([400, 404]).toContain(answer.status);
    }
  },
);

test('a host name that leads here from elsewhere is refused, and no stranger is told a key', async () => {
  const { port } = new URL(herald.url);
  const ask = async (path: string, headers: Readonly<Record<string, string>>) => {
    const [response] = await once(request({ port, path, headers }).end(), 'response');
    return { status: response.statusCode, body: JSON.parse(await text(response)) };
  };
  const authorization = `Bearer ${tenant.api_key}`;
  for (const path of ['/', '/v1/tenant', '/nowhere']) {
    const { status, body } = await ask(path, { host: 'evil.example', authorization });
    expect({ status, code: body.code }).toEqual({ status: 403, code: 'host.unknown' });
  }
  expect((await ask('/v1/tenant', { host: `localhost:${port}`, authorization })).status).toBe(200);
  expect((await ask('/', { host: `localhost:${port}` })).body).toHaveProperty('api_key');
  const forwarded = await ask('/', { host: `localhost:${port}`, 'x-forwarded-for': '203.0.113.5' });
  expect(forwarded.status).toBe(200);
  expect(forwarded.body).not.toHaveProperty('api_key');
});
