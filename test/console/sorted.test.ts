import { expect, test } from 'vitest';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { runCampaign } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('a table is sorted by its headings, by mouse and keyboard, and the address holds how', async () => {
  const tenant = await newTenant(behind().served, { credentials: STAND_IN_ACCOUNT });
  await addCustomers(tenant, 2, { tags: ['sorted'] });
  const { id } = await runCampaign(tenant, {
    message_content: 'Fresh today.',
    target_criteria: { tags_any: ['sorted'] },
    buttons: [
      { id: 'bread', title: 'Bread', type: 'reply' },
      { id: 'yogurt', title: 'Yogurt', type: 'call', phone_number: '+14155550100' },
      { id: 'apples', title: 'Apples', type: 'reply' },
    ],
  });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, `/campaigns/${id}?buttons=nonsense`, tenant.api_key);
  const table = page.getByRole('table', { name: 'Buttons' });
  const shown = (rows: readonly string[]) =>
    eventually(async () => {
      expect((await table.getByRole('rowheader').allTextContents()).map((name) => name.trim())).toEqual(rows);
    });
  const sorted = async (name: string) => table.getByRole('columnheader', { name }).getAttribute('aria-sort');
  const asSent = ['Bread', 'Yogurt', 'Apples'];
  const byName = ['Apples', 'Bread', 'Yogurt'];
  await shown(asSent);
  expect(await sorted('Button')).toBeNull();

  await table.getByRole('button', { name: 'Button' }).click();
  await shown(byName);
  expect(await sorted('Button')).toBe('ascending');
  await page.keyboard.press('Enter');
  await shown(byName.toReversed());
  expect(await sorted('Button')).toBe('descending');
  await page.reload();
  await shown(byName.toReversed());
  await page.goBack();
  await shown(byName);
  await page.goForward();
  await table.getByRole('button', { name: 'Button' }).focus();
  await page.keyboard.press('Space');
  await shown(asSent);
  expect(new URL(page.url()).search).toBe('');

  // What nobody can see is neither the most nor the least.
  for (const order of ['descending', 'ascending']) {
    await table.getByRole('button', { name: 'People' }).click();
    await eventually(async () => expect(await sorted('People')).toBe(order));
    expect((await table.getByRole('rowheader').allTextContents()).at(-1)?.trim()).toBe('Yogurt');
  }
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('numbers among words are sorted as numbers, and a list by pages by nothing', async () => {
  const tenant = await newTenant(behind().served);
  for (const name of ['Bakery', 'Zoo']) {
    const body = { name, scopes: ['campaigns:read'] };
    expect((await tenant.call('POST /v1/api-keys', { body })).status).toBe(200);
  }
  const visitor = await visit();
  const { page } = visitor;
  const like = { observed_by: ['observed'], campaigns: 1, sent: 40, clicks: 4, rate: 0.1, interval: [0.05, 0.2] };
  await page.route('**/v1/button-insights*', async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    const position = ['10', '2', '1'].map((value) => ({ value, ...like }));
    await route.fulfill({
      response,
      json: { ...json, campaigns_considered: 1, dimensions: { ...json.dimensions, position } },
    });
  });
  await signIn(visitor, '/insights?position=Value', tenant.api_key);
  const names = (table: string) => page.getByRole('table', { name: table }).getByRole('rowheader').allTextContents();
  await eventually(async () => expect(await names('By position')).toEqual(['1', '2', '10']));

  await page.goto('/console/settings/keys');
  await page.getByRole('rowheader', { name: 'Zoo' }).waitFor();
  const asListed = await names('Keys');
  for (const order of ['Key', '-Key']) {
    await page.goto(`/console/settings/keys?=${order}`);
    await page.getByRole('rowheader', { name: 'Zoo' }).waitFor();
    expect(await names('Keys')).toEqual(asListed);
    expect(await page.locator('[aria-sort]').count()).toBe(0);
  }
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
