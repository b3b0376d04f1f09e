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
