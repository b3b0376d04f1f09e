import { expect, test } from 'vitest';

import { cutSelects } from './cut-selects.ts';
import { signIn, UNSEEN, visit } from './visit.ts';

const FILE = 'Handy;Vorname;Ja\r\n0151 23456789;"Ana; B";yes\r\n0151 23456780;Bob;no\r\nnone;Cid;yes\r\n';
const FIGURES = ['read', 'new', 'known already', 'could not be read', 'sent STOP: stays so'];

test.skipIf(UNSEEN)(
  'a file with semicolons and local numbers is imported, and who said yes may be written to',
  async () => {
    const visitor = await visit();
    const { page, faults } = visitor;
    await signIn(visitor, '/people/import');
    await page
      .getByLabel('CSV file')
      .setInputFiles({ name: 'kunden.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
    await page.getByText('kunden.csv: 3 rows, 3 columns').waitFor();
    expect(await page.getByLabel('Handy becomes').inputValue()).toBe('phone_number');
    await page.getByLabel('Vorname becomes').selectOption('name');
    await page.getByLabel('Ja becomes').selectOption('none');
    await page.getByLabel('Numbers without a country are from').fill('de');
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect.soft(await cutSelects(page)).toEqual([]);
    }
    const check = page.getByRole('button', { name: /^Check the file/ });
    expect(await check.getAttribute('aria-disabled')).toBe('true');

    await page.getByLabel('A column says so').check();
    await page.getByLabel('Column', { exact: true }).selectOption('Ja');
    await check.click();
    await page.getByText('A check: nothing is written. The import would find:').waitFor();
    await page.getByText('could not be read', { exact: true }).waitFor();
    expect.soft(await page.locator('.figures-row span').allTextContents()).toEqual(FIGURES);
    const line = page.getByRole('row', { name: /^4 / });
    await line.waitFor();
    expect(await line.textContent()).toContain('must be a phone number with + and the country’s number');
    const errors = await page.getByRole('link', { name: 'Download all of them with reasons' }).getAttribute('href');
    expect(await (await fetch(errors ?? '')).text()).toContain('E.164');

    await page.getByRole('button', { name: /^Import 2 rows/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Import', exact: true }).waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
    expect(await page.getByRole('row', { name: /^4 / }).textContent()).toContain(
      'must be a phone number with + and the country’s number',
    );

    expect.soft(await page.locator('.figures-row span').allTextContents()).toEqual(FIGURES);
    await page.getByRole('link', { name: 'Write to them' }).click();
    await page.getByRole('link', { name: /^2.People/ }).click();
    await page.getByText('1 of 2 will get it').waitFor();
    await page.getByText(/^Only those who came with an import on /).waitFor();
    await page.goBack();
    await page.goBack();
    await page.getByRole('link', { name: 'See the people' }).click();
    const ana = page.getByRole('row', { name: /Ana; B/ });
    expect(await ana.textContent()).toMatch(/\+4915123456789.*Said yes/);
    expect(await page.getByRole('row', { name: /Bob/ }).textContent()).toContain('Not said yes');
    expect(faults).toEqual([]);
    await visitor.close();
  },
);
