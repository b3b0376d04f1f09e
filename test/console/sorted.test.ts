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
