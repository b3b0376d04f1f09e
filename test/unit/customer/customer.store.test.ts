import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Customer } from '../../../shared/customer/customer.ts';
import { customerStore, type Customers } from '../../../shared/customer/customer.store.ts';
import { customerGiven, draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { importCustomerFile } from '../../../shared/customer/import-customers.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { laneName, laneOf, LANES } from '../../../shared/platform/lanes.ts';
import type { Item } from '../../../shared/platform/table-client.ts';
import { testTable } from '../../support/dynamodb.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
let customers: Customers;
beforeAll(async () => {
  opened = await testTable();
  customers = customerStore(opened.table);
});
afterAll(() => opened.close());

let time = Date.parse('2026-06-01T12:00:00Z');
const now = () => timestamp((time += 1000));
const number = (n: number) => `+49151${10_000_000 + n}`;

function draft(tenant_id: string, given: object) {
  const body = customerGiven.parse({ phone_number: number(0), ...given });
  return draftCustomer(body, { tenant_id, id: ids.next('cus'), consent_id: ids.next('con'), now: now() });
}
const upsert = (tenant: string, given: object = {}) => customers.upsert(draft(tenant, given));
const change = (tenant: string, id: string, given: object) => {
  const { phone_number: _, ...fields } = customerGiven.parse({ phone_number: number(0), ...given });
  return customers.change(tenant, id, { given: fields, consent_id: ids.next('con'), now: now() });
};

async function rows(pk: string): Promise<Item[]> {
  const { items } = await opened.table.query({ pk, consistent: true });
  return [...items];
}
const laneRows = (tenant: string, id: string) => rows(`TENANT#${tenant}#CUSTOMERS#${laneName(laneOf(id))}`);
async function ledger(tenant: string, id: string) {
  const entries = (await laneRows(tenant, id)).filter(({ sk }) => String(sk).startsWith(`CONSENT#${id}#`));
  return entries.map((entry) => [entry['status'], entry['at']]);
}

async function everyPage(
  read: (after: Item | undefined) => Promise<{ items: readonly Customer[]; last: Item | undefined }>,
) {
  const pages: (readonly Customer[])[] = [];
  let after: Item | undefined;
  do {
    const page = await read(after);
    pages.push(page.items);
    after = page.last;
  } while (after);
  return pages;
}

describe('a phone number', () => {
  test('has one customer id, whichever request comes first', async () => {
    const tenant = ids.next('ten');
    const first = await upsert(tenant, { name: 'Ana', tags: ['vip'] });
    const second = await upsert(tenant, { name: 'Ana B.', phone_number: '+49 151 10000000' });
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.customer).toEqual({ ...first.customer, name: 'Ana B.', updated_at: second.customer.updated_at });
    expect(await customers.get(tenant, first.customer.id)).toEqual(second.customer);
    expect(second.customer.updated_at > first.customer.updated_at).toBe(true);
  });

  test('is one customer under concurrent first requests, none of which is lost', async () => {
    const tenant = ids.next('ten');
    const all = await Promise.all(
      Array.from({ length: 25 }, (_, n) => upsert(tenant, n % 2 ? { name: 'Ana' } : { tags: ['vip'] })),
    );
    expect(new Set(all.map(({ customer }) => customer.id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(await customers.byPhone(tenant, number(0))).toMatchObject({ name: 'Ana', tags: ['vip'] });
    expect((await customers.page(tenant, { limit: 100 })).items).toHaveLength(1);
  });

  test('is one customer when imports and requests race', async () => {
    const tenant = ids.next('ten');
    const text = `phone_number,name\n${Array.from({ length: 40 }, (_, n) => `${number(n)},Ana`).join('\n')}`;
    const file = () => importCustomerFile(text, { tenant_id: tenant, now: now() }, { customers, ids });
    const [one, other] = await Promise.all([
      file(),
      file(),
      ...Array.from({ length: 40 }, (_, n) => upsert(tenant, { phone_number: number(n) })),
    ]);
    expect(one.imported + one.updated).toBe(40);
    expect(other.imported + other.updated).toBe(40);
    const { items } = await customers.page(tenant, { limit: 100 });
    expect(items.map(({ phone_number }) => phone_number).toSorted()).toEqual(
      Array.from({ length: 40 }, (_, n) => number(n)),
    );
    expect(items.every(({ name }) => name === 'Ana')).toBe(true);
  });

  test('with the same data again writes nothing', async () => {
    const tenant = ids.next('ten');
    const given = { name: 'Ana', attributes: { a: 1, b: 2 }, consent: { status: 'opted_in', source: 'web' } };
    const { customer } = await upsert(tenant, given);
    expect(await upsert(tenant, { ...given, attributes: { b: 2, a: 1 } })).toEqual({
      ...{ customer, created: false, optInRefused: false },
    });
    expect(await ledger(tenant, customer.id)).toHaveLength(1);
  });
});

describe('consent', () => {
  const said = (status: string, at?: string) => ({ consent: { status, source: 'web', ...(at && { at }) } });

  test('is unknown, and not in the ledger, until it is given', async () => {
    const tenant = ids.next('ten');
    const { customer } = await upsert(tenant);
    expect(customer.consent).toEqual({ status: 'unknown', source: null, text: null, at: null });
    expect(await ledger(tenant, customer.id)).toEqual([]);
    const changed = await change(tenant, customer.id, said('opted_in', '2020-01-01T00:00:00.000Z'));
    expect(changed?.consent).toMatchObject({ status: 'opted_in', at: '2020-01-01T00:00:00.000Z' });
  });

  test('is the newest, and the ledger has all in order of time', async () => {
    const tenant = ids.next('ten');
    const { customer } = await upsert(tenant, said('opted_in', '2026-02-01T00:00:00.000Z'));
    await upsert(tenant, said('opted_out', '2026-03-01T00:00:00.000Z'));
    const late = await change(tenant, customer.id, { name: 'Ana', ...said('opted_in', '2026-01-01T00:00:00.000Z') });
    expect(late).toMatchObject({ name: 'Ana', consent: { status: 'opted_out', at: '2026-03-01T00:00:00.000Z' } });
    expect(await customers.get(tenant, customer.id)).toEqual(late);
    expect(await ledger(tenant, customer.id)).toEqual([
      ['opted_in', '2026-01-01T00:00:00.000Z'],
      ['opted_in', '2026-02-01T00:00:00.000Z'],
      ['opted_out', '2026-03-01T00:00:00.000Z'],
    ]);
  });

  test('given by many requests at once, in any order, is the newest', async () => {
    const tenant = ids.next('ten');
    const { customer } = await upsert(tenant);
    const days = Array.from(
      { length: 20 },
      (_, n) => `2026-01-${String(((n * 7) % 20) + 1).padStart(2, '0')}T00:00:00.000Z`,
    );
    await Promise.all(
      days.map((at) => change(tenant, customer.id, said(at.includes('-20T') ? 'opted_out' : 'opted_in', at))),
    );
    expect((await customers.get(tenant, customer.id))?.consent).toMatchObject({
      status: 'opted_out',
      at: '2026-01-20T00:00:00.000Z',
    });
    expect(await ledger(tenant, customer.id)).toHaveLength(20);
  });
});

describe('pages', () => {
  const tenant = ids.next('ten');
  let newestFirst: string[];
  beforeAll(async () => {
    const made: string[] = [];
    for (let n = 0; n < 130; n += 10) {
      const some = Array.from({ length: 10 }, (_, k) =>
        draft(tenant, {
          phone_number: number(n + k),
          tags: (n + k) % 9 === 0 ? ['rare'] : [],
          consent: { status: 'opted_in', source: 'web' },
        }),
      );
      made.push(...(await customers.upsertAll(some, new Map())).map(({ customer }) => customer.id));
    }
    newestFirst = made.toSorted().toReversed();
  });
  const idsOf = (pages: readonly (readonly Customer[])[]) => pages.flat().map(({ id }) => id);

  test.each([1, 7, 25, 65, 100])(
    'of %i have every customer once, newest first, each full but the last',
    async (limit) => {
      const pages = await everyPage((after) => customers.page(tenant, { limit, after }));
      expect(idsOf(pages)).toEqual(newestFirst);
      expect(pages.slice(0, -1).every(({ length }) => length === limit)).toBe(true);
      expect(pages.at(-1)?.length).toBeGreaterThan(0);
    },
  );

  test('by tag have the customers with that tag', async () => {
    const pages = await everyPage((after) => customers.page(tenant, { limit: 4, after, tag: 'rare' }));
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 4, 3]);
    expect(idsOf(pages)).toEqual(idsOf(pages).toSorted().toReversed());
    expect(await customers.page(tenant, { limit: 4, tag: 'none' })).toEqual({
      items: [],
      last: undefined,
      scanned: 130,
    });
  });

  test('by time have those who were made then', async () => {
    const all = (await everyPage((after) => customers.page(tenant, { limit: 100, after }))).flat();
    const at = all[20]!.created_at;
    const pages = (range: object) => everyPage((after) => customers.page(tenant, { limit: 40, after, ...range }));
    const [younger, older] = [all.filter((one) => one.created_at >= at), all.filter((one) => one.created_at < at)];
    expect(idsOf(await pages({ created_after: at }))).toEqual(idsOf([younger]));
    expect(idsOf(await pages({ created_before: at }))).toEqual(idsOf([older]));
    expect(await pages({ created_after: at, created_before: at })).toEqual([[]]);
    const rare = younger.filter(({ tags }) => tags.includes('rare'));
    expect(idsOf(await pages({ created_after: at, tag: 'rare' }))).toEqual(idsOf([rare]));
  });

  test('by number have that one customer', async () => {
    const found = await customers.page(tenant, { limit: 4, phone_number: number(9) });
    expect(found.items.map(({ phone_number }) => phone_number)).toEqual([number(9)]);
    expect((await customers.page(tenant, { limit: 4, phone_number: number(9), tag: 'rare' })).items).toHaveLength(1);
    expect((await customers.page(tenant, { limit: 4, phone_number: number(8), tag: 'rare' })).items).toEqual([]);
    expect((await customers.page(tenant, { limit: 4, phone_number: number(999) })).items).toEqual([]);
  });

  test('list as many customers as are counted', async () => {
    const at = (await everyPage((after) => customers.page(tenant, { limit: 100, after }))).flat()[20]!.created_at;
    const listings = [
      {},
      { tag: 'rare' },
      { tag: 'none' },
      { created_after: at },
      { created_before: at, tag: 'rare' },
      { phone_number: number(9), tag: 'rare' },
      { phone_number: number(8), tag: 'rare' },
    ];
    // By many small pages, as a long list is.
    const { table } = opened;
    const store = customerStore({ ...table, query: (given) => table.query({ ...given, limit: 3 }) });
    const counted: number[] = [];
    for (const listed of listings) {
      const pages = await everyPage((after) => customers.page(tenant, { limit: 100, after, ...listed }));
      const { value, complete } = await store.count(tenant, listed);
      expect([value, complete], JSON.stringify(listed)).toEqual([pages.flat().length, true]);
      counted.push(value);
    }
    expect(counted).toEqual([130, 15, 0, expect.any(Number), expect.any(Number), 1, 0]);
  });

  test('of all lanes together have every customer once, each lane in order', async () => {
    const lanes: string[][] = [];
    for (let lane = 0; lane < LANES; lane += 1) {
      const pages = await everyPage(async (after) => {
        const { items, last } = await customers.lanePage(tenant, lane, {
          limit: 3,
          afterId: after?.['id'] as string | undefined,
        });
        return { items, last: last === undefined ? undefined : { id: last } };
      });
      lanes.push(idsOf(pages));
    }
    expect(lanes.every((lane) => lane.join() === lane.toSorted().join())).toBe(true);
    expect(lanes.flat().toSorted().toReversed()).toEqual(newestFirst);
  });

  test('getAll accepts repeated and unknown ids', async () => {
    const wanted = newestFirst.slice(0, 3);
    const found = await customers.getAll(tenant, [...wanted, ...wanted, ids.next('cus')]);
    expect(found.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
  });
});

describe('erasing', () => {
  test('leaves no row of the customer, and the number makes a new one', async () => {
    const tenant = ids.next('ten');
    const { customer } = await upsert(tenant, { name: 'Ana', consent: { status: 'opted_in', source: 'web' } });
    await change(tenant, customer.id, { consent: { status: 'opted_out', source: 'sms' } });
    expect(await customers.erase(tenant, customer.id)).toEqual([customer.id]);
    expect(await laneRows(tenant, customer.id)).toEqual([]);
    expect(await rows(`TENANT#${tenant}#PHONE#${number(0)}`)).toEqual([]);
    expect(await customers.erase(tenant, customer.id)).toBeUndefined();
    const again = await upsert(tenant);
    expect(again.created).toBe(true);
    expect(again.customer.id).not.toBe(customer.id);
  });

  test('removes what is written to the ledger meanwhile, too', async () => {
    const tenant = ids.next('ten');
    const { customer } = await upsert(tenant, { consent: { status: 'opted_in', source: 'web' } });
    const late = customerStore({
      ...opened.table,
      async transact(writes) {
        await change(tenant, customer.id, { consent: { status: 'opted_out', source: 'sms' } });
        return opened.table.transact(writes);
      },
    });
    expect(await late.erase(tenant, customer.id)).toEqual([customer.id]);
    expect(await laneRows(tenant, customer.id)).toEqual([]);
  });

  test('while others change the customer leaves no partial rows', async () => {
    const tenant = ids.next('ten');
    const { customer } = await upsert(tenant);
    const change10 = Array.from({ length: 10 }, (_, n) =>
      change(tenant, customer.id, { consent: { status: 'opted_in', source: `s${n}` } }),
    );
    await Promise.all([...change10, customers.erase(tenant, customer.id), customers.erase(tenant, customer.id)]);
    expect(await laneRows(tenant, customer.id)).toEqual([]);
    expect(await customers.byPhone(tenant, number(0))).toBeUndefined();
  });
});

test('another tenant sees, changes and erases nothing', async () => {
  const [tenant, other] = [ids.next('ten'), ids.next('ten')];
  const { customer } = await upsert(tenant, { name: 'Ana' });
  expect(await customers.get(other, customer.id)).toBeUndefined();
  expect(await customers.getAll(other, [customer.id])).toEqual([]);
  expect(await customers.byPhone(other, number(0))).toBeUndefined();
  expect(await customers.page(other, { limit: 25 })).toEqual({ items: [], last: undefined, scanned: 0 });
  expect(await customers.count(other, {})).toEqual({ value: 0, complete: true });
  expect(await change(other, customer.id, { name: 'Bo' })).toBeUndefined();
  expect(await customers.erase(other, customer.id)).toBeUndefined();
  await customers.noteInbound(other, customer.id, now());
  expect(await customers.get(tenant, customer.id)).toEqual(customer);
  const theirs = await upsert(other);
  expect(theirs.created).toBe(true);
  expect(theirs.customer.id).not.toBe(customer.id);
});

test('noting an inbound message changes no other field', async () => {
  const tenant = ids.next('ten');
  const { customer } = await upsert(tenant);
  const at = now();
  await customers.noteInbound(tenant, customer.id, at);
  expect(await customers.get(tenant, customer.id)).toEqual({ ...customer, last_inbound_at: at });
});

describe('a number that cannot receive messages', () => {
  const code = '63024';
  async function suppressed() {
    const tenant = ids.next('ten');
    const { customer } = await upsert(tenant, { consent: { status: 'opted_in', source: 'web' } });
    await customers.suppress(tenant, customer.id, { code, at: now() });
    const read = async () => (await customers.get(tenant, customer.id))?.suppressed;
    return { tenant, id: customer.id, read };
  }

  test('is kept on its customer through other changes', async () => {
    const { tenant, id, read } = await suppressed();
    await change(tenant, id, { name: 'Ana', consent: { status: 'opted_out', source: 'desk' } });
    expect(await read()).toMatchObject({ code });
  });

  test('may be sent to again when its owner writes or opts in again', async () => {
    const written = await suppressed();
    await customers.noteInbound(written.tenant, written.id, now());
    expect(await written.read()).toBeUndefined();
    const opted = await suppressed();
    const after = await change(opted.tenant, opted.id, { consent: { status: 'opted_in', source: 'desk' } });
    expect([after?.suppressed, await opted.read()]).toEqual([undefined, undefined]);
  });

  test('is not suppressed by an older failure after that', async () => {
    const { tenant, id, read } = await suppressed();
    const at = now();
    await customers.noteInbound(tenant, id, now());
    await customers.suppress(tenant, id, { code, at });
    expect(await read()).toBeUndefined();
  });

  test('of a customer that does not exist makes none', async () => {
    const [tenant, id] = [ids.next('ten'), ids.next('cus')];
    await customers.suppress(tenant, id, { code, at: now() });
    expect(await customers.get(tenant, id)).toBeUndefined();
  });
});

describe('the statements of a person', () => {
  test('are paged, the latest first, with those of the ids that they had before', async () => {
    const tenant = ids.next('ten');
    const { customer: one } = await upsert(tenant, {
      consent: { status: 'opted_in', source: 'shop', at: '2026-01-01T00:00:00Z' },
    });
    const { customer: other } = await upsert(tenant, {
      phone_number: number(1),
      consent: { status: 'opted_in', source: 'fair', at: '2026-02-01T00:00:00Z' },
    });
    await change(tenant, one.id, { consent: { status: 'opted_out', source: 'letter', at: '2026-03-01T00:00:00Z' } });
    const read = (after?: Item) => customers.ledgerOf(tenant, [one.id, other.id], { limit: 2, after });
    const first = await read();
    expect(first.items.map(({ source, customer_id }) => [source, customer_id])).toEqual([
      ['letter', one.id],
      ['fair', other.id],
    ]);
    const second = await read(first.last);
    expect(second.items.map(({ source }) => source)).toEqual(['shop']);
    expect(second.last).toBeUndefined();
  });
});
