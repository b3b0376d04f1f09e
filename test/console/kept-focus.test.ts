import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

const hasFocus = (control: Locator) =>
  control.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'));

/** Does as those do who have a keyboard alone. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

test.skipIf(UNSEEN)('what is removed of a campaign leaves the focus on what is next to it', async () => {
  const tenant = await newTenant(behind().served);
  const reply = (title: string) => ({ id: title.toLowerCase(), title, type: 'reply' });
  const variant = (key: string) => ({ key, weight: 1, message_content: `Hello, ${key}!` });
  const { id } = (
    await tenant.call('POST /v1/campaigns', {
      body: {
        ...{ name: 'Less', message_content: 'Hello!', buttons: ['Yes', 'No', 'Later'].map(reply) },
        ...{ weight: 1, contents: ['b', 'c'].map(variant), experiment: { metric: 'tapped' } },
        target_criteria: { tags_any: ['vip'], attributes: { city: 'Berlin' } },
      },
    })
  ).body;
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, `/campaigns/${id}/edit/people`, tenant.api_key);
  await press(page, 'Remove this condition');
  await expect.poll(() => hasFocus(page.getByLabel('Everyone who said yes'))).toBe(true);

  await page.goto(`/console/campaigns/${id}/edit/message`);
  await press(page, 'Remove button 3');
  await expect.poll(() => hasFocus(page.getByRole('button', { name: 'Add a button' }))).toBe(true);
  await press(page, 'Remove (Variant b)');
  await expect.poll(() => hasFocus(page.getByLabel('Text (Variant c)'))).toBe(true);
  await press(page, 'Remove (Variant c)');
  await expect.poll(() => hasFocus(page.getByRole('button', { name: 'In another language' }))).toBe(true);

  // What is added has it, to be filled in.
  await press(page, 'Add a button');
  await expect.poll(() => hasFocus(page.getByLabel('Button 3', { exact: true }))).toBe(true);
  await press(page, 'To find out which does better');
  await expect.poll(() => hasFocus(page.getByLabel('Text (Variant b)'))).toBe(true);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

/** A browser that is busy when a page is shown: what is not done with it comes late. */
const SLOW_EFFECTS = `{
  const begin = setTimeout;
  globalThis.setTimeout = (work, delay = 400, ...given) => begin(work, delay, ...given);
}`;

test.skipIf(UNSEEN)('whoever begins before a page is done with its work keeps the focus', async () => {
  const tenant = await newTenant(behind().served);
  const target_criteria = { tags_any: ['vip'], attributes: { city: 'Berlin' } };
  const body = { name: 'At once', message_content: 'Hello!', target_criteria };
  const { id } = (await tenant.call('POST /v1/campaigns', { body })).body;
  const visitor = await visit();
  const { page } = visitor;
  await page.addInitScript(SLOW_EFFECTS);
  await signIn(visitor, `/campaigns/${id}/edit/people`, tenant.api_key);
  await page.getByRole('button', { name: 'Remove this condition' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => hasFocus(page.getByLabel('Everyone who said yes'))).toBe(true);
  await visitor.close();
});

test.skipIf(UNSEEN)('a row that is deleted leaves the focus on the next', async () => {
  const tenant = await newTenant(behind().served);
  await tenant.call('POST /v1/api-keys', { body: { name: 'Till', scopes: ['campaigns:read'] } });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, '/settings/keys', tenant.api_key);
  const dialog = page.getByRole('dialog');
  await press(page, 'Delete Till');
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => hasFocus(page.getByRole('button', { name: 'Delete Till' }))).toBe(true);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /^Till/ }).waitFor({ state: 'detached' });
  await expect.poll(() => hasFocus(page.getByRole('button', { name: 'Delete first key' }))).toBe(true);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)(
  'whoever writes stays in their field when the draft is first saved and has an address',
  async () => {
    const visitor = await visit();
    const { page } = visitor;
    await signIn(visitor, '/campaigns/new/edit/message');
    await page.getByLabel('Name', { exact: true }).fill('Kept where it is written');
    await page.getByLabel('Text', { exact: true }).fill('Hello there.');
    await page.waitForURL(/\/campaigns\/cmp_/);
    await page.getByText(/^Saved /).waitFor();
    await page.keyboard.type(' And on.');
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('Hello there. And on.');
    await page.getByRole('link', { name: /^2.People/ }).click();
    await page.locator('h1:focus').waitFor();
    await visitor.close();
  },
);
