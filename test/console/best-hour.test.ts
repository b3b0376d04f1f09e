import { expect, test } from 'vitest';

import { eventually } from '../support/eventually.ts';
import { newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('a campaign is sent to each at their best hour, unless texts are compared', async () => {
  const tenant = await newTenant(behind().served);
  const buttons = [{ id: 'yes', title: 'Yes', type: 'reply' }];
  const draft = { name: 'Hours', message_content: 'Fresh bread today!', buttons };
  const { id } = (await tenant.call('POST /v1/campaigns', { body: draft })).body;
  const kept = (fields: object) =>
    eventually(async () => expect((await tenant.call(`GET /v1/campaigns/${id}`)).body).toMatchObject(fields));
  const visitor = await visit();
  const { page, faults } = visitor;

  await signIn(visitor, `/campaigns/${id}/edit/when`, tenant.api_key);
  await page.getByLabel(/at their best hour/).check();
  await kept({ send_time: 'best' });

  await page.goto(`/console/campaigns/${id}/edit/message`);
  await page.getByRole('button', { name: 'To find out which does better' }).click();
  await page.getByLabel('Text (Variant b)').fill('Hungry? Fresh bread is waiting for you.');
  await kept({ send_time: null, contents: [{ key: 'b' }] });
  await page.goto(`/console/campaigns/${id}/edit/when`);
  await page.getByText('When does it start?').waitFor();
  expect(await page.getByLabel(/at their best hour/).count()).toBe(0);
  expect(faults).toEqual([]);
  await visitor.close();
});
