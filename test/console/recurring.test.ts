import { expect, test } from 'vitest';

import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('a campaign with two texts goes to a segment again and again, until it is stopped', async () => {
  const tenant = await newTenant(behind().served);
  await addCustomers(tenant, 3, { tags: ['regular'] });
  await addCustomers(tenant, ['+4915112345001'], { tags: ['regular', 'staff'] });
  const draft = { name: 'Each week', message_content: 'Fresh bread today!', target_criteria: { tags_any: ['nobody'] } };
  const { id } = (await tenant.call('POST /v1/campaigns', { body: draft })).body;
  const visitor = await visit();
  const { page, faults } = visitor;
  const click = (name: string | RegExp, role: 'button' | 'link' = 'button') =>
    page.getByRole(role, { name, exact: typeof name === 'string' }).click();
  const fill = (label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);

  await signIn(visitor, '/people/segments', tenant.api_key);
  await click('New segment', 'link');
  await fill('Name', 'Regulars');
  await fill('Tags', 'regular');
  await fill('Not with these tags', 'staff');
  await page.getByText('3 of 3 may be written to').waitFor();
  await click('Save');
  await page.getByRole('link', { name: 'Regulars' }).waitFor();

  await page.goto(`/console/campaigns/${id}/edit/message`);
  await click('To find out which does better');
  await fill('Text (Variant b)', 'Hungry? Fresh bread is waiting for you.');
  const pick = page.getByLabel('Each person gets what they likeliest answer');
  await pick.check();
  await page.getByLabel('What counts').selectOption('read');
  await pick.waitFor({ state: 'detached' });
  // Where everybody is tested, nothing is said of the rest.
  const rest = page.getByText('the rest gets');
  await page.getByText('Everybody is tested').waitFor();
  expect(await rest.count()).toBe(0);
  await fill('Tested, in percent', '40');
  await rest.waitFor();
  await page.getByLabel('Which text').selectOption('Variant b');
  await page.getByRole('region', { name: 'Preview' }).getByText('Hungry?').waitFor();
  await click('Continue');
  await fill('Tags', '');
  await page.getByRole('group', { name: 'In one of these segments' }).getByLabel('Regulars').check();
  await page.getByText('3 of 3 will get it').waitFor();
  await click('Continue');

  await page.getByLabel('Again and again').check();
  await page.getByLabel('Every so many weeks').fill('2');
  await page.getByText(/^Next, your time \(.+?\): (.+?;){4}/).waitFor();
  await click('Continue');
  await page.getByRole('heading', { name: '3 people will get it' }).waitFor();
  await click(/^Schedule for 3 people each time/);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Schedule for/ })
    .click();
  await page.getByText(/^It is sent on .*every 2 weeks; next, your time/).waitFor();
  const { body: kept } = await tenant.call(`GET /v1/campaigns/${id}`);
  expect(kept).toMatchObject({
    status: 'scheduled',
    recurrence: { every: 2, time: '09:00' },
    experiment: { metric: 'read' },
    weight: 1,
    contents: [{ key: 'b', weight: 1, message_content: 'Hungry? Fresh bread is waiting for you.' }],
  });

  expect(kept.experiment).not.toHaveProperty('pick');

  await click('Stop');
  await click('Stop for good');
  await page.getByText('Cancelled', { exact: true }).waitFor();
  expect(faults).toEqual([]);
  await visitor.close();
});
