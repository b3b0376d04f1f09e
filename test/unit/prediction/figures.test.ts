import { expect, test } from 'vitest';

import { judge } from '../../../shared/prediction/judge.ts';
import { fitLogistic } from '../../../shared/prediction/logistic.ts';
import figures from './figures.json' with { type: 'json' };

// By scipy: the likelihood by BFGS, its curvature by hand, quantiles by scipy.stats, each person a row of their own.

function near(found: number | undefined, figure: number, digits = 6): void {
  expect(found).toBeDefined();
  expect(Math.abs((found ?? Number.NaN) - figure)).toBeLessThanOrEqual(
    10 ** -digits * Math.max(1e-3, Math.abs(figure)),
  );
}

test.for(figures.logistic)('logistic regression of $groups.length groups, ridge $ridge', (figure) => {
  const fit = fitLogistic(figure.groups, figure.ridge)!;
  for (const [n, weight] of figure.weights.entries()) near(fit.weights[n], weight, 5);
  for (const [n, variance] of figure.variances.entries()) near(fit.variances[n], variance, 5);
});

test.for(figures.judge)('a judgement of $people people', (figure) => {
  const judged = judge(figure.foretold.map((one) => ({ ...one, base: figure.base, sort: 0 })))!;
  expect(judged).toMatchObject({ people: figure.people, did: figure.did });
  near(judged.brier, figure.brier, 9);
  near(judged.base_brier, figure.base_brier, 9);
  near(judged.gain, figure.gain, 9);
  near(judged.skill, 1 - figure.brier / figure.base_brier, 9);
  near(judged.interval[0], figure.low);
  near(judged.interval[1], figure.high);
  near(judged.calibration?.slope, figure.slope, 5);
  near(judged.calibration?.interval[0], figure.slope_low, 5);
  near(judged.calibration?.interval[1], figure.slope_high, 5);
});
