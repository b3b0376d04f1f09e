import { expect, test } from 'vitest';

import { isProvedBy, lookAt } from '../../../../shared/analytics/experiment/always-valid.ts';
import { expectations } from '../../../../shared/analytics/experiment/expected-loss.ts';
import { holm } from '../../../../shared/analytics/experiment/holm.ts';
import { isSkewed, ratioChance, runningEvidence } from '../../../../shared/analytics/experiment/sample-ratio.ts';
import { scoreInterval } from '../../../../shared/analytics/experiment/score-interval.ts';
import { compareRates, isEnough, leastExpected } from '../../../../shared/analytics/experiment/two-proportions.ts';
import figures from './figures.json' with { type: 'json' };

const tally = ([successes = 0, trials = 0]: readonly number[]) => ({ successes, trials });

/** Equal in all six digits of the figure. */
function sameDigits(found: number, figure: number): void {
  expect(Number(found.toPrecision(6))).toBeCloseTo(
    figure,
    figure === 0 ? 9 : 5 - Math.floor(Math.log10(Math.abs(figure))),
  );
}

test.for(figures.two_proportions)('two rates: $control against $arm', (figure) => {
  const pair = { control: tally(figure.control), arm: tally(figure.arm) };
  const { difference, z, p } = compareRates(pair);
  sameDigits(difference, figure.difference);
  sameDigits(z, figure.z);
  sameDigits(p, figure.p);
  sameDigits(leastExpected(pair), figure.least_expected_cell);
  expect(isEnough(pair)).toBe(figure.enough);
  for (const [error, interval] of [
    [0.04, figure.interval_96],
    [0.05, figure.interval_95],
  ] as const)
    for (const [n, bound] of scoreInterval(pair, error).entries()) sameDigits(bound, interval[n]!);
});

test.for(figures.always_valid)('a look: $control against $arm of $planned', (figure) => {
  const pair = { control: tally(figure.control), arm: tally(figure.arm) };
  const [control = 0, arm = 0] = figure.planned;
  const look = lookAt(pair, { control, arm }, 1);
  sameDigits(look.ln_e, figure.ln_e);
  sameDigits(Math.exp(look.ln_e), figure.e);
  for (const [n, bound] of look.interval.entries()) sameDigits(bound, figure.interval_99[n]!);
  expect(isProvedBy(look, 1)).toBe(figure.e >= 100);
});

test.for(figures.sample_ratio)('who is in which arm: $counts by $weights', (drawn) => {
  sameDigits(ratioChance(drawn), drawn.p);
  sameDigits(runningEvidence(drawn), drawn.ln_e);
  expect(isSkewed(drawn, false)).toBe(drawn.e >= 1_000);
  expect(isSkewed(drawn, true)).toBe(drawn.e >= 1_000 || drawn.p < 0.001);
});

test.for(figures.expected_loss)('what choosing costs: $arms', ({ arms, expected_loss, probability_best }) => {
  for (const [n, found] of expectations(arms.map(tally)).entries()) {
    sameDigits(found.expected_loss, expected_loss[n]!);
    sameDigits(found.probability_best, probability_best[n]!);
  }
});

test.for(figures.holm)('several tests: $p', ({ p, adjusted }) => {
  for (const [n, step] of holm(p, 0.04).entries()) {
    sameDigits(step.adjusted, adjusted[n]!);
    expect(step.holds).toBe(adjusted[n]! <= 0.04);
  }
});
