import { expect, test } from 'vitest';

import { numbers } from '../support/people.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)(
  'members, keys, senders and deliveries beyond a page are shown when somebody asks for them',
  async () => {
    const tenant = await newTenant(behind().served);
    for (const name of ['Ana', 'Ben'])
      await tenant.call('POST /v1/members', { body: { email: `${name}@example.com`, role: 'viewer', name } });
    const [phone_number] = numbers(1);
    expect((await tenant.call('POST /v1/senders', { body: { phone_number } })).status).toBe(200);
    const scopes = ['campaigns:read'];
    expect((await tenant.call('POST /v1/api-keys', { body: { name: 'Shop', scopes } })).status).toBe(200);
    const { body: endpoint } = await tenant.call('POST /v1/webhook-endpoints', {
      body: { url: 'https://shop.example.com' },
    });

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

    // What was sent to a webhook has pages.
    for (let tests = 0; tests < 2; tests++) await tenant.call(`POST /v1/webhook-endpoints/${endpoint.id}/test`);
    await page.route(/\/deliveries\?limit=25/, (route) =>
      route.continue({ url: route.request().url().replace('limit=25', 'limit=1') }),
    );
    await page.goto('/console/settings/webhooks');
    await page.getByRole('button', { name: 'Deliveries' }).click();
    await page.getByRole('button', { name: 'Older' }).click();
    await page.getByRole('button', { name: 'Newest' }).waitFor();
    const deliveries = page.getByRole('table', { name: 'Deliveries' }).locator('tbody tr');
    await expect.poll(() => page.getByRole('button', { name: 'Older' }).count()).toBe(0);
    expect(await deliveries.count()).toBe(1);
    await page.getByRole('button', { name: 'Newest' }).click();
    await page.getByRole('button', { name: 'Older' }).waitFor();
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)('segments beyond a page are offered, too', async () => {
  const tenant = await newTenant(behind().served);
  const names = ['Bakers', 'Regulars', 'Sleepers'];
  for (const name of names) await tenant.call('POST /v1/segments', { body: { name, criteria: { tags_any: [name] } } });
  const visitor = await visit();
  const { page } = visitor;
  await page.route(/\/v1\/segments\?limit=100/, (route) =>
    route.continue({ url: route.request().url().replace('limit=100', 'limit=1') }),
  );
  await signIn(visitor, '/campaigns/new/edit/people', tenant.api_key);
  const offered = page.getByRole('group', { name: 'In one of these segments' }).getByRole('checkbox');
  await expect.poll(() => offered.count()).toBe(3);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('people are shown before they are counted', async () => {
  const tenant = await newTenant(behind().served);
  await addCustomers(tenant, 3);
  const visitor = await visit();
  const { page } = visitor;
  const counting = Promise.withResolvers<void>();
  await page.route(/\/v1\/customers\?.*count=true/, async (route) => {
    await counting.promise;
    await route.continue();
  });
  await signIn(visitor, '/people', tenant.api_key);
  await page.locator('tbody tr').nth(2).waitFor();
  expect(await page.getByText('Counting…').count()).toBe(1);
  counting.resolve();
  await page.getByText('3 people', { exact: true }).waitFor();
  expect(await page.getByText('Counting…').count()).toBe(0);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('campaigns are found by when they were made, which stays in the address', async () => {
  const tenant = await newTenant(behind().served);
  await tenant.call('POST /v1/campaigns', { body: { name: 'Autumn', message_content: 'Hello.' } });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, '/campaigns', tenant.api_key);
  const row = page.getByRole('row', { name: /Autumn/ });
  await row.waitFor();
  const since = page.getByLabel('Made since');
  await since.fill('2999-01-01');
  await page.getByText('No campaign fits.').waitFor();
  await page.reload();
  await page.getByText('No campaign fits.').waitFor();
  expect(await since.inputValue()).toBe('2999-01-01');
  await since.fill('2026-01-01');
  await row.waitFor();
  // Whatever an address has is no reason to show nothing.
  await page.goto('/console/campaigns?from=yesterday');
  await row.waitFor();
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
