import fc from 'fast-check';
import { expect, test } from 'vitest';

import { canonicalNumber } from '../../../shared/customer/canonical-number.ts';
import { customer, type Customer } from '../../../shared/customer/customer.ts';
import type { Customers } from '../../../shared/customer/customer.store.ts';
import { importCustomerFile } from '../../../shared/customer/import-customers.ts';
import { plan } from '../../../shared/customer/plan-writes.ts';
import { HeraldError } from '../../../shared/platform/errors.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';

const tenant_id = ids.next('ten');
const now = '2026-06-01T12:00:00.000Z';

/** Customers by number, in memory, by the rules of the real ones. */
function memory() {
  const byNumber = new Map<string, Customer>();
  const customers: Pick<Customers, 'byPhones' | 'upsertAll'> = {
    async byPhones(_, numbers) {
      return new Map(numbers.flatMap((number) => [...byNumber].filter(([known]) => known === number)));
    },
    async upsertAll(drafts, known) {
      return drafts.map((draft) => {
        const number = canonicalNumber(draft.customer.phone_number ?? '');
        const done = plan(known.get(number), draft);
        byNumber.set(number, customer.parse(done.customer));
        return done;
      });
    },
  };
  return { byNumber, run: (text: string) => importCustomerFile(text, { tenant_id, now }, { customers, ids }) };
}

test('in any mix of good and bad rows each is imported, updated or rejected', async () => {
  const good = fc
    .nat({ max: 12 })
    .map((n) => ({ number: `+491511234567${n % 10}`, text: `+49151 1234567${n % 10},"Ana\n${n}"` }));
  const bad = fc
    .constantFrom('12,Bo', '+4915112345678', '+4915112345678,Bo,x', '+4915112345678,"Bo"x', ',Bo')
    .map((text) => ({ text }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(good, bad)), async (rows) => {
      const { byNumber, run } = memory();
      const answer = await run(['phone_number,name', ...rows.map(({ text }) => text)].join('\n'));
      const numbers = rows.flatMap((row) => ('number' in row ? [row.number] : []));
      expect(answer.imported).toBe(new Set(numbers).size);
      expect(answer.updated).toBe(numbers.length - answer.imported);
      expect(answer.imported + answer.updated + answer.rejected).toBe(rows.length);
      expect(new Set(byNumber.keys())).toEqual(new Set(numbers));
    }),
  );
});

test.each([
  ['Mexico', '+525512345678', '+5215512345678'],
  ['Brazil', '+5511987654321', '+551187654321'],
  ['Argentina', '+541112345678', '+5491112345678'],
])('both forms of a number of %s are one customer, in one file and in two', async (_, one, other) => {
  const file = (...numbers: readonly string[]) => ['phone_number,name', ...numbers.map((n) => `${n},Ana`)].join('\n');
  const together = memory();
  expect(await together.run(file(one, other))).toMatchObject({ imported: 1, updated: 1, rejected: 0 });
  const apart = memory();
  expect(await apart.run(file(other))).toMatchObject({ imported: 1, updated: 0 });
  expect(await apart.run(file(one))).toMatchObject({ imported: 0, updated: 1 });
  for (const { byNumber } of [together, apart]) expect(byNumber.size).toBe(1);
});

test('of two rows with the same number the later one decides, and what it leaves out stays', async () => {
  const { byNumber, run } = memory();
  const rows = ['+4915112345678,Ana,Porto', '+4915112345679,Bo,', '+49 151 12345678,Ana B.,'];
  const answer = await run(['phone_number,name,city', ...rows].join('\n'));
  expect(answer).toEqual({ imported: 2, updated: 1, kept_opted_out: 0, opted_in: 0, rejected: 0, errors: [] });
  expect(byNumber.get('+4915112345678')).toMatchObject({ name: 'Ana B.', attributes: { city: 'Porto' } });
});

test('attributes that the file has no column for stay, up to 50', async () => {
  const { byNumber, run } = memory();
  const columns = Array.from({ length: 49 }, (_, n) => `c${n}`);
  await run(`phone_number,${columns.join()}\n+4915112345678,${columns.join()}`);
  expect(await run('phone_number,c0,new\n+4915112345678,changed,1')).toMatchObject({ updated: 1 });
  expect(byNumber.get('+4915112345678')?.attributes).toMatchObject({ c0: 'changed', c1: 'c1', new: '1' });
  expect(await run('phone_number,one,more\n+4915112345679,1,2\n+4915112345678,1,2')).toEqual({
    imported: 1,
    updated: 0,
    kept_opted_out: 0,
    opted_in: 0,
    rejected: 1,
    errors: [{ line: 3, column: null, message: expect.stringContaining('50 attributes') }],
  });
});

test('the first 1,000 errors are listed, all rejected rows are counted', async () => {
  const { run } = memory();
  const answer = await run(`phone_number,language\n${'wrong,?\n'.repeat(700)}`);
  expect(answer).toMatchObject({ imported: 0, updated: 0, rejected: 700 });
  expect(answer.errors).toHaveLength(1000);
  expect(answer.errors.at(-1)).toMatchObject({ line: 501, column: 'language' });
});

test('more rows than one call takes are refused before any is written', async () => {
  const { byNumber, run } = memory();
  const rows = Array.from({ length: 5_001 }, (_, n) => `+49151${10_000_000 + n}`);
  await expect(run(`phone_number\n${rows.join('\n')}`)).rejects.toThrow(HeraldError);
  expect(byNumber.size).toBe(0);
});
