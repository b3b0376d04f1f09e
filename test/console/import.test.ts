import { expect, test } from 'vitest';

import { numbers } from '../support/people.ts';
import { removeUpload, stoppedImport } from '../support/stopped-import.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';
import { cutSelects } from './cut-selects.ts';
import { behind, signIn, UNSEEN, visit } from './visit.ts';

const FILE = 'Handy;Vorname;Ja\r\n0151 23456789;"Ana; B";yes\r\n0151 23456780;Bob;no\r\nnone;Cid;yes\r\n';
const FIGURES = ['read', 'new', 'known already', 'could not be read', 'sent STOP: stays so', 'said yes'];

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

test.skipIf(UNSEEN)(
  'how a file is understood is shown and can be changed, and its mapping is offered for the same columns, its consent never',
  async () => {
    const tenant = await newTenant(behind().served);
    const visitor = await visit();
    const { page, faults } = visitor;
    await signIn(visitor, '/people/import', tenant.api_key);
    const text = 'Phone,Gr\u00f6\u00dfe;cm,Note\n+4915123456789,M\u00fcl;1,x\n';
    const drop = () =>
      page
        .getByLabel('CSV file')
        .setInputFiles({ name: 'shop.csv', mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') });
    const [separator, encoding] = [page.getByLabel('Between the columns'), page.getByLabel('Encoding')];
    const seen = async () => [await separator.inputValue(), await encoding.inputValue()];
    await drop();
    await page.getByRole('cell', { name: 'M\u00fcl;1' }).waitFor();
    expect(await seen()).toEqual([',', 'windows-1252']);

    await page.getByLabel('No, or I do not know').check();
    await separator.selectOption('Semicolon');
    await page.getByLabel('Phone,Gr\u00f6\u00dfe becomes').waitFor();
    expect(await page.getByLabel('No, or I do not know').isChecked()).toBe(false);
    await separator.selectOption('Comma');
    await encoding.selectOption('UTF-8');
    await page.getByRole('cell', { name: 'M\ufffdl;1' }).waitFor();
    await encoding.selectOption('Windows-1252');
    await page.getByRole('cell', { name: 'M\u00fcl;1' }).waitFor();

    await page.getByLabel('Note becomes').selectOption('name');
    await page.getByLabel('No, or I do not know').check();
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByRole('button', { name: 'Import 1 row' }).click();
    await page.getByRole('heading', { level: 1, name: 'Import', exact: true }).waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
    const { body } = await tenant.call('GET /v1/customers');
    expect(body.data).toMatchObject([{ name: 'x', attributes: { 'Gr\u00f6\u00dfe;cm': 'M\u00fcl;1' } }]);

    await page.goto(`${new URL(page.url()).origin}/console/people/import`);
    await drop();
    await page.getByText(/^Same columns as on /).waitFor();
    expect(await page.getByLabel('Note becomes').inputValue()).toBe('detail');
    await page.getByRole('button', { name: 'Use that mapping' }).click();
    expect(await page.getByLabel('Note becomes').inputValue()).toBe('name');
    expect(await page.locator('input[name=consent]:checked').count()).toBe(0);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/15123456789|M\u00fcl/);
    expect(faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)('what Herald refuses of the columns is said by their names', async () => {
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, '/people/import');
  const buffer = Buffer.from('Phone,constructor,prototype\n+4915123456789,a,b\n');
  await page.getByLabel('CSV file').setInputFiles({ name: 'shop.csv', mimeType: 'text/csv', buffer });
  await page.getByLabel('No, or I do not know').check();
  await page.getByRole('button', { name: 'Check the file' }).click();
  const reason = 'This name cannot be used; choose another';
  await page.getByText(`“constructor”: ${reason}; “prototype”: ${reason}.`, { exact: true }).waitFor();
  await visitor.close();
});

test.skipIf(UNSEEN)('columns that are left out may have any name', async () => {
  const tenant = await newTenant(behind().served);
  const visitor = await visit();
  const { page, faults } = visitor;
  await signIn(visitor, '/people/import', tenant.api_key);
  const names = ['constructor', '__proto__', 'prototype', 'toString'];
  const buffer = Buffer.from(`Phone,${names.join()}\n+4915123456789,a,b,c,d\n`);
  await page.getByLabel('CSV file').setInputFiles({ name: 'shop.csv', mimeType: 'text/csv', buffer });
  for (const name of names) await page.getByLabel(`${name} becomes`).selectOption('Leave out');
  await page.getByLabel('No, or I do not know').check();
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import', exact: true }).waitFor();
  await page.getByText('Done', { exact: true }).waitFor();
  expect(await page.getByRole('table').count()).toBe(0);
  const { body } = await tenant.call('GET /v1/customers');
  expect(body.data).toMatchObject([{ phone_number: '+4915123456789', attributes: {} }]);
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)('what a number lacks is seen in any row, and no choice of a column is cut', async () => {
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, '/people/import');
  const fileOf = (last: string) => {
    const rows = Array.from({ length: 50 }, (_, n) => `+49151234567${n},Ana`);
    return {
      name: 'shop.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(['Phone,First name', ...rows, last].join('\n')),
    };
  };
  const choose = (last: string) => page.getByLabel('CSV file').setInputFiles(fileOf(last));
  const country = page.getByLabel('Numbers without a country are from');
  const shortened = page.getByText('A spreadsheet turned 1 number into something like 4.9E+11');
  await choose('+4915123456999,Bo');
  await page.getByText('51 rows').waitFor();
  expect([await country.count(), await shortened.count(), await cutSelects(page)]).toEqual([0, 0, []]);
  await choose('0151 23456999,Bo');
  await country.waitFor();
  await choose('4.915E+11,Bo');
  await shortened.waitFor();
  await visitor.close();
});

test.skipIf(UNSEEN)('an export of Herald that is imported again changes nobody’s consent', async () => {
  const tenant = await newTenant(behind().served);
  const [before] = await addCustomers(tenant, 1);
  const { id, phone_number, consent } = before ?? {};
  const header = 'id,phone_number,attributes,consent,consent_source,consent_text,consent_at';
  const row = [id, phone_number, '{}', consent.status, consent.source, '', consent.at].join(',');
  const visitor = await visit();
  const { page, faults } = visitor;
  await signIn(visitor, '/people/import', tenant.api_key);
  const buffer = Buffer.from(`${header}\n${row}\n`);
  await page.getByLabel('CSV file').setInputFiles({ name: 'customers.csv', mimeType: 'text/csv', buffer });
  const left = page.getByText('Then nobody looks into “consent”.');
  await page.getByLabel('Yes, all of them').check();
  await left.waitFor();
  await page.getByLabel('A column says so').check();
  expect(await left.count()).toBe(0);
  expect(await page.getByLabel('Column', { exact: true }).inputValue()).toBe('consent');
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import', exact: true }).waitFor();
  await page.getByText('Done', { exact: true }).waitFor();
  expect((await tenant.call(`GET /v1/customers/${id}`)).body).toEqual(before);
  expect((await tenant.call(`GET /v1/customers/${id}/consents`)).body.data).toHaveLength(1);
  expect(faults).toEqual([]);
  await visitor.close();
});

test.skipIf(UNSEEN)(
  'how much of a file is read is seen while it is imported, and when its page is opened again',
  async () => {
    const tenant = await newTenant(behind().served);
    const { body } = await tenant.call('POST /v1/imports', { body: {} });
    const visitor = await visit();
    const { page, faults } = visitor;
    const now = { status: 'running', size: 2_000, progress: { rows: 40, bytes: 500 }, eta: '2026-11-29T09:00:25.000Z' };
    await page.route(`**/v1/imports/${body.id}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as object), ...now } });
    });
    await page.clock.setFixedTime('2026-11-29T09:00:05.000Z');
    await signIn(visitor, `/people/import/${body.id}`, tenant.api_key);
    const bar = page.getByRole('progressbar', { name: 'Read' });
    await bar.waitFor();
    expect([await bar.getAttribute('aria-valuenow'), await bar.getAttribute('aria-valuemax')]).toEqual(['500', '2000']);
    await page.getByText('Reading, about 20 s more. You may leave; it goes on.').waitFor();
    await page.getByRole('status').filter({ hasText: '25 percent are read.' }).waitFor({ state: 'attached' });

    Object.assign(now, { status: 'failed', progress: { rows: 41, bytes: 510 }, eta: null });
    await page.getByText('Stopped at row 42; those before are in. Nobody comes in twice.').waitFor();
    expect(await page.getByText('You may leave').count()).toBe(0);
    await page.getByRole('link', { name: 'Import it again' }).click();
    await page.getByLabel('CSV file').waitFor();
    expect(faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)(
  'an import that stopped says where, on any computer, and goes on from there to its end',
  async () => {
    const tenant = await newTenant(behind().served);
    const people = numbers(1_100);
    const file = ['phone_number,name', ...people.map((number, n) => `${number},Ana ${n}`)].join('\n');
    const { id } = await stoppedImport(tenant, file, { written: 1_050 });
    const visitor = await visit();
    const { page, faults } = visitor;
    await signIn(visitor, `/people/import/${id}`, tenant.api_key);
    const stopped = page.getByText('Stopped at row 1,001; those before are in.', { exact: true });
    await stopped.waitFor();
    expect(await page.getByRole('link', { name: 'Import it again' }).count()).toBe(0);
    await page.reload();
    await stopped.waitFor();
    await page.getByRole('button', { name: 'Go on from there' }).click();
    await page.getByText('Done', { exact: true }).waitFor();
    expect(await stopped.count()).toBe(0);
    const read = page.locator('.figures-row > *', { hasText: 'read' }).first();
    expect(await read.textContent()).toContain('1,100');
    expect((await tenant.call('GET /v1/customers?count=true')).body.count.value).toBe(1_100);
    expect(faults).toEqual([]);
    await visitor.close();
  },
);

test.skipIf(UNSEEN)('where the file went away meanwhile, it is said, and the file can be imported again', async () => {
  const tenant = await newTenant(behind().served);
  const { id } = await stoppedImport(tenant, `phone_number\n${numbers(1)[0]}\n`, { written: 0 });
  const visitor = await visit();
  const { page } = visitor;
  await signIn(visitor, `/people/import/${id}`, tenant.api_key);
  const goOn = page.getByRole('button', { name: 'Go on from there' });
  await goOn.waitFor();
  await removeUpload(tenant, id);
  await goOn.click();
  await page.getByRole('alert').filter({ hasText: 'The file is not kept any more.' }).waitFor();
  await page.getByText('Stopped at row 1; those before are in. Nobody comes in twice.').waitFor();
  await page.getByRole('link', { name: 'Import it again' }).click();
  await page.getByLabel('CSV file').waitFor();
  await visitor.close();
});
