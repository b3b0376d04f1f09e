import { randomUUID } from 'node:crypto';

import { expect, inject, test } from 'vitest';

import { caller, type Call, type Json } from '../support/api.ts';
import { addCampaign, reached } from '../support/campaigns.ts';
import { tokenOf } from '../support/issuer.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');
const issuer = inject('issuer');

/** Somebody with an account at the identity provider, who belongs to no tenant. */
function somebody() {
  const sub = randomUUID();
  const email = `${sub}@example.com`;
  const signIn = async (claims: object = {}): Promise<Call> =>
    caller(herald.url, await tokenOf(issuer, { sub, email, email_verified: true, ...claims }));
  return { email, signIn };
}

async function added(tenant: TestTenant, email: string, given: object): Promise<Json> {
  const { status, body } = await tenant.call('POST /v1/members', { body: { email, ...given } });
  expect({ status, body }).toMatchObject({ status: 200, body: { email, status: 'invited' } });
  return body;
}

/** A member who has signed in. */
async function joined(tenant: TestTenant, given: object): Promise<Json> {
  const { email, signIn } = somebody();
  const member = await added(tenant, email, given);
  const call = await signIn();
  expect((await call('GET /v1/me')).status).toBe(200);
  return { ...member, call };
}

test('a member signs in with a verified address, sees who they are, and does what the role permits', async () => {
  const tenant = await newTenant(herald);
  const { email, signIn } = somebody();
  const unknown = await signIn();
  expectProblem(await unknown('GET /v1/me'), { status: 403, code: 'member.unknown' });

  const { id } = await added(tenant, email, { role: 'editor', name: 'Ana' });
  const unverified = await signIn({ email_verified: false });
  expectProblem(await unverified('GET /v1/me'), { status: 403, code: 'member.unverified' });

  const call = await signIn();
  const tenants = [{ id: tenant.id, name: expect.any(String) }];
  expect((await call('GET /v1/me')).body).toEqual({
    ...{ kind: 'member', id, name: 'Ana', email, role: 'editor', practice: true },
    scopes: expect.arrayContaining(['conversations:view', 'customers:manage']),
    tenant: tenants[0],
    tenants,
  });
  expect((await tenant.call('GET /v1/members')).body.data).toMatchObject([{ id, email, status: 'active' }]);

  const campaign = await call('POST /v1/campaigns', {
    body: { name: 'News', message_content: 'News!', target_criteria: { all: true } },
  });
  expect(campaign.status).toBe(200);
  expectProblem(await call(`POST /v1/campaigns/${campaign.body.id}/execute`), { status: 403, code: 'scope.missing' });
  expectProblem(await call('GET /v1/members'), { status: 403, code: 'scope.missing' });
  const { body } = await call(`GET /v1/campaigns/${campaign.body.id}/audit`);
  expect((await call(`GET /v1/audit?campaign_id=${campaign.body.id}`)).body.data).toEqual(body.data);
  expect(body.data).toMatchObject([{ action: 'campaign.create', actor: { kind: 'member', id, name: 'Ana' } }]);
});

test('a member who is removed, or may do less, is refused with the same token at once', async () => {
  const tenant = await newTenant(herald);
  const { id, call } = await joined(tenant, { role: 'sender' });
  expect((await call('GET /v1/campaigns')).status).toBe(200);
  const changed = await tenant.call(`PATCH /v1/members/${id}`, {
    body: { role: 'custom', scopes: ['customers:read'] },
  });
  expect(changed.body).toMatchObject({ role: 'custom', scopes: ['customers:read'] });
  expectProblem(await call('GET /v1/campaigns'), { status: 403, code: 'scope.missing' });
  expect((await call('GET /v1/customers')).status).toBe(200);
  expect((await tenant.call(`DELETE /v1/members/${id}`)).status).toBe(200);
  for (const path of ['/v1/customers', '/v1/me'])
    expectProblem(await call(`GET ${path}`), { status: 403, code: 'member.unknown' });
});

test('a person of two tenants names one in a header, and sees nothing of the other there', async () => {
  const [first, second, third] = [await newTenant(herald), await newTenant(herald), await newTenant(herald)];
  const { email, signIn } = somebody();
  await added(first, email, { role: 'viewer' });
  await added(second, email, { role: 'admin' });
  const call = await signIn();
  const { body: me } = await call('GET /v1/me');
  expect(me.tenants.map(({ id }: Json) => id).toSorted()).toEqual([first.id, second.id].toSorted());
  expectProblem(await call('GET /v1/campaigns'), { status: 403, code: 'member.tenant' });
  const campaign = await addCampaign(first);
  const at = (tenant: TestTenant) => ({ headers: { 'herald-tenant': tenant.id } });
  expect((await call(`GET /v1/campaigns/${campaign.id}`, at(first))).status).toBe(200);
  expect((await call(`GET /v1/campaigns/${campaign.id}`, at(second))).status).toBe(404);
  expectProblem(await call('GET /v1/campaigns', at(third)), { status: 403, code: 'member.tenant' });
  expect((await call('GET /v1/members', at(second))).status).toBe(200);
  expectProblem(await call('GET /v1/members', at(first)), { status: 403, code: 'scope.missing' });
});

test('the last admin stays, and nobody gives more than they have', async () => {
  const tenant = await newTenant(herald);
  const { id, call } = await joined(tenant, { role: 'admin' });
  expectProblem(await call(`DELETE /v1/members/${id}`), { status: 409, code: 'member.last' });
  expectProblem(await call(`PATCH /v1/members/${id}`, { body: { role: 'viewer' } }), {
    status: 409,
    code: 'member.last',
  });
  const other = await joined(tenant, { role: 'custom', scopes: ['settings:manage'] });
  const refused = await other.call('POST /v1/members', { body: { email: somebody().email, role: 'sender' } });
  expectProblem(refused, { status: 403, code: 'scope.missing' });
  expectProblem(await other.call(`PATCH /v1/members/${other.id}`, { body: { role: 'admin' } }), {
    status: 403,
    code: 'scope.missing',
  });
  const second = await joined(tenant, { role: 'admin' });
  expect((await call(`PATCH /v1/members/${second.id}`, { body: { role: 'viewer' } })).status).toBe(200);
  expect((await call(`DELETE /v1/members/${id}`)).status).toBe(200);
  expectProblem(await call('GET /v1/me'), { status: 403, code: 'member.unknown' });
});

test('an address is a member once, and scopes come with the role that has none of its own', async () => {
  const tenant = await newTenant(herald);
  const { email } = somebody();
  await added(tenant, email, { role: 'viewer' });
  const again = await tenant.call('POST /v1/members', { body: { email: email.toUpperCase(), role: 'admin' } });
  expectProblem(again, { status: 409, code: 'member.exists' });
  const drafts = [{ role: 'custom' }, { role: 'viewer', scopes: ['analytics:view'] }, { role: 'boss' }, {}];
  for (const draft of drafts) {
    const body = { email: somebody().email, ...draft };
    expectProblem(await tenant.call('POST /v1/members', { body }), { status: 400, code: 'request.invalid' });
  }
  for (const address of ['ana', 'ana@', '=cmd@example.com|x', 'ana\u202e@example.com'])
    expect((await tenant.call('POST /v1/members', { body: { email: address, role: 'viewer' } })).status).toBe(400);
});

test('with a key, too, one sees who one is', async () => {
  const tenant = await newTenant(herald);
  const { body } = await tenant.call('GET /v1/me');
  expect(body).toMatchObject({
    kind: 'api_key',
    email: null,
    role: null,
    tenants: [{ id: tenant.id }],
    practice: true,
  });
  expect(body.id).toMatch(/^key_/);
});

test('above so many people a campaign goes only once another member has approved what it is now', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 3, { tags: ['regular'] });
  const regulars = { name: 'Regulars', criteria: { tags_any: ['regular'] } };
  const { body: segment } = await tenant.call('POST /v1/segments', { body: regulars });
  expect((await tenant.call('PATCH /v1/tenant', { body: { approval_above: 2 } })).body).toMatchObject({
    approval_above: 2,
  });
  const [ana, ben] = [
    await joined(tenant, { role: 'sender', name: 'Ana' }),
    await joined(tenant, { role: 'sender', name: 'Ben' }),
  ];
  const draft = { name: 'News', message_content: 'News!', target_criteria: { segments_any: [segment.id] } };
  const { id } = (await ana['call']('POST /v1/campaigns', { body: draft })).body;
  const approve = (who: Json, etag?: string | null) =>
    who['call'](`POST /v1/campaigns/${id}/approve`, { ...(etag && { headers: { 'if-match': etag } }) });
  const seen = async () => (await ben['call'](`GET /v1/campaigns/${id}`)).headers.get('etag');

  const execute = () => ana['call'](`POST /v1/campaigns/${id}/execute`);
  expectProblem(await execute(), { status: 409, code: 'campaign.unapproved' });
  const { body: preflight } = await ana['call'](`POST /v1/campaigns/${id}/preflight`);
  expect(preflight.blocks).toMatchObject([
    { code: 'unapproved', message: expect.stringContaining('reaches 3 people') },
  ]);
  const { body: approvers } = await ana['call'](`GET /v1/campaigns/${id}/approvers`);
  expect(approvers).toEqual({ approval_above: 2, data: [{ id: ben['id'], name: 'Ben' }] });
  const first = await seen();
  expectProblem(await approve(ana, first), { status: 403, code: 'approval.author' });
  expectFaults(await approve(ben), [['if-match', 'required']]);
  await ana['call'](`PATCH /v1/campaigns/${id}`, { body: { message_content: 'Other news!' } });
  expectProblem(await approve(ben, first), { status: 412, code: 'campaign.changed' });

  const { status, body } = await approve(ben, await seen());
  expect([status, body.approval]).toMatchObject([200, { by: ben['id'], name: 'Ben', reach: 3 }]);
  const { body: audit } = await tenant.call(`GET /v1/campaigns/${id}/audit`);
  expect(audit.data[0]).toMatchObject({ action: 'campaign.approve', actor: { name: 'Ben' } });
  expect((await execute()).status).toBe(202);
  await reached(tenant, id, 'completed');
});
