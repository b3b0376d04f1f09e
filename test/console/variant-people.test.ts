import { expect, test } from 'vitest';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { keys } from '../../shared/message/message.keys.ts';
import type { Message } from '../../shared/message/message.ts';
import { timestamp } from '../../shared/platform/clock.ts';
import { randomIds as ids } from '../../shared/platform/ids.ts';
import type { Json } from '../support/api.ts';
import { beginWithoutRun, reached, reportOf } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { tableOf } from '../support/table.ts';
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
    const link = variant.getByRole('link').first();
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

const HOUR = 3_600_000;

test.skipIf(UNSEEN)(
  'whose time is over, and who did it or bought in it, opens and exports as so many people',
  async () => {
    const tenant = await newTenant(behind().served);
    const customers = await addCustomers(tenant, 9, { tags: ['variants'] });
    const { id } = await beginWithoutRun(tenant, { ...ARMS, holdout: 0.2 });
    const table = tableOf(tenant.served);
    const now = Date.now();
    const ago = (hours: number) => timestamp(now - hours * HOUR);
    const common = { status: 'delivered', metric: 'read', window_hours: 24, attempts: 1, variables: [] } as const;
    const long = { phase: 'test', arm: 'long', tried_at: ago(72), planned_at: ago(72) } as const;
    const late = { planned_at: ago(72), bought_at: ago(12) };
    const held = { status: 'skipped', status_reason: 'holdout', phase: 'holdout', planned_at: ago(72) } as const;
    const rows: readonly Partial<Message>[] = [
      // Two read it in their time, one after it, one not at all, and one has time left.
      ...[{ read_at: ago(71) }, { read_at: ago(60), bought_at: ago(60) }, { read_at: ago(12) }, {}].map((how) => ({
        ...long,
        ...how,
      })),
      { ...long, tried_at: ago(1), planned_at: ago(1), read_at: ago(1) },
      { ...long, arm: 'default', ...late },
      ...[{ bought_at: ago(70) }, {}, { planned_at: ago(1) }].map((how) => ({ ...held, ...how })),
    ];
    for (const [place, customer] of customers.entries()) {
      const of = { campaign_id: String(id), customer_id: String(customer.id) };
      await table.put({ ...keys.message(tenant.id, of), ...common, ...of, id: ids.next('msg'), ...rows[place] });
    }
    await eventually(async () => {
      const { experiment, holdout } = await reportOf(tenant, id);
      const counts = experiment.variants.map(({ tried, window_over, did }: Json) => [tried, window_over, did]);
      expect(counts).toEqual([
        [1, 1, 0],
        [5, 4, 2],
      ]);
      expect(holdout).toMatchObject({ sent: { planned: 5, converted: 1 }, held: { planned: 2, converted: 1 } });
    });

    const visitor = await visit();
    const { page } = visitor;
    await signIn(visitor, `/campaigns/${id}`, tenant.api_key);
    const [first, second] = ['First text', 'Variant long'];
    for (const [table, row, place, people, title] of [
      ['The variants', first, 1, 1, `measured, with “${first}”`],
      ['The variants', first, 2, 0, `measured, did what the test counts, with “${first}”`],
      ['The variants', second, 1, 4, `measured, with “${second}”`],
      ['The variants', second, 2, 2, `measured, did what the test counts, with “${second}”`],
      ['Who bought', 'Were sent to', 0, 5, 'not held back, measured'],
      ['Who bought', 'Were sent to', 1, 1, 'not held back, measured, bought'],
      ['Who bought', 'Got nothing', 0, 2, 'got nothing, by chance, measured'],
      ['Who bought', 'Got nothing', 1, 1, 'got nothing, by chance, measured, bought'],
    ] as const) {
      const figures = page.getByRole('table', { name: table }).getByRole('row', { name: row }).getByRole('link');
      expect(await figures.nth(place).textContent()).toBe(String(people));
      await figures.nth(place).click();
      await page.getByRole('heading', { level: 1, name: `People: ${title}`, exact: true }).waitFor();
      await page.getByText(`${people} ${people === 1 ? 'person' : 'people'}`, { exact: true }).waitFor();
      // Their number and they themselves are asked for at the same time.
      await expect.poll(() => page.locator('tbody tr').count()).toBe(people);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('link', { name: `Download ${people} row${people === 1 ? '' : 's'}` }).waitFor();
      await page.goto(`/console/campaigns/${id}`);
      await page.getByRole('table', { name: 'Who bought' }).waitFor();
    }
    // The last column has the button that decides: nobody is to look for it beyond the edge.
    const shown = page.getByRole('region', { name: 'The variants' });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 860 });
      await shown.getByRole('button', { name: `Choose ${second}` }).waitFor();
      expect(await shown.evaluate((region) => region.scrollWidth - region.clientWidth)).toBe(0);
    }
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)('the people who will get one of several texts are told by its name', async () => {
  const tenant = await newTenant(behind().served);
  await addCustomers(tenant, 2, { tags: ['variants'] });
  const { id } = (await tenant.call('POST /v1/campaigns', { body: ARMS })).body;
  const visitor = await visit();
  await signIn(visitor, `/campaigns/${id}/audience?content=long`, tenant.api_key);
  await visitor.page.getByRole('heading', { level: 1, name: 'Who will get it, with “Variant long”' }).waitFor();
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
