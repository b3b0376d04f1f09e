import { expect, test } from 'vitest';

import { made, signIn, UNSEEN, visit } from './visit.ts';

test.skipIf(UNSEEN)('each quarter of a campaign is spoken when it is reached, its end, too', async () => {
  const id = await made('POST /v1/campaigns', { name: 'Spoken', message_content: 'Hello there.' });
  const visitor = await visit();
  const { page, faults } = visitor;
  const now = { status: 'sending', settled: 6 };
  await page.route(`**/v1/campaigns/${id}`, async (route) => {
    const response = await route.fetch();
    const { status, settled } = now;
    const progress = { planned: 10, settled, rate: 1, eta: null };
    await route.fulfill({ response, json: { ...((await response.json()) as object), status, progress } });
  });
  await page.clock.install();
  await signIn(visitor, `/campaigns/${id}`);
  const spoken = page.getByRole('status');
  await page.getByText('6 of 10 done').waitFor();
  expect(await spoken.textContent()).not.toContain('percent');
  for (const [status, settled, percent] of [
    ['sending', 8, 75],
    ['completed', 10, 100],
  ] as const) {
    Object.assign(now, { status, settled });
    await page.clock.fastForward(2_000);
    await spoken.filter({ hasText: `${percent} percent are done.` }).waitFor({ state: 'attached' });
  }
  expect(faults).toEqual([]);
  await visitor.close();
});
