import { afterAll, beforeAll, expect, test } from 'vitest';

import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import type { TargetCriteria } from '../../../shared/campaign/audience.ts';
import { customerStore } from '../../../shared/customer/customer.store.ts';
import { draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { audienceStore } from '../../../shared/segment/audience.store.ts';
import { countSegment } from '../../../shared/segment/count-segment.ts';
import { keepSegments } from '../../../shared/segment/keep-segments.ts';
import { removeSegment } from '../../../shared/segment/remove-segment.ts';
import { resolveSegments } from '../../../shared/segment/resolve-segments.ts';
import { addSegment, changeSegment } from '../../../shared/segment/save-segment.ts';
import type { Segment } from '../../../shared/segment/segment.ts';
import { segmentStore } from '../../../shared/segment/segment.store.ts';
import { DEFAULT_QUOTAS } from '../../../shared/tenancy/quota.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, fakeClock, START, thrown } from '../fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

function world(max = 100) {
  const { table } = opened;
  const tenant_id = ids.next('ten');
  const ports = {
    ...{ campaigns: campaignStore(table), segments: segmentStore(table), audiences: audienceStore(table) },
    ...{ customers: customerStore(table), messages: messageStore(table), clock: fakeClock() },
    quotas: { get: async () => ({ ...DEFAULT_QUOTAS, segments: max }) },
  };
  const at = timestamp(START);
  const add = (name: string, criteria: TargetCriteria = { tags_any: ['vip'] }): Promise<Segment> =>
    addSegment({ id: ids.next('seg'), tenant_id, name, criteria, created_at: at, updated_at: at }, ports);
  const change = ({ id }: Segment, given: Partial<Segment>) =>
    changeSegment({ tenant_id, id }, { ...given, updated_at: timestamp(START + 1) }, ports);
  const remove = ({ id }: Segment) => removeSegment({ tenant_id, id }, ports);
  const listed = async (wanted?: string) =>
    (await ports.segments.page(tenant_id, wanted, { limit: 100 })).items.map(({ name }) => name);
  return { tenant_id, ports, add, change, remove, listed };
}

const naming = (...segments: readonly Segment[]) => ({ segments_any: segments.map(({ id }) => id) });

test('a name is taken once, however it is written, and free again after a change or a removal', async () => {
  const { add, change, remove, listed } = world();
  const one = await add('Regulars 1');
  expect(await thrown(() => add('REGULARS 1'))).toMatchObject({ code: 'segment.name_taken' });
  const two = await add('Regulars 2');
  expect(await thrown(() => change(two, { name: 'regulars 1' }))).toMatchObject({ code: 'segment.name_taken' });
  expect(await change(one, { name: 'Friends' })).toMatchObject({ name: 'Friends', updated_at: timestamp(START + 1) });
  expect(await change(one, { name: 'FRIENDS' })).toMatchObject({ name: 'FRIENDS' });
  await remove(two);
  await add('regulars 1');
  expect(await listed()).toEqual(['regulars 1', 'FRIENDS']);
});

test('those are found whose name contains a text, however it is written', async () => {
  const { add, listed } = world();
  for (const name of ['Café au lait', 'Tea', 'café crème']) await add(name);
  expect(await listed('CAFÉ')).toEqual(['café crème', 'Café au lait']);
  expect(await listed('cafe\u0301')).toEqual(['café crème', 'Café au lait']);
  expect(await listed('coffee')).toEqual([]);
});

test('there are as many as the quota allows, also when they are made at once', async () => {
  const { add, listed } = world(3);
  const made = await Promise.allSettled(['a', 'b', 'c', 'd', 'e'].map((name) => add(name)));
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(await listed()).toHaveLength(3);
  expect(await thrown(() => add('f'))).toMatchObject({ code: 'quota.segments' });
});

test('a circle is refused, at whatever distance, and also when two changes at once would make it', async () => {
  const { add, change } = world();
  const a = await add('a');
  const b = await add('b', naming(a));
  const c = await add('c', { not: naming(b) });
  for (const criteria of [naming(a), { any: [naming(c)] }])
    expect(await thrown(() => change(a, { criteria }))).toMatchObject({
      faults: [{ path: 'criteria', code: 'circle', message: expect.stringContaining('name this one again') }],
    });
  const [d, e] = [await add('d'), await add('e')];
  const changes = await Promise.allSettled([change(d, { criteria: naming(e) }), change(e, { criteria: naming(d) })]);
  expect(changes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('what is not there, another tenant’s, and what is too deep are refused', async () => {
  const [{ add, ports, tenant_id }, other] = [world(), world()];
  const strange = await other.add('theirs');
  const absent = { faults: [{ path: 'criteria', code: 'not_found' }] };
  expect(await thrown(() => add('x', naming(strange)))).toMatchObject(absent);
  const engagement = [{ campaign_id: ids.next('cmp'), did: 'read' as const }];
  expect(await thrown(() => add('x', { engagement }))).toMatchObject(absent);
  let last = await add('0');
  for (const name of ['1', '2', '3', '4', '5']) last = await add(name, naming(last));
  expect(await thrown(() => add('6', naming(last)))).toMatchObject({ faults: [{ code: 'too_deep' }] });
  expect(await resolveSegments(tenant_id, [naming(last)], ports.segments)).toMatchObject({
    fault: { code: 'too_deep' },
  });
});

test('one that is in use is not removed, and the refusal names what uses it', async () => {
  const { add, change, remove, ports, tenant_id } = world();
  const used = await add('used');
  const user = await add('user', naming(used));
  const scheduled = { status: 'scheduled', scheduled_at: timestamp(START + 1_000) } as const;
  const campaign = campaignOf({ tenant_id, ...scheduled, target_criteria: { not: naming(used) } });
  await ports.campaigns.add(campaign);
  expect(await thrown(() => remove(used))).toMatchObject({
    code: 'segment.in_use',
    message: expect.stringContaining(`the segment user (${user.id}), the scheduled campaign Autumn (${campaign.id})`),
  });
  await change(user, { criteria: { tags_any: ['x'] } });
  // A content that is for those in it needs it as much as the audience does.
  const content = { key: 'vip', when: naming(used), message_content: 'Dear you.' };
  const changed = { ...campaign, target_criteria: { all: true } as const, contents: [content] };
  await ports.campaigns.replace(campaign, changed);
  expect(await thrown(() => remove(used))).toMatchObject({ code: 'segment.in_use' });
  await ports.campaigns.replace(changed, { ...changed, contents: [] });
  await remove(used);
  expect(await thrown(() => remove(used))).toMatchObject({ code: 'segment.not_found' });
});

test('a campaign keeps its segments as they were when it began; one whose segment is gone is told', async () => {
  const { add, change, remove, ports, tenant_id } = world();
  const inner = await add('inner', { tags_any: ['a'] });
  const outer = await add('outer', { not: naming(inner) });
  const campaign = campaignOf({ tenant_id, target_criteria: naming(outer) });
  expect(await keepSegments(campaign, ports)).toBeUndefined();
  await change(inner, { criteria: { tags_any: ['b'] } });
  expect(await keepSegments(campaign, ports)).toBeUndefined();
  const kept = await ports.audiences.get(tenant_id, campaign.id);
  expect(kept?.get(inner.id)).toEqual({ tags_any: ['a'] });
  await remove(outer);
  const late = campaignOf({ tenant_id, target_criteria: naming(outer) });
  expect(await keepSegments(late, ports)).toMatchObject({
    code: 'not_found',
    message: expect.stringContaining(outer.id),
  });
});

test('the count is of those who did not tap, under whatever id they were sent to, over all lanes and pages', async () => {
  const { add, ports, tenant_id } = world();
  const { customers, messages } = ports;
  const campaign = campaignOf({ tenant_id });
  await ports.campaigns.add(campaign);
  const now = timestamp(START);
  const people = [];
  for (let n = 0; n < 40; n++) {
    const about = { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now };
    const draft = draftCustomer({ phone_number: `+49151${String(20_000_000 + n)}` }, about);
    people.push((await customers.upsert(draft)).customer);
  }
  const reference = (customer_id: string) => ({ campaign_id: campaign.id, customer_id });
  for (const [n, { id }] of people.slice(0, 30).entries()) {
    const row = { id: ids.next('msg'), ...reference(id), status: 'sending' as const, attempts: 1, variables: [] };
    await messages.claim(tenant_id, { ...row, holder: 'test', lease_until: START }, START);
    await messages.accept(tenant_id, reference(id), `SM${n}`, now);
    if (n < 10) await opened.table.transact([messages.tapWrite(tenant_id, reference(id), 'yes', now)]);
  }
  const engagement = [{ campaign_id: campaign.id, did_not: 'tapped' as const }];
  const count = (criteria: TargetCriteria) => add(ids.next('seg'), criteria).then((one) => countSegment(one, ports));
  expect(await count({ engagement })).toEqual({ customers: 20, looked_at: 40, complete: true });
  expect(await count({ not: { engagement } })).toMatchObject({ customers: 20 });
  expect(await count({ engagement: [{ campaign_id: campaign.id, did: 'tapped' }] })).toMatchObject({ customers: 10 });
});

test('a count that runs out of time says how far it came', async () => {
  const { add, ports } = world();
  let now = START;
  const slow = { ...ports, clock: { now: () => (now += 15_000), sleepUntil: async () => undefined } };
  const page = async () => ({ items: [], last: 'cus' });
  const counted = await countSegment(await add('all', { all: true }), { ...slow, customers: { profilesPage: page } });
  expect(counted).toEqual({ customers: 0, looked_at: 0, complete: false });
});
