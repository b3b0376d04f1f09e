import { afterAll, beforeAll, expect, test } from 'vitest';

import { templateStore, type Templates } from '../../../shared/template/template.store.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let templates: Templates;
beforeAll(async () => {
  opened = await testTable();
  templates = templateStore(opened.table);
}, 30_000);
afterAll(() => opened.close());

test('the first template noted for a content counts, for one tenant, account and content', async () => {
  const account = { tenant: ids.next('ten'), account_sid: `AC${'a'.repeat(32)}` };
  expect(await templates.find(account, 'herald_1')).toBeUndefined();
  const noted = await Promise.all(['HX1', 'HX2', 'HX3'].map((sid) => templates.note(account, 'herald_1', sid)));
  expect(new Set(noted).size).toBe(1);
  expect(await templates.find(account, 'herald_1')).toBe(noted[0]);
  expect(await templates.find(account, 'herald_2')).toBeUndefined();
  expect(await templates.find({ ...account, tenant: ids.next('ten') }, 'herald_1')).toBeUndefined();
  expect(await templates.find({ ...account, account_sid: `AC${'b'.repeat(32)}` }, 'herald_1')).toBeUndefined();
});
