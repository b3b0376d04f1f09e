import { afterAll, beforeAll, expect, test } from 'vitest';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { caller } from '../support/api.ts';
import { tell } from '../support/inbound.ts';
import { peopleOf } from './people.ts';
import { behind, key, UNSEEN, url, visit, type Visit } from './visit.ts';

const READERS = 12;
const MOST_STEPS = 25;
/** Nobody takes it for markup. */
const WORDS = 'Until when are <b>you</b> open?';

let visitor: Visit | undefined;

beforeAll(async () => {
  if (UNSEEN) return;
  const [quiet, ...readers] = peopleOf('campaign-path', READERS + 1);
  const rows = readers.map((number, place) => `${number},Person ${place},opted_in,path`);
  const silent = `${quiet},Quiet,unknown,path`;
  const body = ['phone_number,name,consent,tags', ...rows, silent].join('\n');
  await caller(url, key)('POST /v1/customers/import', { body, type: 'text/csv' });
  visitor = await visit();
});
afterAll(() => visitor?.close());

test.skipIf(UNSEEN)('a marketing manager signs in, builds, checks, sends, watches, and sees who tapped', async () => {
  const { page, faults } = visitor!;
  let steps = 0;
  const click = async (name: string | RegExp, role: 'button' | 'link' = 'button') => {
    steps += 1;
    await page
      .getByRole(role, { name, exact: typeof name === 'string' })
      .first()
      .click();
  };
  const fill = async (label: string, value: string) => {
    steps += 1;
    await page.getByLabel(label, { exact: true }).fill(value);
  };
  const choose = async (label: string, value: string) => {
    steps += 1;
    await page.getByLabel(label, { exact: true }).selectOption(value);
  };

  await page.goto('/console/');
  await click('Use the demo');
  await click('New campaign', 'link');
  await fill('Name', 'Autumn collection');
  await choose('Picture or file', 'image');
  await fill('Its address', 'https://example.com/autumn.jpg');
  await fill('Text', 'Hello {{name | default: "friend"}}, the *autumn* collection is here.');
  await click('Add a button');
  await fill('Title 1', 'Keep one for me');
  await click('Add a button');
  await choose('Button 2', 'url');
  await fill('Title 2', 'See collection');
  await fill('Address 2', 'https://example.com/autumn');
  await click('Add a button');
  await choose('Button 3', 'call');
  await fill('Title 3', 'Call the shop');
  await fill('Number 3', '+14155550123');

  const preview = page.getByRole('region', { name: 'Preview' });
  expect(await preview.locator('.bubble-text strong').textContent()).toBe('autumn');
  await choose('See it as', 'ana');
  expect(await preview.locator('.bubble-text').textContent()).toContain('Hello Ana, the autumn collection is here.');
  expect(await preview.getByRole('listitem').allTextContents()).toEqual([
    'Keep one for me',
    'See collection',
    'Call the shop',
  ]);

  await click('Continue');
  await fill('Tags', 'path');
  await page.getByText(`${READERS} of ${READERS + 1} will get it`).waitFor();
  expect(await page.getByRole('region', { name: 'Reach' }).textContent()).toContain('1 has not said yes');
  await click('Continue');
  await click('Continue');

  await page.getByRole('heading', { name: `${READERS} people will get it` }).waitFor();
  await click(new RegExp(`^Send to ${READERS} people`));
  const dialog = page.getByRole('dialog');
  const asked = await dialog.textContent();
  expect(asked).toMatch(/It begins when WhatsApp approves and costs about .*what has gone out cannot be taken back/);
  expect(asked).not.toContain('now?');
  steps += 1;
  await dialog.getByRole('button', { name: /^Send to/ }).click();

  await page.getByRole('heading', { level: 1, name: 'Autumn collection' }).waitFor();
  await page.getByText('Finished', { exact: true }).waitFor();
  expect(steps).toBeLessThanOrEqual(MOST_STEPS);
  console.log(`The path takes ${steps} clicks and fields.`);

  // Everybody reads, and whoever reads taps the answer: the page gets there by itself.
  const tapped = page.getByRole('row', { name: /Keep one for me/ }).getByRole('link');
  await expect.poll(() => tapped.textContent(), { timeout: 120_000 }).toBe(String(READERS));
  await tapped.click();
  await page.getByRole('heading', { level: 1, name: 'People: tapped “Keep one for me”' }).waitFor();
  await page.getByText(`${READERS} people`, { exact: true }).waitFor();
  const rows = page.getByRole('row', { name: /^Person \d/ });
  await expect.poll(() => rows.count()).toBe(READERS);

  await page.getByRole('button', { name: 'Export' }).click();
  const file = await page.getByRole('link', { name: `Download ${READERS} rows` }).getAttribute('href');
  expect((await (await fetch(file ?? '')).text()).match(/Person \d+/g)).toHaveLength(READERS);

  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Autumn collection' }).waitFor();

  // What somebody writes is in the list of replies and in what happened with them; who sent it, in the history.
  const { served } = behind();
  const { body: tenant } = await caller(url, key)('GET /v1/tenant');
  const to = { served, id: tenant.id, credentials: STAND_IN_ACCOUNT };
  const [, phone_number] = peopleOf('campaign-path', READERS);
  for (const Body of ['Hello?', WORDS]) await tell(to, { customer: { phone_number } }, { Body });
  const tabs = page.getByRole('navigation', { name: 'Campaign' });
  await tabs.getByRole('link', { name: 'Replies' }).click();
  const reply = page.getByRole('row', { name: WORDS });
  expect(await reply.textContent()).toContain('counted as a reply, kept with their tap');
  // By pages of one, what came before follows on demand, and nothing is shown from before that could have gaps.
  await page.route(/\/replies\?limit=100/, (route) =>
    route.continue({ url: route.request().url().replace('limit=100', 'limit=1') }),
  );
  await reply.getByRole('link', { name: 'Person 0' }).click();
  await page
    .getByRole('listitem')
    .filter({ hasText: `Wrote ${WORDS}` })
    .waitFor();
  const tap = page.getByRole('listitem').filter({ hasText: 'Tapped “Keep one for me”' });
  expect(await tap.count()).toBe(0);
  const earlier = page.getByRole('button', { name: 'Show earlier' });
  await earlier.click();
  await page.getByRole('listitem').filter({ hasText: 'Wrote Hello?' }).waitFor();
  // A page that is full may be the last one, and the next is empty then.
  for (let presses = 0; presses < 5 && (await earlier.isVisible()); presses += 1) {
    await Promise.all([page.waitForResponse(/cursor=/), earlier.click()]);
    await page.locator('main [aria-busy="true"]').waitFor({ state: 'detached' });
  }
  await tap.waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: /Was sent “.+” .*read/ })
    .waitFor();
  await page
    .getByRole('listitem')
    .filter({ hasText: /Said yes to messages \(.+\)/ })
    .waitFor();
  await page.goBack();
  await tabs.getByRole('link', { name: 'History' }).click();
  await page.getByRole('row', { name: 'Sent the campaign' }).waitFor();

  // Whoever did not tap is written to again, and the draft says so without a word of the API's.
  await tabs.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'who did not tap' }).click();
  await page.getByRole('heading', { level: 1, name: 'Autumn collection: who did not tap' }).waitFor();
  await page.getByRole('link', { name: /^2.People/ }).click();
  await page.getByText('Only those who did not tap a button of “Autumn collection”.').waitFor();
  expect(faults).toEqual([]);
});
