import { test } from 'vitest';

import { signIn, UNSEEN, visit } from './visit.ts';

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
