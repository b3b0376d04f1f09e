import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { expectedCosts } from '../../../shared/run/expected-costs.ts';
import type { Spending } from '../../../shared/tenancy/spending.ts';
import { campaignOf } from '../fixtures.ts';

const COSTS = { marketing: 30, utility: 20, service: 10 };
const spending: Spending = {
  ...{ tenant_id: 'ten_1', cap: 100, currency: 'USD', time_zone: 'UTC', dearest: () => 1 },
  costOf: (country, category) => COSTS[category] + (country === 'DE' ? 5 : 0),
};
const template = (category: 'marketing' | 'utility') => ({ existing: { category } as never });

test.each<[string, Partial<Campaign>, number]>([
  ['a marketing template', { category: 'marketing' }, 30],
  ['a utility template', { category: 'utility' }, 20],
  ['an answer', { category: 'marketing', send_as: 'session' }, 10],
  ['an existing template of another category', { category: 'marketing', ...template('utility') }, 20],
  ['several contents', { category: 'utility', contents: [{ key: 'b', ...template('marketing') }] }, 30],
])('%s counts as the dearest that it may be', (_, given, cost) => {
  const costOf = expectedCosts(campaignOf(given), spending);
  expect([costOf({ country: 'FR' }), costOf({ country: null }), costOf({ country: 'DE' })]).toEqual([
    ...[cost, cost],
    cost + 5,
  ]);
  expect(costOf(undefined)).toBe(0);
});

test('a utility template counts as an answer where answers are dearer: its window may be open', () => {
  const dear: Spending = { ...spending, costOf: (_, category) => (category === 'service' ? 50 : 20) };
  expect(expectedCosts(campaignOf({ category: 'utility' }), dear)({ country: 'FR' })).toBe(50);
  expect(expectedCosts(campaignOf({ category: 'marketing' }), dear)({ country: 'FR' })).toBe(20);
});
