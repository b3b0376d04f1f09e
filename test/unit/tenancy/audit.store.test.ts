import { afterAll, beforeAll, expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { changeOf, type AuditEntry } from '../../../shared/tenancy/audit-entry.ts';
import { auditStore, type AuditFilter } from '../../../shared/tenancy/audit.store.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-27T12:00:00.000Z');

/** A tenant's audit, and how it is written and read. */
function audit() {
  const tenant_id = ids.at('ten', NOW - 500 * DAY);
  const store = auditStore(opened.table);
  return {
    store,
    async add(daysAgo: number, given: Partial<AuditEntry> = {}): Promise<AuditEntry> {
      const at = NOW - daysAgo * DAY;
      const made = { id: ids.at('aud', at), tenant_id, at: timestamp(at), actor: 'api_key:key_1', outcome: 'done' };
      const entry = { ...made, action: 'campaign.change', changes: [], ...given } as AuditEntry;
      await store.add(entry);
      return entry;
    },
    /** The days of all entries that a filter finds, page after page. */
    async found(filter: AuditFilter = {}, limit = 2): Promise<number[]> {
      const days: number[] = [];
      let after: Record<string, unknown> | undefined;
      for (let pages = 0; pages < 50; pages += 1) {
        const page = await store.search(tenant_id, filter, NOW, { limit, after });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        days.push(...page.items.map(({ at }) => (NOW - Date.parse(at)) / DAY));
        after = page.last;
        if (!after) return days;
      }
      throw new Error('The list does not end.');
    },
  };
}

test('entries are listed newest first across months, on pages of any size', async () => {
  const { add, found } = audit();
  const days = [0, 1, 26, 27, 30, 90, 91, 399];
  for (const day of days) await add(day);
  for (const limit of [1, 2, 3, 8, 100]) expect(await found({}, limit)).toEqual(days);
});

test('filters find an actor, an action or its resource, a campaign and a span, alone and together', async () => {
  const { add, found } = audit();
  const campaign_id = ids.next('cmp');
  await add(1, { actor: 'schedule' });
  await add(2, { action: 'tenant.change' });
  await add(40, { campaign_id, actor: 'member:mem_1' });
  await add(41, { campaign_id, action: 'campaign.execute' });
  expect(await found({ actor: 'schedule' })).toEqual([1]);
  expect(await found({ actor: 'api_key' })).toEqual([2, 41]);
  expect(await found({ actor: 'key_1' })).toEqual([2, 41]);
  expect(await found({ action: 'campaign' })).toEqual([1, 40, 41]);
  expect(await found({ action: 'campaign.execute' })).toEqual([41]);
  expect(await found({ action: 'camp' })).toEqual([]);
  expect(await found({ campaign_id })).toEqual([40, 41]);
  expect(await found({ campaign_id, actor: 'mem_1' }, 1)).toEqual([40]);
  const [from, to] = [timestamp(NOW - 40.5 * DAY), timestamp(NOW - 1.5 * DAY)];
  expect(await found({ created_after: from, created_before: to })).toEqual([2, 40]);
  expect(await found({ created_after: timestamp(NOW - 900 * DAY) })).toEqual([1, 2, 40, 41]);
  expect(await found({ created_before: timestamp(NOW - 900 * DAY) })).toEqual([]);
});

test('an entry expires after 400 days, or as many as its tenant says, also when it is completed', async () => {
  const expiryIn = async (store: ReturnType<typeof auditStore>) => {
    const tenant_id = ids.next('ten');
    const made = { id: ids.at('aud', NOW), tenant_id, at: timestamp(NOW), actor: 'schedule', action: 'tenant.change' };
    const entry: AuditEntry = { ...made, outcome: 'begun', changes: [] };
    const expiries: unknown[] = [];
    for (const write of ['add', 'finish'] as const) {
      await store[write](entry);
      const key = { pk: `TENANT#${tenant_id}#AUDIT#${entry.at.slice(0, 7)}`, sk: `AUDIT#${entry.id}` };
      expiries.push((await opened.table.get(key))?.['expires_at']);
    }
    return expiries.map((expiry) => (Number(expiry) * 1_000 - NOW) / DAY);
  };
  expect(await expiryIn(auditStore(opened.table))).toEqual([400, 400]);
  const brief = auditStore(opened.table, async (_, kind) => (kind === 'audit_days' ? 90 : 1));
  expect(await expiryIn(brief)).toEqual([90, 90]);
});

test('an entry is completed once, and never changes after that', async () => {
  const { store, add } = audit();
  const entry = await add(0, { outcome: 'begun' });
  const read = async () => (await store.search(entry.tenant_id, {}, NOW, { limit: 1 })).items;
  await store.finish({ ...entry, resource_id: 'first' });
  await store.finish({ ...entry, resource_id: 'second' });
  await store.withdraw(entry);
  await store.add({ ...entry, resource_id: 'third' });
  expect(await read()).toEqual([{ ...entry, outcome: 'done', resource_id: 'first' }]);
});

test('an entry expires after 400 days', async () => {
  const { add } = audit();
  const { tenant_id, id, at } = await add(3);
  const item = await opened.table.get({ pk: `TENANT#${tenant_id}#AUDIT#${at.slice(0, 7)}`, sk: `AUDIT#${id}` });
  expect(item?.['expires_at']).toBe(Math.ceil(Date.parse(at) / 1000) + 400 * 86_400);
});

test.each([
  ['what is equal', { a: [1] }, { a: [1] }, undefined],
  ['what is absent before and null after', undefined, null, undefined],
  ['what is new', undefined, 'x', { field: 'f', from: null, to: 'x' }],
  ['what is removed', 'x', undefined, { field: 'f', from: 'x', to: null }],
  ['what is long, without its text', 'x', 'y'.repeat(2_000), { field: 'f' }],
])('a change of %s', (_, from, to, expected) => {
  expect(changeOf('f', from, to)).toEqual(expected);
});
