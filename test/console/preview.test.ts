import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';

import { scopesOfRole } from '../../shared/tenancy/role.ts';
import { numbers } from '../support/people.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { peopleOf } from './people.ts';
import { behind, made, signIn, UNSEEN, visit } from './visit.ts';

const SHARED = { tags: ['previewed'], consent: { status: 'opted_in', source: 'shop' } };

test.skipIf(UNSEEN)('a draft is seen as one of its own people, whose details can be inserted', async () => {
  const [first, second] = peopleOf('preview', 2);
  await made('POST /v1/customers', { ...SHARED, phone_number: first, name: 'Bea', attributes: { plan: 'gold' } });
  await made('POST /v1/customers', { ...SHARED, phone_number: second, name: 'Carl' });
  const id = await made('POST /v1/campaigns', {
    ...{ name: 'Seen', message_content: 'Hello {{name}}, welcome.', target_criteria: { tags_any: ['previewed'] } },
  });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, `/campaigns/${id}/edit/message`);
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByText(/^Hello (Bea|Carl), welcome\.$/).waitFor();
  const reader = preview.getByLabel('See it as');
  await reader.selectOption('Carl');

  const text = page.getByLabel('Text', { exact: true });
  await text.evaluate((area: { setSelectionRange(from: number, to: number): void }) => area.setSelectionRange(15, 15));
  await page.getByLabel('Insert a detail of the person').selectOption('plan');
  expect(await text.inputValue()).toBe('Hello {{name}},{{attributes.plan | default: ""}} welcome.');
  await preview.getByText(/^Whoever has no “plan” gets nothing/).waitFor();
  await reader.selectOption('Bea');
  await preview.getByText('Hello Bea,gold welcome.').waitFor();
  expect(await preview.getByText('gets nothing').count()).toBe(0);

  // What the page's policy refuses is not tried: it would be a breach of it.
  await page.getByLabel('Picture or file').selectOption('Picture');
  await page.getByLabel('Its address').fill('http://shop.example.com/autumn.jpg');
  await preview.getByText('The picture cannot be loaded here').waitFor();

  // Nor is any of it beyond the edge of a narrow screen.
  await text.fill('Fresh bread is waiting for you and for all whom you know. Come and see.');
  await preview.getByText(/^Fresh bread/).waitFor();
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('a draft for a segment or a language is seen as one of those, and not as the newest', async () => {
  const tenant = await newTenant(behind().served);
  const [bea = '', carl = '', dora = '', ...others] = numbers(24);
  await addCustomers(tenant, [bea], { name: 'Bea', tags: ['vip'] });
  await addCustomers(tenant, others);
  await addCustomers(tenant, [carl], { name: 'Carl', language: 'de-AT' });
  await addCustomers(tenant, [dora], { name: 'Dora', language: 'en' });
  const made = async (route: string, body: object) => (await tenant.call(route, { body })).body.id;
  const segment = await made('POST /v1/segments', { name: 'Regulars', criteria: { tags_any: ['vip'] } });
  const drafted = (target_criteria: object) =>
    made('POST /v1/campaigns', { name: 'Seen', message_content: 'Hello {{name}}, welcome.', target_criteria });
  const byLanguage = await drafted({ languages: ['de'] });
  const bySegment = await drafted({ segments_any: [segment] });
  const visitor = await visit();
  const { page } = visitor;
  const preview = page.getByRole('region', { name: 'Preview' });
  await signIn(visitor, `/campaigns/${bySegment}/edit/message`, tenant.api_key);
  await preview.getByText('Hello Bea, welcome.').waitFor();
  await page.goto(`/console/campaigns/${byLanguage}/edit/message`);
  await preview.getByText('Hello Carl, welcome.').waitFor();
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('the phone is seen light and dark, legible in both, while the page stays as it is', async () => {
  const tenant = await newTenant(behind().served);
  const { id } = (
    await tenant.call('POST /v1/campaigns', {
      body: {
        ...{ name: 'Seen', message_content: 'Fresh bread.\n'.repeat(8), footer: 'Reply STOP to opt out' },
        ...{ media_type: 'document', media_url: 'https://shop.example.com/menu.pdf' },
        buttons: [{ id: 'keep', title: 'Keep one for me', type: 'reply' }],
      },
    })
  ).body;
  const visitor = await visit();
  const { page, faults } = visitor;
  await signIn(visitor, `/campaigns/${id}/edit/message`, tenant.api_key);
  const preview = page.getByRole('region', { name: 'Preview' });
  await preview.getByText('menu.pdf').waitFor();
  const behindOf = (selector: string): Promise<string> =>
    page.evaluate(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`);
  const bright = await behindOf('body');
  expect(await preview.getByLabel('Light').isChecked()).toBe(true);
  for (const [name, bubble] of [
    ['Dark', 'rgb(32, 44, 51)'],
    ['Light', 'rgb(255, 255, 255)'],
  ] as const) {
    await preview.getByLabel(name).check();
    expect(await behindOf('.bubble')).toBe(bubble);
    const axe = new AxeBuilder({ page }).include('[aria-label="Preview"]').withRules(['color-contrast']);
    const { violations, passes } = await axe.setLegacyMode().analyze();
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);
    expect(passes).toHaveLength(1);
    expect(await behindOf('body')).toBe(bright);
  }
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)(
  'a message that computers do not show is seen so, until it has answers or links alone',
  async () => {
    const tenant = await newTenant(behind().served);
    const { id } = (
      await tenant.call('POST /v1/campaigns', {
        body: {
          ...{ name: 'Seen', message_content: 'Fresh bread today.', media_type: 'document' },
          media_url: 'https://shop.example.com/menu.pdf',
          buttons: [
            { id: 'keep', title: 'Keep one for me', type: 'reply' },
            { id: 'see', title: 'See it', type: 'url', url: 'https://shop.example.com' },
            { id: 'call', title: 'Call us', type: 'call', phone_number: '+14155550123' },
          ],
        },
      })
    ).body;
    const visitor = await visit();
    const { page, faults } = visitor;
    await signIn(visitor, `/campaigns/${id}/edit/message`, tenant.api_key);
    const preview = page.getByRole('region', { name: 'Preview' });
    const screen = preview.getByLabel('Seen on');
    const text = preview.getByText('Fresh bread today.');
    const unseen = preview.getByText('Open WhatsApp on your phone to see this message');
    await text.waitFor();
    const widths = [];
    for (const phone of ['Small phone', 'Phone', 'Large phone']) {
      await screen.selectOption(phone);
      widths.push((await preview.locator('.bubble').boundingBox())?.width);
    }
    expect(widths).toEqual([256, 288, expect.closeTo(329.6, 1)]);
    await screen.selectOption('Computer');
    await unseen.waitFor();
    expect(await text.count()).toBe(0);
    const axe = new AxeBuilder({ page }).include('[aria-label="Preview"]');
    expect((await axe.setLegacyMode().analyze()).violations).toEqual([]);

    await page.getByRole('button', { name: 'Use links and calls only' }).focus();
    await page.keyboard.press('Enter');
    await text.waitFor();
    expect(await preview.getByRole('listitem').allTextContents()).toEqual(['See it', 'Call us']);
    expect(await unseen.count()).toBe(0);
    // The advice is gone with its button: the focus is on what is left.
    await page
      .locator('select:focus')
      .and(page.getByLabel('Button 1', { exact: true }))
      .waitFor();
    expect(faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)('who may only look at a campaign changes nothing of it, and sees each of its texts', async () => {
  const tenant = await newTenant(behind().served);
  const made = async (route: string, body: object) => (await tenant.call(route, { body })).body;
  const { id } = await made('POST /v1/campaigns', {
    name: 'Seen',
    message_content: 'The text of the first.',
    target_criteria: { tags_any: ['vip'] },
    contents: [{ key: 'b', weight: 1, message_content: 'The text of the other.' }],
    weight: 1,
    experiment: { metric: 'replied' },
  });
  const { key } = await made('POST /v1/api-keys', { name: 'Viewer', scopes: scopesOfRole('viewer') });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, `/campaigns/${id}/edit/message`, key);
  const text = page.getByLabel('Text', { exact: true });
  await text.waitFor();
  expect(await text.isEditable()).toBe(false);
  const which = page.getByLabel('Which text');
  expect(await which.isEnabled()).toBe(true);
  await which.selectOption('Variant b');
  await page.getByRole('region', { name: 'Preview' }).getByText('The text of the other.').waitFor();
  // The steps lead on; a button that does nothing is not shown.
  expect(await page.getByRole('button', { name: 'Continue' }).count()).toBe(0);
  await page.getByRole('link', { name: 'When' }).click();
  await page.getByText('When does it start?').waitFor();
  expect(await page.getByRole('button', { name: 'Continue' }).count()).toBe(0);
  await visitor.close();
});
