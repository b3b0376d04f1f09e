import fc from 'fast-check';
import { expect, test } from 'vitest';

import { moneyCounters, moneyOf } from '../../../shared/analytics/money.ts';
import { sum, withPrefix } from '../../../shared/analytics/rollup.ts';

const amounts = fc.record({
  whole: fc.bigInt({ min: 0n, max: 10n ** 15n - 1n }),
  fraction: fc.integer({ min: 0, max: 9_999 }),
  currency: fc.constantFrom('EUR', 'IDR'),
});

test('sums of the largest amounts are exact to the last decimal', () => {
  fc.assert(
    fc.property(fc.array(amounts, { maxLength: 200 }), (list) => {
      const expected = new Map<string, bigint>();
      for (const { whole, fraction, currency } of list)
        expected.set(currency, (expected.get(currency) ?? 0n) + whole * 10_000n + BigInt(fraction));
      const counters = sum(
        list.map(({ whole, fraction, currency }) =>
          moneyCounters('value#yes', `${whole}.${String(fraction).padStart(4, '0')}`, currency),
        ),
      );
      const sums = moneyOf(withPrefix(counters, 'value#yes#'));
      for (const [currency, text] of Object.entries(sums)) {
        const [whole = '', fraction = ''] = text.split('.');
        expect(BigInt(whole + fraction.padEnd(4, '0'))).toBe(expected.get(currency));
      }
      expect(Object.keys(sums)).toEqual(
        [...expected]
          .filter(([, parts]) => parts > 0n)
          .map(([name]) => name)
          .sort(),
      );
    }),
  );
});

test.each([
  [['19.90'], '19.90'],
  [['0.1', '0.2'], '0.30'],
  [['5', '7'], '12'],
  [['0.0001'], '0.0001'],
  [['999999999999999.9999', '0.0001'], '1000000000000000'],
])('%j is %s', (values, expected) => {
  expect(moneyOf(sum(values.map((value) => moneyOnly(value))))).toEqual({ EUR: expected });
});

function moneyOnly(value: string) {
  return withPrefix(moneyCounters('v', value, 'EUR'), 'v#');
}
