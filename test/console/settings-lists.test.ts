import { expect, test } from 'vitest';

import { numbers } from '../support/people.ts';
import { newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('members, keys and senders beyond a page are shown when somebody asks for more', async () => {
  const tenant = await newTenant(behind().served);
  for (const name of ['Ana', 'Ben'])
    await tenant.call('POST /v1/members', { body: { email: `${name}@example.com`, role: 'viewer', name } });
  const [phone_number] = numbers(1);
  expect((await tenant.call('POST /v1/senders', { body: { phone_number } })).status).toBe(200);
  const scopes = ['campaigns:read'];
  expect((await tenant.call('POST /v1/api-keys', { body: { name: 'Shop', scopes } })).status).toBe(200);

  const visitor = await visit();
  const { page } = visitor;
  // By pages of one.
  await page.route(/\/v1\/(members|api-keys|senders)\?limit=100/, (route) =>
    route.continue({ url: route.request().url().replace('limit=100', 'limit=1') }),
  );
  await signIn(visitor, '/settings/members', tenant.api_key);
  for (const [tab, caption] of [
    ['members', 'Members'],
    ['keys', 'Keys'],
    ['senders', 'Senders'],
  ] as const) {
    await page.goto(`/console/settings/${tab}`);
    const rows = page.getByRole('table', { name: caption }).locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.count(), tab).toBe(1);
    const more = page.getByRole('button', { name: 'Show more' });
    await more.click();
    await rows.nth(1).waitFor();
    expect(new Set(await rows.getByRole('rowheader').allTextContents()).size, tab).toBe(2);
  }
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
