import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';

import { STAND_IN_ACCOUNT } from '../../local/herald.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

/** No page of the builder has more to go through. */
const MOST_TABS = 90;

/** What has the focus: what it is called (a page's heading has it as the page begins, without an outline), and why somebody with a keyboard alone would not find it. */
const FOCUSED = `(async () => {
  // What a key adds takes the focus with the next frame.
  for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
  const it = document.activeElement;
  const box = it.getBoundingClientRect();
  const label = it.labels?.[0]?.textContent;
  const name = it === document.body ? '' : (it.getAttribute('aria-label') ?? label ?? it.textContent).trim().replaceAll('\\u00a0', ' ');
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2);
  const { outlineStyle, outlineWidth } = getComputedStyle(it);
  const faults = [
    box.width > 0 && box.top >= 0 && box.bottom <= innerHeight + (box.height > innerHeight ? Infinity : 0) ? '' : 'not in view',
    at && (it.contains(at) || at.contains(it)) ? '' : 'under ' + at?.outerHTML.slice(0, 80),
    outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? '' : 'no outline',
  ].filter(Boolean);
  return { name, faults: it === document.body || it.tagName === 'H1' ? [] : faults.map((fault) => name + ': ' + fault) };
})()`;

/** Somebody at a keyboard who looks where they are at each step. */
function typist(page: Page) {
  const lost: string[] = [];
  async function press(key: string): Promise<string> {
    await page.keyboard.press(key);
    const { name, faults } = await page.evaluate<{ name: string; faults: string[] }>(FOCUSED);
    lost.push(...faults);
    return name;
  }
  /** Goes on to what is called so, by Tab alone. */
  async function reach(name: string | RegExp): Promise<void> {
    const passed: string[] = [];
    while (passed.length < MOST_TABS) {
      const found = await press('Tab');
      if (typeof name === 'string' ? found === name : name.test(found)) return;
      passed.push(found);
    }
    throw new Error(`There is no way to ${String(name)} by Tab: ${passed.join(' | ')}`);
  }
  return {
    lost,
    reach,
    async enter(name: string | RegExp): Promise<void> {
      await reach(name);
      await press('Enter');
    },
    async type(name: string, text: string): Promise<void> {
      await reach(name);
      await page.keyboard.type(text);
    },
    /** Chooses in a list by the first letters, as it is done in a list that is closed. */
    async choose(name: string, option: string): Promise<void> {
      await reach(name);
      await page.keyboard.type(option);
    },
    async check(name: string | RegExp): Promise<void> {
      await reach(name);
      await press('Space');
    },
  };
}

test.skipIf(UNSEEN).each([
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
])('a campaign is written, checked and sent by the keyboard alone, and the focus is always seen: %j', async (size) => {
  const tenant = await newTenant(behind().served, { credentials: STAND_IN_ACCOUNT });
  await addCustomers(tenant, 3, { tags: ['regular'] });
  const criteria = { tags_any: ['regular'] };
  await tenant.call('POST /v1/segments', { body: { name: 'Regulars', criteria } });
  const visitor = await visit();
  const { page } = visitor;
  await page.setViewportSize(size);
  await signIn(visitor, '/campaigns', tenant.api_key);
  const { lost, enter, type, choose, check, reach } = typist(page);
  const heading = (name: string) => page.getByRole('heading', { name }).waitFor();
  await heading('Campaigns');

  await enter('New campaign');
  await heading('New campaign');
  await type('Name', 'By keyboard');
  await choose('Picture or file', 'Picture');
  await type('Its address', 'https://shop.example.com/autumn.jpg');
  await type('Text', 'Fresh bread today.');
  const buttons = [
    { type: 'Answer', title: 'Keep one for me' },
    { type: 'Link', title: 'See them', field: 'Address 2', value: 'https://shop.example.com/bread' },
    { type: 'Call', title: 'Call the shop', field: 'Number 3', value: '+14155550123' },
  ];
  for (const [place, { type: kind, title, field, value }] of buttons.entries()) {
    await enter('Add a button');
    const select = page.getByLabel(`Button ${place + 1}`, { exact: true });
    await page.locator('select:focus').and(select).waitFor();
    await page.keyboard.type(kind);
    expect(await select.locator('option:checked').textContent()).toBe(kind);
    await type(`Title ${place + 1}`, title);
    if (field) await type(field, value);
  }
  await enter('Continue');
  await page.getByLabel('Everyone who said yes').waitFor();
  await page.getByText('In one of these segments').waitFor();
  await check('Regulars');
  await page.getByText('3 of 3 will get it').waitFor();
  await enter('Continue');
  await page.getByText('When does it start?').waitFor();
  await reach('As soon as I send it');
  await enter('Continue');
  await heading('3 people will get it');
  await page.locator('button:not([aria-disabled])', { hasText: /^Send to 3 people/ }).waitFor();
  await enter(/^Send to 3 people/);
  // It looks first whether this is far more than ever before.
  await page.getByRole('dialog').locator('button.main:not([aria-disabled])').waitFor();
  await enter(/^Send to 3 people/);
  await page.waitForURL(/\/campaigns\/cmp_[^/]+$/);
  await page.getByText('Finished', { exact: true }).waitFor();
  expect([...new Set(lost)]).toEqual([]);
  expect(visitor.faults).toEqual([]);
  await visitor.close();
});
