import { expect, test } from 'vitest';

import { newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('all sending is stopped after a question, and allowed again', async () => {
  const tenant = await newTenant(behind().served);
  const sending = async () => (await tenant.call('GET /v1/tenant')).body.sending;
  const manager = await visit();
  await signIn(manager, '/settings/hours', tenant.api_key);
  const { page, faults } = manager;
  await page.getByRole('button', { name: 'Stop all sending' }).click();
  expect(await sending()).toBe('on');
  await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click();
  await page.getByText('All sending is stopped.').waitFor();
  expect(await sending()).toBe('stopped');
  await page.getByRole('button', { name: 'Allow sending' }).click();
  await page.getByRole('button', { name: 'Stop all sending' }).waitFor();
  expect(await sending()).toBe('on');
  expect(faults).toEqual([]);
  await manager.close();
});
