import { expect, test } from 'vitest';

import { noCounts } from '../../../shared/preflight/audience-counts.ts';
import { findDetectable, smallestDifference } from '../../../shared/preflight/find-detectable.ts';
import { campaignOf } from '../fixtures.ts';

const experimental = (metric: 'tapped' | 'converted' = 'tapped') =>
  campaignOf({
    weight: 1,
    variant: 'short',
    contents: [{ key: 'long', weight: 1, message_content: 'A longer text' }],
    experiment: { metric, window_hours: 24, test_share: 0.5, no_winner: 'control' },
  });

/** A tenant whose completed campaigns have these counters. */
function ports(...totals: Readonly<Record<string, number>>[]) {
  const asked: unknown[] = [];
  const items = totals.map(() => campaignOf());
  return {
    asked,
    campaigns: {
      async page(_: string, status: string | undefined, range: object) {
        asked.push([status, range]);
        return { items, last: undefined };
      },
    },
    rollups: { totalsOfAll: async () => new Map(totals.map((one, place) => [items[place]!.id, one])) },
  };
}

function counted(trial: Readonly<Record<string, number>>) {
  return { ...noCounts(), trial: new Map(Object.entries(trial)) };
}

// By the formula: √(p(1−p)(1/n₁+1/n₂)) · (z₁₋₀.₀₂/ₘ + z₀.₈₅), by Python's statistics.NormalDist.
test.each([
  [[2000, 2000], 0.0625, 0.02366],
  [[500, 1500], 0.05, 0.03478],
  [Array.from({ length: 8 }, () => 2800), 0.05, 0.022135],
])('%j people at a rate of %d: a difference of %d is found', (people, rate, difference) => {
  expect(smallestDifference(people, rate)).toBeCloseTo(difference, 4);
});

test('an arm with nobody finds nothing', () => {
  expect(smallestDifference([100, 0], 0.05)).toBeNull();
  expect(smallestDifference([0, 100], 0.05)).toBeNull();
});

test('the usual rate is that of the newest completed campaigns, of whoever was tried', async () => {
  const of = ports({ accepted: 900, failed: 50, unknown: 50, clicked: 80 }, { accepted: 1000, clicked: 120 });
  const trial = { 'arm short': 400, 'arm long': 390, waiting: 800, outside: 7 };
  expect(await findDetectable(experimental(), counted(trial), of)).toEqual({
    arms: [
      { variant: 'short', people: 400 },
      { variant: 'long', people: 390 },
    ],
    waiting: 800,
    outside: 7,
    usual_rate: 0.1,
    usual_rate_known: true,
    smallest_difference: expect.closeTo(smallestDifference([400, 390], 0.1)!, 10),
  });
  expect(of.asked).toEqual([['completed', { limit: 20 }]]);
});

test.each([
  ['few people were tried', 'tapped', { accepted: 150, clicked: 15 }],
  ['nobody did it', 'tapped', { accepted: 1000 }],
  ['it is counted by customers alone', 'converted', { accepted: 1000, clicked: 100 }],
] as const)('five in a hundred are assumed where %s', async (_, metric, totals) => {
  const found = await findDetectable(experimental(metric), counted({}), ports(totals));
  expect(found).toMatchObject({ usual_rate: 0.05, usual_rate_known: false, smallest_difference: null });
});

test('a campaign without an experiment reads nothing', async () => {
  const of = ports();
  expect(await findDetectable(campaignOf(), noCounts(), of)).toBeNull();
  expect(of.asked).toEqual([]);
});
