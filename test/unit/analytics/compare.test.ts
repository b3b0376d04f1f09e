import { expect, test } from 'vitest';

import { comparisonOf } from '../../../shared/analytics/compare.ts';
import { comparisonWire, type Comparison } from '../../../shared/analytics/compare.wire.ts';
import { reportOf } from '../../../shared/analytics/report.ts';
import type { Counters } from '../../../shared/analytics/rollup.ts';
import { classify, explain } from '../../../shared/provider/twilio/error-codes.ts';
import { campaignOf } from '../fixtures.ts';

const button = { id: 'yes', title: 'Yes', type: 'reply' as const };

function compared(name: string, totals: Counters, taps: Counters = {}, buttons = [button]) {
  const counted = { totals: { accepted: totals['delivered'] ?? 0, ...totals }, buttons: taps };
  return {
    name,
    report: reportOf(campaignOf({ buttons }), counted, '2026-11-20T12:00:00.000Z', { classify, explain }),
  };
}
const metric = (given: Comparison, name: string) => given.metrics.find((one) => one.metric === name)!;

test('each rate has its successes and trials', () => {
  const totals = { recipients: 450, accepted: 380, failed: 20, delivered: 300, read: 200, clicked: 60 };
  const one = compared('Autumn', totals, { 'clicks#yes': 80, 'conversions#yes': 20 });
  const { metrics } = comparisonWire.parse(comparisonOf([one, one]));
  expect(
    metrics.map(({ metric, campaigns: [first] }) => [metric, first?.successes, first?.trials, first?.rate]),
  ).toEqual([
    ['click_through_rate', 60, 300, 0.2],
    ['conversion_rate', 20, 80, 0.25],
    ['read_rate', 200, 300, 2 / 3],
    ['delivery_rate', 300, 400, 0.75],
  ]);
});

test('a large difference on much evidence is named in the verdict, with its chance, as what was observed', () => {
  const answer = comparisonOf([
    compared('Autumn', { recipients: 1000, delivered: 1000, clicked: 80 }),
    compared('Winter', { recipients: 1200, delivered: 1200, clicked: 150 }),
  ]);
  const clicks = metric(answer, 'click_through_rate');
  expect(clicks.sure).toBe(false);
  expect(clicks.verdict).toBe(
    'Observed: “Winter” has the highest click-through rate: 12.5 % of 1,200 deliveries with a button for “Winter”, against 8.0 % of 1,000 deliveries with a button for “Autumn”; differences at least this large would come by chance in 0.2 % of comparisons of equal campaigns, corrected for 4 comparisons. It is no experiment: the campaigns may differ in audience, offer and hour as well.',
  );
  expect(clicks.campaigns.map(({ name }) => name)).toEqual(['Autumn', 'Winter']);
  expect(clicks.campaigns[0]!.interval[1]).toBeLessThan(clicks.campaigns[1]!.interval[1]);
});

test('a small difference is not yet clear', () => {
  const answer = comparisonOf([
    compared('Autumn', { delivered: 1000, clicked: 100 }),
    compared('Winter', { delivered: 1000, clicked: 104 }),
    compared('Spring', { delivered: 1000, clicked: 90 }),
  ]);
  const { chance, verdict } = metric(answer, 'click_through_rate');
  expect(chance).toBe(1);
  expect(verdict).toMatch(
    /^Not yet clear: “Winter” has the highest .* so far: 10\.4 % .* corrected for 12 comparisons\.$/,
  );
});

test('a large difference on too little evidence is not sure, and the verdict says what is missing', () => {
  const answer = comparisonOf([
    compared('Autumn', { recipients: 99, delivered: 99, clicked: 99 }),
    compared('Winter', { recipients: 5000, delivered: 5000, clicked: 0 }),
  ]);
  const { sure, verdict, campaigns } = metric(answer, 'click_through_rate');
  expect(campaigns[0]!.probability_best).toBe(1);
  expect([sure, verdict]).toEqual([
    false,
    'Not yet clear which click-through rate is highest, there is too little evidence: each campaign needs at least 100 deliveries with a button, and “Autumn” has 99.',
  ]);
});

test('campaigns that nobody was sent are equally likely to be best', () => {
  for (const { campaigns, sure } of comparisonOf([compared('Autumn', {}), compared('Winter', {})]).metrics) {
    expect(sure).toBe(false);
    for (const one of campaigns) {
      expect(one).toMatchObject({ successes: 0, trials: 0, rate: null, probability_best: 0.5 });
    }
  }
});

test('a campaign without buttons has no trials of taps', () => {
  const answer = comparisonOf([
    compared('Autumn', { delivered: 1000 }, {}, []),
    compared('Winter', { delivered: 1000, clicked: 100 }),
  ]);
  expect(metric(answer, 'click_through_rate').campaigns[0]).toMatchObject({ trials: 0, rate: null });
  expect(metric(answer, 'click_through_rate').sure).toBe(false);
});

test('a tap without a reported delivery counts as a delivery', () => {
  const one = compared('Autumn', { accepted: 5, clicked: 5, delivered: 3 });
  const { campaigns } = metric(comparisonOf([one, one]), 'click_through_rate');
  expect(campaigns[0]).toMatchObject({ successes: 5, trials: 5, rate: 1 });
});

test('nothing is sure while deliveries are still being reported', () => {
  const answer = comparisonOf([
    compared('Autumn', { recipients: 1000, accepted: 1000, delivered: 200, clicked: 180 }),
    compared('Winter', { recipients: 1000, accepted: 1000, delivered: 950, clicked: 100 }),
  ]);
  expect(metric(answer, 'click_through_rate')).toMatchObject({
    sure: false,
    verdict: 'Not yet clear: news of deliveries is still to come, of 800 of “Autumn”.',
  });
});
