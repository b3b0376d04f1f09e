import { expect, test } from 'vitest';

import { caller } from '../support/api.ts';
import { reached, reportOf } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { numbers } from '../support/people.ts';
import { key, made, signIn, UNSEEN, url, visit } from './visit.ts';

const ARMS = {
  ...{ name: 'Two texts', target_criteria: { tags_any: ['variants'] } },
  ...{ message_content: 'Short!', weight: 1, experiment: { metric: 'read' } },
  contents: [{ key: 'long', weight: 1, message_content: 'Much, much longer!' }],
};

test.skipIf(UNSEEN)('whom a variant was sent to opens as exactly so many people', async () => {
  const tenant = { call: caller(url, key) };
  for (const phone_number of numbers(52).slice(-12))
    await made('POST /v1/customers', {
      phone_number,
      tags: ['variants'],
      consent: { status: 'opted_in', source: 'test' },
    });
  const id = await made('POST /v1/campaigns', ARMS);
  expect((await tenant.call(`POST /v1/campaigns/${id}/execute`)).status).toBe(202);
  await reached(tenant, id, 'completed');
  const variants = await eventually(async () => {
    const { experiment } = await reportOf(tenant, id);
    const tried: number[] = experiment.variants.map((one: { tried: number }) => one.tried);
    expect(tried.reduce((sum, people) => sum + people)).toBe(12);
    return tried;
  });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor);
  for (const [place, people] of variants.entries()) {
    await page.goto(`/console/campaigns/${id}`);
    const link = page.getByRole('table', { name: 'The variants' }).locator('tbody tr').nth(place).getByRole('link');
    expect(await link.textContent()).toBe(String(people));
    await link.click();
    await page.getByRole('heading', { level: 1, name: /with the variant/ }).waitFor();
    if (people === 0) await page.getByText('Nobody.').waitFor();
    else await page.locator('tbody tr').first().waitFor();
    expect(await page.locator('tbody tr').count()).toBe(people);
  }
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
