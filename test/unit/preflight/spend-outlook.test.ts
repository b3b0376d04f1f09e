import { expect, test } from 'vitest';

import { spendOutlook, spendSentence, unaffordable } from '../../../shared/preflight/spend-outlook.ts';
import type { Spending } from '../../../shared/tenancy/spending.ts';
import { campaignOf } from '../fixtures.ts';

const spending: Spending = {
  ...{ tenant_id: 'ten_1', cap: 10_000_000, currency: 'EUR', time_zone: 'UTC', dearest: () => 2_000_000 },
  costOf: (country) => (country === 'DE' ? 1_000_000 : 2_000_000),
};
const people = new Map([
  ['DE marketing', 6],
  [' marketing', 2],
  ['FR marketing', 0],
]);
const outlook = (spent: number, given: Partial<Spending> = {}) =>
  spendOutlook(campaignOf(), people, { ...spending, ...given }, spent);

test('everybody counts by their country, whoever has none as the dearest', () => {
  expect(outlook(0)).toMatchObject({ total: 10_000_000, each: 1_250_000, dearest: 2_000_000 });
  expect(spendOutlook(campaignOf(), new Map(), spending, 0)).toMatchObject({ total: 0, each: 0, dearest: 0 });
});

test('a campaign that fits into what is left of the day needs no word, another says what it counts as', () => {
  expect(spendSentence(outlook(0))).toBeUndefined();
  expect(spendSentence(outlook(1))).toMatch(
    /counts as 10\.00 EUR.*permits 10\.00 EUR in a day.*0\.000001 EUR are spent/,
  );
});

test('what would wait for good is told beforehand', () => {
  expect(unaffordable(outlook(10_000_000))).toBeUndefined();
  expect(unaffordable(outlook(0, { cap: 1_999_999 }))).toMatch(/counts as 2\.00 EUR.*PATCH \/v1\/tenant/);
  const unpriced = outlook(0, { costOf: () => Infinity });
  expect(unaffordable(unpriced)).toMatch(/No price in EUR is known/);
  expect(spendSentence(unpriced)).toBeUndefined();
});
