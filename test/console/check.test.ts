import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';

import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

const DRAFT = { name: 'Autumn', message_content: 'Hello there.', target_criteria: { all: true } };

test.skipIf(UNSEEN)('the check counts again by itself while a template is in review', async () => {
  const tenant = await newTenant(behind().served);
  await addCustomers(tenant, 2);
  const { id } = (await tenant.call('POST /v1/campaigns', { body: DRAFT })).body;
  const visitor = await visit();
  const { page, faults } = visitor;
  const now = { status: 'pending' };
  await page.route(/\/preflight$/, async (route) => {
    const response = await route.fetch();
    const counted = (await response.json()) as { readonly templates: readonly object[] };
    await route.fulfill({
      response,
      json: { ...counted, templates: counted.templates.map((one) => ({ ...one, ...now })) },
    });
  });
  await page.clock.install();
  await signIn(visitor, `/campaigns/${id}/edit/check`, tenant.api_key);
  await page.getByText('in review at WhatsApp').waitFor();
  now.status = 'approved';
  await page.clock.fastForward(20_000);
  await page.getByText('approved by WhatsApp').waitFor();
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('the check speaks to a person, and numbers only those whom a sentence is about', async () => {
  const tenant = await newTenant(behind().served);
  await addCustomers(tenant, ['+12025550100', '+4915112345001']);
  await tenant.call('PATCH /v1/tenant', { body: { sending: 'stopped' } });
  const { id } = (await tenant.call('POST /v1/campaigns', { body: DRAFT })).body;
  const visitor = await visit();
  const { page, faults } = visitor;
  await signIn(visitor, `/campaigns/${id}/edit/check`, tenant.api_key);
  await page.getByText('1 person has a US number: WhatsApp delivers no marketing there.').waitFor();
  const said = await page.locator('.notice').allTextContents();
  expect(said.join('\n')).not.toMatch(/PATCH|target_criteria|\d( person| people)?:? ?This goes to all/);
  await page.getByText('Sending is stopped for this tenant.', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'See the settings' }).click();
  await page.getByRole('button', { name: 'Allow sending' }).waitFor();
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('each number of the check opens those people, who can be exported', async () => {
  const tenant = await newTenant(behind().served);
  const [american, english] = await addCustomers(tenant, ['+12025550100', '+447400123456'], { name: 'Ana' });
  const [german] = await addCustomers(tenant, ['+4915112345001'], { language: 'de' });
  const contents = [{ key: 'de', language: 'de', message_content: 'Hallo {{name | default: "du"}}.' }];
  // On a day that is today nowhere on earth.
  const days = [((new Date().getUTCDay() + 2) % 7) + 1];
  const body = { ...DRAFT, contents, sending_hours: { from: '09:00', to: '20:00', days } };
  const { id } = (await tenant.call('POST /v1/campaigns', { body })).body;
  const visitor = await visit();
  const { page, faults } = visitor;
  await signIn(visitor, `/campaigns/${id}/edit/check`, tenant.api_key);
  /** Follows a number to a page that shows these people, and exports them. */
  async function opens(figure: Locator, title: string, people: readonly { readonly id: string }[]): Promise<void> {
    await figure.click();
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    const rows = page.getByRole('table', { name: 'People' }).locator('tbody tr');
    await rows.first().waitFor();
    expect(
      await rows.locator('th a, td:first-child a').evaluateAll((all) => all.map((one) => one.getAttribute('href'))),
    ).toEqual(people.map((person) => `/console/people/${person.id}`));
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('link', { name: `Download ${people.length} row${people.length === 1 ? '' : 's'}` }).waitFor();
    await page.goBack();
  }
  const US_ONLY = 'Left out: have a US number: WhatsApp delivers no marketing there';
  const one = (of: Locator) => of.getByRole('link', { name: '1', exact: true });
  const seen = (note: string) => page.locator('.notice', { hasText: note }).getByRole('link', { name: 'See them' });
  await opens(page.getByRole('link', { name: '2 people', exact: true }), 'Who will get it', [german, english]);
  await opens(one(page.getByRole('heading', { name: '1 will not' })), 'Left out: for any reason', [american]);
  await opens(one(page.getByRole('listitem').filter({ hasText: 'has a US number' })), US_ONLY, [american]);
  await opens(seen('1 person has a US number'), US_ONLY, [american]);
  const line = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  await opens(one(line('Germany 1:')), 'Who will get it, Germany, marketing', [german]);
  const late = line('2 wait for their sending hours').getByRole('link');
  await opens(late, 'Who will get it later: they wait for their sending hours', [german, english]);
  const lacking = 'Who will get it, no value for {{name | default: "du"}}';
  await opens(seen('1 person reads the default of {{name | default: "du"}}'), lacking, [german]);

  // In the builder each text's number opens those who get it.
  await page.goto(`/console/campaigns/${id}/edit/people`);
  const card = page.getByRole('region', { name: 'Reach' });
  await opens(one(card.getByText(/^First text 1$/)), 'Who will get it, with “First text”', [english]);
  await opens(one(card.getByText(/German 1$/)), 'Who will get it, with “German”', [german]);
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)(
  'the check of a campaign for later tells when it begins, in whose time, and what can be done until then',
  async () => {
    const tenant = await newTenant(behind().served);
    await addCustomers(tenant, 2);
    const { id } = (await tenant.call('POST /v1/campaigns', { body: DRAFT })).body;
    const visitor = await visit();
    const { page, faults } = visitor;
    await signIn(visitor, `/campaigns/${id}/edit/when`, tenant.api_key);
    await page.getByLabel('At a time').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    // On the last day of a year it begins in the next one, which is said.
    const begins = /\d+ \w+(?: \d{4})?, 09:00, your time \(.+\)/;
    await page.getByText(new RegExp(`^Begins ${begins.source}$`)).waitFor();
    expect(await page.getByText('Last message:').count()).toBe(0);
    await page.getByRole('button', { name: /^Schedule for 2 people/ }).click();
    const asked = await page.getByRole('dialog').textContent();
    expect(asked).toMatch(new RegExp(`It begins ${begins.source}, and costs about`));
    expect(asked).toContain('You can cancel it until it begins, then pause it;');
    await page.getByLabel('This is everyone. Type 2 to go on.').fill('2');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Schedule for/ })
      .click();
    await page.getByText(new RegExp(`^It starts ${begins.source}\\.$`)).waitFor();
    expect(faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)('what keeps a campaign from its people leads to where they are chosen, or come from', async () => {
  const tenant = await newTenant(behind().served);
  await addCustomers(tenant, 1, { consent: { status: 'unknown', source: 'test' } });
  const { id } = (await tenant.call('POST /v1/campaigns', { body: DRAFT })).body;
  const visitor = await visit();
  const { page, faults } = visitor;
  await page.route(/\/preflight$/, async (route) => {
    const response = await route.fetch();
    const counted = (await response.json()) as object;
    const block = { code: 'not_found', path: 'target_criteria', message: 'names a segment that is gone' };
    await route.fulfill({ response, json: { ...counted, blocks: [block] } });
  });
  await signIn(visitor, `/campaigns/${id}/edit/check`, tenant.api_key);
  await page.getByText('Nobody would get this. Herald writes only to people who said yes.').waitFor();
  for (const [name, place] of [
    ['Mend it', '/edit/people'],
    ['Choose others', '/edit/people'],
    ['Import people who said yes', '/people/import'],
  ] as const)
    expect(await page.getByRole('link', { name }).getAttribute('href'), name).toContain(place);
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('a campaign to far more people than any before is sent once their number is typed', async () => {
  const tenant = await newTenant(behind().served);
  await addCustomers(tenant, 11, { tags: ['vip'] });
  const body = { ...DRAFT, target_criteria: { tags_any: ['vip'] } };
  const { id } = (await tenant.call('POST /v1/campaigns', { body })).body;
  const visitor = await visit();
  const { page, faults } = visitor;
  let recipients = 2;
  await page.route(/\/v1\/campaigns\?.*limit=100/, async (route) => {
    const response = await route.fetch();
    const { data, ...list } = (await response.json()) as { readonly data: readonly object[] };
    await route.fulfill({ response, json: { ...list, data: [...data, { ...data[0], totals: { recipients } }] } });
  });
  await signIn(visitor, `/campaigns/${id}/edit/check`, tenant.api_key);
  const open = () => page.getByRole('button', { name: /^Send to 11 people/ }).click();
  const send = page.getByRole('dialog').getByRole('button', { name: /^Send to 11 people/ });
  await open();
  await expect.poll(() => send.getAttribute('aria-disabled')).toBeNull();
  await page.keyboard.press('Escape');
  recipients = 1;
  await open();
  await page.getByLabel('This is far more than ever before. Type 11 to go on.').fill('1');
  expect(await send.getAttribute('aria-disabled')).toBe('true');
  await page.getByLabel(/Type 11 to go on/).fill('11');
  expect(await send.getAttribute('aria-disabled')).toBeNull();
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)(
  'the keys that go on do so from the time, too, and what is missing stands beside the button',
  async () => {
    const tenant = await newTenant(behind().served);
    await addCustomers(tenant, 1);
    const { id } = (await tenant.call('POST /v1/campaigns', { body: DRAFT })).body;
    const visitor = await visit();
    const { page, faults } = visitor;
    await signIn(visitor, `/campaigns/${id}/edit/when`, tenant.api_key);
    await page.getByLabel('Again and again').check();
    await page.getByRole('group', { name: 'Days' }).getByRole('checkbox', { checked: true }).uncheck();
    await page.getByText('Choose a day', { exact: true }).waitFor();
    await page.keyboard.press('Control+Enter');
    expect(page.url()).toContain('/edit/when');
    await page.getByLabel('As soon as I send it').check();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: '1 person will get it' }).waitFor();
    expect(faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)('the numbers of a segment and of the builder open those people, who can be exported', async () => {
  const tenant = await newTenant(behind().served);
  const [american, german] = await addCustomers(tenant, ['+12025550100', '+4915112345001'], { tags: ['vip'] });
  const [plain] = await addCustomers(tenant, 1);
  await tenant.call(`PATCH /v1/customers/${german.id}`, {
    body: { consent: { status: 'opted_out', source: 'test' } },
  });
  const criteria = { tags_any: ['vip'] };
  const { body: segment } = await tenant.call('POST /v1/segments', { body: { name: 'Regulars', criteria } });
  const { id } = (await tenant.call('POST /v1/campaigns', { body: DRAFT })).body;
  const visitor = await visit();
  const { page, faults } = visitor;
  const shown = async (...people: (typeof plain)[]) => {
    const links = page.getByRole('table', { name: 'People' }).locator('tbody tr a');
    const hrefs = people.map((one) => `/console/people/${one.id}`).toSorted();
    await expect
      .poll(async () => (await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).toSorted())
      .toEqual(hrefs);
  };
  await signIn(visitor, `/people/segments/${segment.id}`, tenant.api_key);
  const card = page.getByRole('region', { name: 'Reach' });
  await card.getByText('0 of 2 may be written to').waitFor();
  await card.getByRole('link', { name: '2', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
  await shown(german, american);
  await page.getByRole('combobox', { name: 'Messages' }).selectOption('opted_in');
  await shown(american);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('link', { name: 'Download 1 row' }).waitFor();
  await page.getByRole('combobox', { name: 'Segment' }).selectOption('');
  await shown(plain, american);

  // What is saved as it is counted opens its people, too.
  await page.goto(`/console/campaigns/${id}/edit/people`);
  await card.getByText('1 of 3 will get it').waitFor();
  await card.getByRole('link', { name: '1', exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Who will get it' }).waitFor();
  await shown(plain);
  await page.goBack();
  await page.getByRole('checkbox', { name: 'Everyone who said yes' }).uncheck();
  await page.getByRole('textbox', { name: /Tags/ }).first().fill('vip');
  await card.getByText('0 of 2 will get it').waitFor();
  expect(faults).toEqual([]);
  await visitor.close();
});
