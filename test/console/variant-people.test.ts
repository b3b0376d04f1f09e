import { expect, test } from 'vitest';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { reached, reportOf } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

const ARMS = {
  ...{ name: 'Two texts', target_criteria: { tags_any: ['variants'] } },
  ...{ message_content: 'Short!', weight: 1, experiment: { metric: 'read' } },
  buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }],
  contents: [{ key: 'long', weight: 1, message_content: 'Much, much longer!' }],
};

test.skipIf(UNSEEN)('whom a variant was sent to opens as exactly so many people, too few for any rate', async () => {
  const tenant = await newTenant(behind().served, { credentials: STAND_IN_ACCOUNT });
  await addCustomers(tenant, 12, { tags: ['variants'] });
  const { id } = (await tenant.call('POST /v1/campaigns', { body: ARMS })).body;
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
  await signIn(visitor, '/insights', tenant.api_key);
  await page
    .getByRole('table', { name: 'By title' })
    .getByText(/^\d+ of 12$/)
    .waitFor();
  expect(await page.locator('main').textContent()).not.toContain('%');
  await page.getByText('Nothing is clear enough yet to advise anything.').waitFor();

  // The campaign may have been read before its report: what the page counts is of one look.
  await page.route(`**/v1/campaigns/${id}`, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    await route.fulfill({ response, json: { ...json, progress: { ...json.progress, planned: 12, settled: 3 } } });
  });
  for (const [place, people] of variants.entries()) {
    await page.goto(`/console/campaigns/${id}`);
    await page.getByRole('region', { name: 'Progress' }).getByText('12 of 12 done').waitFor();
    await page.getByRole('table', { name: 'Each text' }).waitFor();
    expect(await page.locator('main table').allTextContents()).not.toContainEqual(expect.stringContaining('%'));
    const variant = page.getByRole('table', { name: 'The variants' }).locator('tbody tr').nth(place);
    // The builder, the report's own sentence and both tables call a text the same.
    const name = place === 0 ? 'First text' : 'Variant long';
    await page.getByText(new RegExp(`“${name}” \\d+ of \\d+`)).waitFor();
    await page.getByRole('table', { name: 'Each text' }).getByRole('rowheader', { name }).waitFor();
    expect(await variant.getByRole('rowheader').textContent()).toBe(place === 0 ? `${name}, the control` : name);
    const link = variant.getByRole('link');
    expect(await link.textContent()).toBe(String(people));
    await link.click();
    await page.getByRole('heading', { level: 1, name: `People: sent to, with “${name}”` }).waitFor();
    if (people === 0) await page.getByText('Nobody.').waitFor();
    else await page.locator('tbody tr').first().waitFor();
    expect(await page.locator('tbody tr').count()).toBe(people);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('link', { name: `Download ${people} row${people === 1 ? '' : 's'}` }).waitFor();
  }
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('a text without buttons has no taps, not even none', async () => {
  const tenant = await newTenant(behind().served, { credentials: STAND_IN_ACCOUNT });
  await addCustomers(tenant, 2, { tags: ['variants'] });
  const contents = [{ ...ARMS.contents[0], buttons: [] }];
  const { id } = (await tenant.call('POST /v1/campaigns', { body: { ...ARMS, contents } })).body;
  await tenant.call(`POST /v1/campaigns/${id}/execute`);
  await reached(tenant, id, 'completed');
  const visitor = await visit();
  await signIn(visitor, `/campaigns/${id}`, tenant.api_key);
  const texts = visitor.page.getByRole('table', { name: 'Each text' });
  const read = texts
    .getByRole('row', { name: /Variant long/ })
    .getByRole('link')
    .nth(1);
  expect(await read.getAttribute('href')).toMatch(/people\?content=long&reached=read&counted=\d+$/);
  await texts
    .getByRole('row', { name: /Variant long/ })
    .getByText('– (no buttons)')
    .waitFor();
  expect(await texts.getByText('(no buttons)').count()).toBe(1);

  // Who opens a number that has grown meanwhile is told so.
  for (const [counted, words] of [
    [2, '2 people'],
    [1, '2 people; 1 more came in since'],
  ] as const) {
    await visitor.page.goto(`/console/campaigns/${id}/people?counted=${counted}`);
    await visitor.page.getByText(words, { exact: true }).waitFor();
  }
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
