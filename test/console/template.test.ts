import { expect, test } from 'vitest';

import { made, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('the page of a template tells by itself that WhatsApp has approved it', async () => {
  const id = await made('POST /v1/templates', { name: 'seen_in_review', message_content: 'Hello there.' });
  const visitor = await visit();
  const { page, faults } = visitor;
  let status = 'submitted';
  await page.route(`**/v1/templates/${id}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...((await response.json()) as object), status } });
  });
  await page.clock.install();
  await signIn(visitor, `/templates/${id}`);
  await page.getByText('In review', { exact: true }).waitFor();
  status = 'approved';
  await page.clock.fastForward(20_000);
  await page.getByText('Approved', { exact: true }).waitFor();
  expect(faults).toEqual([]);
  await visitor.close();
});
