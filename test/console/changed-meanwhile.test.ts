import { expect, test } from 'vitest';

import { addCampaign } from '../support/campaigns.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('what somebody else changed before it was sent is shown again before it goes', async () => {
  const tenant = await newTenant(behind().served);
  await addCustomers(tenant, 2);
  const { id } = await addCampaign(tenant, { name: 'Autumn' });
  const path = `/v1/campaigns/${id}`;
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, `/campaigns/${id}/edit/check`, tenant.api_key);
  const send = page.locator('button:not([aria-disabled])', { hasText: /^Send to 2 people/ });
  const confirm = () => page.getByRole('dialog').getByRole('button', { name: /^Send to/ });
  await send.click();
  await page.getByLabel(/^This is everyone/).fill('2');
  await tenant.call(`PATCH ${path}`, { body: { name: 'Winter' } });
  await confirm().click();

  await page.getByText('Nothing was sent: somebody else has changed this campaign meanwhile.').waitFor();
  await page.getByRole('heading', { level: 1, name: 'Winter' }).waitFor();
  expect((await tenant.call(`GET ${path}`)).body).toMatchObject({ status: 'draft' });
  await send.click();
  await page.getByLabel(/^This is everyone/).fill('2');
  await confirm().click();
  await page.waitForURL(`**/console/campaigns/${id}`);
  expect((await tenant.call(`GET ${path}`)).body).toMatchObject({ name: 'Winter', run: 1 });
  // The browser itself tells of the refusal.
  expect(visitor.faults.filter((fault) => !fault.includes('412'))).toEqual([]);
  await visitor.close();
});
