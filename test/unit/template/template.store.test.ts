import { afterAll, beforeAll, expect, test } from 'vitest';

import { timestamp } from '../../../shared/platform/clock.ts';
import type { Template } from '../../../shared/template/template.ts';
import { templateStore, type Templates } from '../../../shared/template/template.store.ts';
import { idOfText } from '../../../shared/platform/packed-ids.ts';
import { randomIds as ids, sha256 } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let templates: Templates;
beforeAll(async () => {
  opened = await testTable();
  templates = templateStore(opened.table);
});
afterAll(() => opened.close());

test('the first template added for a content counts, by tenant, account and content', async () => {
  const tenant = ids.next('ten');
  const registry = templates.ofTenant(tenant);
  const account = `AC${'a'.repeat(32)}`;
  expect(await registry.find(account, 'herald_1')).toBeUndefined();
  const added = await Promise.all(['HX1', 'HX2', 'HX3'].map((id) => registry.add(account, 'herald_1', id)));
  expect(new Set(added).size).toBe(1);
  expect(await registry.find(account, 'herald_1')).toBe(added[0]);
  expect(await templates.ofTenant(tenant).find(account, 'herald_1')).toBe(added[0]);
  expect(await registry.find(account, 'herald_2')).toBeUndefined();
  expect(await templates.ofTenant(ids.next('ten')).find(account, 'herald_1')).toBeUndefined();
  expect(await registry.find(`AC${'b'.repeat(32)}`, 'herald_1')).toBeUndefined();
});

test('a template that is gone is forgotten, unless another has taken its place', async () => {
  const registry = templates.ofTenant(ids.next('ten'));
  const account = `AC${'a'.repeat(32)}`;
  await registry.add(account, 'herald_1', 'HX1');
  await registry.forget(account, 'herald_1', 'HX2');
  expect(await registry.find(account, 'herald_1')).toBe('HX1');
  await registry.forget(account, 'herald_1', 'HX1');
  expect(await registry.find(account, 'herald_1')).toBeUndefined();
});

test('templates that earlier versions added are found: their rows call the id content_sid', async () => {
  const tenant = ids.next('ten');
  const account = `AC${'a'.repeat(32)}`;
  const key = { pk: `TENANT#${tenant}#TEMPLATES`, sk: `TEMPLATE#${sha256(account).slice(0, 16)}#herald_1` };
  await opened.table.put({ ...key, content_sid: 'HX1' });
  const registry = templates.ofTenant(tenant);
  expect(await registry.find(account, 'herald_1')).toBe('HX1');
  expect(await registry.add(account, 'herald_1', 'HX2')).toBe('HX1');
  await registry.add(account, 'herald_2', 'HX2');
  expect(await opened.table.get({ ...key, sk: key.sk.replace('herald_1', 'herald_2') })).toMatchObject({
    content_sid: 'HX2',
  });
});

test('those count as drafts that were looked at as drafts last', async () => {
  const tenant_id = ids.next('ten');
  const seen = (n: number, at: number, status: Template['status']): Template => ({
    ...{ id: `tpl_${n}`, tenant_id, provider_template_id: `HX${n}`, name: 'news', language: 'en', category: null },
    ...{ status, rejection_reason: null, quality: null, content: null, variables: {} },
    ...{ created_at: timestamp(at), last_synced_at: timestamp(at) },
  });
  const put = (n: number, at: number, status: Template['status']) => {
    const { id, ...rest } = seen(n, at, status);
    return templates.put({ ...rest, id: idOfText('tpl', id) });
  };
  for (const n of [1, 2, 3, 4]) await put(n, 1_000, 'draft');
  expect(await templates.countDrafts(tenant_id, 10)).toBe(4);
  expect(await templates.countDrafts(tenant_id, 3)).toBe(3);
  await put(1, 2_000, 'submitted');
  await put(1, 1_500, 'draft');
  await templates.markGone({ tenant_id, id: idOfText('tpl', 'tpl_2') }, timestamp(2_000));
  expect(await templates.countDrafts(tenant_id, 10)).toBe(2);
  await put(2, 3_000, 'draft');
  expect(await templates.countDrafts(tenant_id, 10)).toBe(3);
  expect(await templates.countDrafts(ids.next('ten'), 10)).toBe(0);
});

test('templates are found by status, part of their name, and language together', async () => {
  const tenant_id = ids.next('ten');
  const put = (name: string, language: string, status: Template['status']) =>
    templates.put({
      ...{ id: ids.next('tpl'), tenant_id, provider_template_id: 'HX1', name, language, category: null },
      ...{ status, rejection_reason: null, quality: null, content: null, variables: {} },
      ...{ created_at: timestamp(1_000), last_synced_at: timestamp(1_000) },
    });
  await put('spring_sale', 'en', 'approved');
  await put('spring_sale', 'de', 'approved');
  await put('spring_news', 'de', 'rejected');
  await put('autumn', 'de', 'approved');
  const found = async (filter: Parameters<typeof templates.page>[1]) =>
    (await templates.page(tenant_id, filter, { limit: 10 })).items
      .map(({ name, language }) => `${name} ${language}`)
      .toSorted();
  expect(await found({ name: 'SPRING' })).toEqual(['spring_news de', 'spring_sale de', 'spring_sale en']);
  expect(await found({ name: 'spring', language: 'de' })).toEqual(['spring_news de', 'spring_sale de']);
  expect(await found({ name: 'spring', language: 'de', status: 'approved' })).toEqual(['spring_sale de']);
  expect(await found({ language: 'fr' })).toEqual([]);
});

test('a template is kept as it was last looked at, since when it was first seen, and listed newest first', async () => {
  const tenant_id = ids.next('ten');
  const seen = (id: string, at: number, more: Partial<Template> = {}): Template => ({
    ...{ id, tenant_id, provider_template_id: 'HX1', name: 'news', language: 'en', category: null },
    ...{ status: 'approved', rejection_reason: null, quality: null, content: null, variables: {} },
    ...{ created_at: timestamp(at), last_synced_at: timestamp(at), ...more },
  });
  const [one, two] = [ids.next('tpl'), ids.next('tpl')];
  await templates.put(seen(one, 2_000));
  await templates.put(seen(two, 1_000));
  await templates.put(seen(one, 3_000, { status: 'paused' }));
  await templates.put(seen(one, 2_500, { status: 'rejected' }));
  const kept = { ...seen(one, 3_000, { status: 'paused' }), created_at: timestamp(2_000) };
  expect(await templates.get(tenant_id, one)).toEqual(kept);
  expect((await templates.page(tenant_id, {}, { limit: 10 })).items).toEqual([kept, seen(two, 1_000)]);
  expect((await templates.page(tenant_id, { status: 'paused' }, { limit: 10 })).items).toEqual([kept]);
  await templates.markGone({ tenant_id, id: two }, timestamp(500));
  expect((await templates.get(tenant_id, two))?.status).toBe('approved');
  await templates.markGone({ tenant_id, id: two }, timestamp(4_000));
  expect(await templates.get(tenant_id, two)).toEqual({
    ...seen(two, 1_000, { status: 'gone' }),
    last_synced_at: timestamp(4_000),
  });
});
