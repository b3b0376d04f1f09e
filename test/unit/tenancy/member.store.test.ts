import { afterAll, beforeAll, expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { findMember, type Person, type TenantChoice } from '../../../shared/tenancy/find-member.ts';
import { identityOf, memberIdOf, type Member } from '../../../shared/tenancy/member.ts';
import { memberStore } from '../../../shared/tenancy/member.store.ts';
import { testTable } from '../../support/dynamodb.ts';
import { fakeClock, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const now = timestamp(START);
let people = 0;
/** Somebody whom nobody knows yet. */
function somebody(more: Partial<Person> = {}): Person & { readonly email: string } {
  people += 1;
  const email = `person${people}@example.com`;
  return { issuer: 'https://id.example/', subject: `user_${people}`, email, emailVerified: true, ...more };
}
const store = () => memberStore(opened.table);

async function added(tenant_id: string, email: string, given: Partial<Member> = {}): Promise<Member> {
  const made = { id: memberIdOf(tenant_id, email), tenant_id, email, role: 'admin' as const, alerts: false };
  const one = { ...made, created_at: now, updated_at: now, ...given };
  expect(await store().add(one)).toBe(true);
  return one;
}
const signIn = (person: Person, choice: TenantChoice = {}) =>
  findMember(person, choice, { members: store(), clock: fakeClock() });
const refused = (person: Person, choice: TenantChoice = {}) => thrown(() => signIn(person, choice));

test('a person belongs to the tenant from the first sign-in with the verified address on, whatever the address is later', async () => {
  const [tenant, person] = [ids.next('ten'), somebody()];
  const one = await added(tenant, person.email, { role: 'viewer', name: 'Ana' });
  expect(await signIn({ ...person, email: person.email.toUpperCase() })).toMatchObject({
    tenant_id: tenant,
    scopes: ['campaigns:read', 'templates:read', 'analytics:view', 'customers:read'],
    actor: { kind: 'member', id: one.id, name: 'Ana' },
  });
  for (const later of [{ email: 'new@example.com' }, { email: undefined }, { emailVerified: false }])
    expect(await signIn({ ...person, ...later })).toMatchObject({ tenant_id: tenant });
});

test('an address that is not verified binds nobody', async () => {
  const [tenant, person] = [ids.next('ten'), somebody({ emailVerified: false })];
  await added(tenant, person.email);
  expect(await refused(person)).toMatchObject({ kind: 'forbidden', code: 'member.unverified' });
  expect(await signIn({ ...person, emailVerified: true })).toMatchObject({ tenant_id: tenant });
});

test.each<[string, Partial<Person>]>([
  ['another person of the same address', { subject: 'other' }],
  ['the same subject of another issuer', { issuer: 'https://other.example/' }],
])('%s is not let in by an address that is taken', async (_, other) => {
  const person = somebody();
  await added(ids.next('ten'), person.email);
  await signIn(person);
  expect(await refused({ ...person, ...other })).toMatchObject({ code: 'member.unknown' });
});

test('of two who sign in first at the same time, one is bound', async () => {
  const person = somebody();
  await added(ids.next('ten'), person.email);
  const outcomes = await Promise.allSettled(
    ['a', 'b', 'c'].map((subject) => signIn({ ...person, subject: `${person.subject}${subject}` })),
  );
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
});

test('a person of several tenants names one; whoever only asks which there are need not', async () => {
  const [a, b, other] = [ids.next('ten'), ids.next('ten'), ids.next('ten')];
  const person = somebody();
  await added(a, person.email, { role: 'admin' });
  await signIn(person);
  await added(b, person.email, { role: 'viewer' });
  await added(other, somebody().email);
  expect(await refused(person)).toMatchObject({ code: 'member.tenant' });
  expect(await signIn(person, { tenant: a })).toMatchObject({ tenant_id: a });
  expect(await signIn(person, { tenant: b })).toMatchObject({ tenant_id: b, member: { role: 'viewer' } });
  expect(await refused(person, { tenant: other })).toMatchObject({ code: 'member.tenant' });
  expect([a, b]).toContain((await signIn(person, { any: true })).tenant_id);
});

test('who is removed is refused at once, and may be added again', async () => {
  const [tenant, admin, person] = [ids.next('ten'), somebody(), somebody()];
  await added(tenant, admin.email);
  await signIn(admin);
  const one = await added(tenant, person.email, { role: 'editor' });
  await signIn(person);
  expect(await store().remove(tenant, one.id)).toBe('done');
  expect(await refused(person)).toMatchObject({ code: 'member.unknown' });
  await added(tenant, person.email, { role: 'viewer' });
  expect(await signIn(person)).toMatchObject({ tenant_id: tenant, member: { id: one.id, role: 'viewer' } });
});

test('what a member may do changes at once', async () => {
  const [tenant, admin, person] = [ids.next('ten'), somebody(), somebody()];
  await added(tenant, admin.email);
  await signIn(admin);
  const one = await added(tenant, person.email, { role: 'admin' });
  await signIn(person);
  const change = { role: 'custom', scopes: ['analytics:view'], updated_at: timestamp(START + 1) } as const;
  expect(await store().change(one, { ...change, scopes: [...change.scopes] })).toBe('done');
  expect((await signIn(person)).scopes).toEqual(['analytics:view']);
});

test('the last admin who has signed in stays one, however many are invited', async () => {
  const [tenant, person] = [ids.next('ten'), somebody()];
  const one = await added(tenant, person.email);
  await added(tenant, somebody().email);
  await signIn(person);
  expect(await store().remove(tenant, one.id)).toBe('last');
  expect(await store().change(one, { role: 'sender' })).toBe('last');
  expect(await store().change(one, { name: 'Ana' })).toBe('done');
  expect(await signIn(person)).toMatchObject({ tenant_id: tenant, member: { role: 'admin', name: 'Ana' } });
});

test('two admins who remove each other at the same time leave one', async () => {
  const tenant = ids.next('ten');
  const both = [somebody(), somebody()];
  const members = await Promise.all(both.map(({ email }) => added(tenant, email)));
  for (const person of both) await signIn(person);
  const outcomes = await Promise.allSettled(members.map(({ id }) => store().remove(tenant, id)));
  expect((await store().all(tenant)).length).toBe(1);
  expect(outcomes.filter((one) => one.status === 'fulfilled' && one.value === 'done')).toHaveLength(1);
});

test('an address is a member once; a list of members has an end', async () => {
  const [tenant, person] = [ids.next('ten'), somebody()];
  const one = await added(tenant, person.email);
  expect(await store().add({ ...one, role: 'viewer' })).toBe(false);
  await added(tenant, somebody().email);
  const first = await store().page(tenant, { limit: 1 });
  const second = await store().page(tenant, { limit: 5, after: first.last });
  expect([...first.items, ...second.items]).toHaveLength(2);
  expect(second.last).toBeUndefined();
  expect(await store().remove(tenant, ids.next('mem'))).toBe('absent');
});

test('an identity does not tell who it is', () => {
  const person = { issuer: 'https://id.example/', subject: 'ana@example.com' };
  expect(identityOf(person)).toMatch(/^[0-9a-f]{64}$/);
  expect(identityOf(person)).not.toBe(identityOf({ ...person, issuer: 'https://id.example/ana' }));
});
