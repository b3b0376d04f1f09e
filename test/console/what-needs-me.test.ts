import { expect, test } from 'vitest';

import { newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('a page whose script does not come says so, and comes when it is tried again', async () => {
  const visitor = await visit();
  const { page, context } = visitor;
  await signIn(visitor);
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await context.setOffline(true);
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByText('This page could not be loaded.').waitFor();
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await visitor.close();
});

test.skipIf(UNSEEN)('that all sending is stopped needs somebody', async () => {
  const tenant = await newTenant(behind().served);
  const visitor = await visit();
  const { page, faults } = visitor;
  await signIn(visitor, '/', tenant.api_key);
  await page.getByText('Nothing needs you now.').waitFor();
  await tenant.call('PATCH /v1/tenant', { body: { sending: 'stopped' } });
  await page.reload();
  await page.getByText('All sending is stopped.').waitFor();
  expect(await page.getByText('Nothing needs you now.').count()).toBe(0);
  await page.getByRole('link', { name: 'See the settings' }).click();
  await page.getByRole('button', { name: 'Allow sending' }).waitFor();
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('sending hours are told of where there are some', async () => {
  const tenant = await newTenant(behind().served);
  const visitor = await visit();
  const { page, faults } = visitor;
  const draft = { name: 'Later', message_content: 'Hello.', target_criteria: { all: true } };
  const { id } = (await tenant.call('POST /v1/campaigns', { body: draft })).body;
  const hours = page.getByText(/^Sending hours .* apply where each person lives/);
  await signIn(visitor, `/campaigns/${id}/edit/when`, tenant.api_key);
  await page.getByText('When does it start?').waitFor();
  await page.waitForLoadState('networkidle');
  expect(await hours.count()).toBe(0);
  for (const [days, said] of [
    [[1, 2, 3, 4, 5, 6, 7], '09:00 to 20:00'],
    [[1, 2], '09:00 to 20:00 on Mon, Tue'],
  ] as const) {
    await tenant.call('PATCH /v1/tenant', { body: { sending_hours: { from: '09:00', to: '20:00', days } } });
    await page.reload();
    await hours.waitFor();
    expect(await hours.textContent()).toContain(`Sending hours ${said} apply`);
  }
  expect(faults).toEqual([]);
  await visitor.close();
});
