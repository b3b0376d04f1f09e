import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { mostCareful, type Consent } from '../../../shared/customer/consent.ts';
import { customerStore, type Customers } from '../../../shared/customer/customer.store.ts';
import { customerGiven, draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { importCustomerFile } from '../../../shared/customer/import-customers.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let customers: Customers;
beforeAll(async () => {
  opened = await testTable();
  customers = customerStore(opened.table);
});
afterAll(() => opened.close());

const NUMBER = '+4915112345678';
const STOPPED = Date.parse('2026-06-01T12:00:00Z');
const at = (minutes: number) => timestamp(STOPPED + minutes * 60_000);

/** A customer who opted in a day before, and wrote STOP. */
async function stopped() {
  const tenant = ids.next('ten');
  const body = customerGiven.parse({ phone_number: NUMBER, consent: { status: 'opted_in', source: 'web' } });
  const about = { tenant_id: tenant, id: ids.next('cus'), consent_id: ids.next('con'), now: at(-1440) };
  const { id } = (await customers.upsert(draftCustomer(body, about))).customer;
  const say = (consent: object, now = at(60)) => {
    const given = { consent: consent as NonNullable<typeof body.consent> };
    return customers.change(tenant, id, { given, now, consent_id: ids.next('con') });
  };
  await say({ status: 'opted_out', source: 'whatsapp', author: 'person' }, at(0));
  const status = async () => (await customers.get(tenant, id))?.consent;
  const file = (row: string, header = 'phone_number,consent,consent_source,consent_at') =>
    importCustomerFile(`${header}\n${row}`, { tenant_id: tenant, now: at(60) }, { customers, ids });
  return { tenant, id, say, status, file };
}

describe('a person’s STOP', () => {
  test.each([
    ['a request without a time', { status: 'opted_in', source: 'shop' }],
    ['a request with an earlier time', { status: 'opted_in', source: 'shop', at: at(-1) }],
    ['a request with the same time', { status: 'opted_in', source: 'shop', at: at(0) }],
    ['a request with a time to come', { status: 'opted_in', source: 'shop', at: at(600) }],
    ['a later time without a source of its own', { status: 'opted_in', source: 'import', at: at(1) }],
    ['a later unknown', { status: 'unknown', source: 'shop', at: at(1) }],
    ['the business’s own opt-out', { status: 'opted_out', source: 'shop', at: at(1) }],
  ])('is not undone by %s', async (_, consent) => {
    const { say, status } = await stopped();
    await say(consent);
    expect(await status()).toMatchObject({ status: 'opted_out', author: 'person', at: at(0) });
  });

  test.each([
    ['the person’s START', { status: 'opted_in', source: 'whatsapp', author: 'person' }],
    ['a later statement of the business with time and source', { status: 'opted_in', source: 'shop', at: at(1) }],
  ])('is undone by %s', async (_, consent) => {
    const { say, status } = await stopped();
    await say(consent);
    expect(await status()).toMatchObject({ status: 'opted_in' });
  });

  test('is recorded after a request of the business whose clock is ahead', async () => {
    const { say, status } = await stopped();
    await say({ status: 'opted_in', source: 'shop', at: at(30) }, at(30));
    await say({ status: 'opted_out', source: 'whatsapp', author: 'person' }, at(29));
    expect(await status()).toMatchObject({ status: 'opted_out', at: at(30) });
  });

  test('is known of rows that an earlier version wrote', async () => {
    const { say, status } = await stopped();
    for (const source of ['whatsapp', 'button', 'provider']) {
      await say({ status: 'opted_in', source: 'whatsapp', author: 'person' });
      await say({ status: 'opted_out', source }, at(61));
      await say({ status: 'opted_in', source: 'shop' }, at(62));
      expect(await status()).toMatchObject({ status: 'opted_out', source });
    }
  });

  test('stands against a file with opted_in again, which counts it', async () => {
    const { file, status } = await stopped();
    expect(await file(`${NUMBER},opted_in,,`)).toMatchObject({ imported: 0, updated: 1, kept_opted_out: 1 });
    expect(await file(`${NUMBER},opted_in,shop,${at(-5)}`)).toMatchObject({ kept_opted_out: 1 });
    expect(await status()).toMatchObject({ status: 'opted_out' });
    expect(await file(`${NUMBER},opted_in,shop,${at(5)}`)).toMatchObject({ kept_opted_out: 0 });
    expect(await status()).toMatchObject({ status: 'opted_in', source: 'shop' });
  });
});

test('500 rows of one number are written once, and the most careful of their consents counts', async () => {
  const tenant = ids.next('ten');
  const rows = Array.from({ length: 500 }, (_, n) => `${NUMBER},${n === 7 ? 'opted_out' : 'opted_in'},t${n % 3}`);
  const text = ['phone_number,consent,tags', ...rows].join('\n');
  expect(await importCustomerFile(text, { tenant_id: tenant, now: at(0) }, { customers, ids })).toMatchObject({
    ...{ imported: 1, updated: 499, rejected: 0 },
  });
  const found = await customers.byPhone(tenant, NUMBER);
  expect(found).toMatchObject({ consent: { status: 'opted_out' }, tags: ['t1'], updated_at: at(0) });
});

test('a file’s tags replace a customer’s, or are added to them, as the caller chooses', async () => {
  const tenant = ids.next('ten');
  const file = async (tags: string, mode: 'replace' | 'add') => {
    const about = { tenant_id: tenant, now: at(0), options: { tags: mode } };
    await importCustomerFile(`phone_number,tags\n${NUMBER},${tags}`, about, { customers, ids });
    return (await customers.byPhone(tenant, NUMBER))?.tags;
  };
  expect(await file('a', 'replace')).toEqual(['a']);
  expect(await file('b', 'add')).toEqual(['a', 'b']);
  expect(await file('c', 'replace')).toEqual(['c']);
  expect(await file(Array.from({ length: 50 }, (_, n) => `t${n}`).join(';'), 'add')).toEqual(['c']);
});

const said = (status: Consent['status'], source: string, minutes: number): Consent => ({
  ...{ status, source, text: null, at: at(minutes) },
});
const nothing: Consent = { status: 'unknown', source: null, text: null, at: null };

test.each([
  ['an opt-out over a later opt-in', said('opted_out', 'shop', 0), said('opted_in', 'shop', 9)],
  ['a STOP over a later opt-out of the business', said('opted_out', 'whatsapp', 0), said('opted_out', 'shop', 9)],
  ['a stated unknown over an opt-in', said('unknown', 'shop', 0), said('opted_in', 'shop', 9)],
  ['the later one of equals', said('opted_in', 'shop', 9), said('opted_in', 'web', 0)],
  ['anything over nothing', said('opted_in', 'shop', 0), nothing],
])('of two consents of one person counts %s', (_, counts, other) => {
  expect([mostCareful(counts, other), mostCareful(other, counts)]).toEqual([counts, counts]);
});
