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

test.skipIf(UNSEEN)('what was scheduled long ago is running, however many campaigns came after', async () => {
  const tenant = await newTenant(behind().served);
  const draft = { message_content: 'Hello.', target_criteria: { all: true } };
  const make = async (name: string) =>
    (await tenant.call('POST /v1/campaigns', { body: { ...draft, name } })).body as { readonly id: string };
  const { id } = await make('Long ago');
  const scheduled_at = new Date(Date.now() + 86_400_000).toISOString();
  const scheduled = await tenant.call(`POST /v1/campaigns/${id}/schedule`, { body: { scheduled_at } });
  expect(scheduled.status).toBeLessThan(300);
  await make('Newer');
  const visitor = await visit();
  const { page, faults } = visitor;
  // By pages of one.
  await page.route(/\/v1\/campaigns\?(?!.*status).*limit=50/, (route) =>
    route.continue({ url: route.request().url().replace('limit=50', 'limit=1') }),
  );
  await signIn(visitor, '/', tenant.api_key);
  await page.getByRole('link', { name: 'Long ago' }).waitFor();
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('a sender tells how many people are left, or why that is not known', async () => {
  const tenant = await newTenant(behind().served);
  const visitor = await visit();
  const { page, faults } = visitor;
  await signIn(visitor, '/settings/senders', tenant.api_key);
  await page.getByRole('cell', { name: 'not told yet' }).waitFor();
  await tenant.call(`PATCH /v1/senders/${tenant.sender_id}`, { body: { daily_limit: 10_000 } });
  await page.reload();
  await page.getByRole('cell', { name: '10,000 of 10,000 left' }).waitFor();
  await page.getByRole('cell', { name: 'as usual' }).waitFor();
  expect(faults).toEqual([]);
  await visitor.close();
});
