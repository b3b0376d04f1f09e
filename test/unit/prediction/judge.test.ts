import { expect, test } from 'vitest';

import { isNoBetter, isProved, judge } from '../../../shared/prediction/judge.ts';
import { cellOf } from '../../../shared/prediction/cell.ts';
import { fitLogistic } from '../../../shared/prediction/logistic.ts';
import { judgeModel, trainModel } from '../../../shared/prediction/model.ts';
import { pastOf } from '../../../shared/prediction/past.ts';

const KNOWN = { base: 0.1, sort: 0 };

test('a group of people who all succeed has a best fit only where weights are drawn to 0', () => {
  const groups = [
    { values: [0], trials: 40, successes: 8 },
    { values: [1], trials: 40, successes: 40 },
  ];
  const drawn = fitLogistic(groups, 1)!;
  expect(drawn.weights[1]).toBeGreaterThan(2);
  expect(drawn.weights[1]).toBeLessThan(10);
  expect(fitLogistic([], 1)).toBeUndefined();
});

test('nothing is said of a model by fewer than 50 people who did it, or who did not', () => {
  const of = (trials: number, successes: number) => judge([{ ...KNOWN, probability: 0.5, trials, successes }]);
  expect(of(1, 1)).toBeUndefined();
  expect(of(1_000, 49)).toBeUndefined();
  expect(of(1_000, 951)).toBeUndefined();
  expect(of(1_000, 50)).toBeDefined();
  expect(judge([])).toBeUndefined();
});

test('groups are of about the same size, whoever was foretold the same stays together, and few expected say nothing', () => {
  const foretold = [0.3, 0.01, 0.02, 0.1, 0.2].map((probability) => ({
    ...{ ...KNOWN, probability, trials: 100 },
    successes: Math.round(150 * probability),
  }));
  const { groups } = judge(foretold)!;
  expect(groups.map(({ trials, successes, isEnough }) => [trials, successes, isEnough])).toEqual([
    [100, 2, false],
    [100, 3, false],
    [100, 15, true],
    [100, 30, true],
    [100, 45, true],
  ]);
  const same = judge([{ ...KNOWN, probability: 0.2, trials: 500, successes: 100 }])!;
  expect(same.groups).toEqual([{ trials: 500, successes: 100, expected: 100, isEnough: true }]);
  expect(same.calibration).toBeUndefined();
});

test('better on average is not enough to be proved, and no better is enough to be switched off', () => {
  expect(isProved({ interval: [-0.0001, 0.01], tells_apart: true })).toBe(false);
  expect(isProved({ interval: [0.0001, 0.01], tells_apart: false })).toBe(false);
  expect(isProved({ interval: [0.0001, 0.01], tells_apart: true })).toBe(true);
  expect(isNoBetter({ gain: 0.0001 })).toBe(false);
  expect(isNoBetter({ gain: 0 })).toBe(true);
});

test('whoever foretells everybody a little more, before a campaign that is tapped more, has proved nothing', () => {
  const foretold = [0.119, 0.12, 0.121].map((probability) => ({
    ...{ probability, base: 0.1, sort: 0 },
    ...{ trials: 10_000, successes: 1_500 },
  }));
  const judged = judge(foretold)!;
  expect(judged.interval[0]).toBeGreaterThan(0);
  expect(isProved(judged)).toBe(false);
});

test('telling kinds of button from each other is no telling people from each other', () => {
  const foretold = [0.1, 0.3].flatMap((rate, sort) =>
    [-0.001, 0, 0.001].map((more) => ({
      ...{ probability: rate + more, base: rate, sort },
      ...{ trials: 10_000, successes: 10_000 * rate },
    })),
  );
  const judged = judge(foretold)!;
  expect(judged.calibration?.interval[0]).toBeLessThan(0);
  expect(isProved(judged)).toBe(false);
});

test('forecasts that are always right are proved, though no slope can be told', () => {
  const foretold = [0.1, 0.9].map((probability) => ({
    ...{ probability, base: 0.5, sort: 0 },
    ...{ trials: 60, successes: probability > 0.5 ? 60 : 0 },
  }));
  const judged = judge(foretold)!;
  expect(judged.tells_apart).toBe(true);
  expect(isProved(judged)).toBe(true);
});

test('a model is judged against the rate of each kind of button, and none is made of one class only', () => {
  const basis = { tap: 0.2, read: 0.6 };
  const cell = (kind: 'reply' | 'url') => cellOf(pastOf([], 0), { kind, slot: 0 }, basis);
  const tally = new Map([
    [cell('reply'), { trials: 1_000, successes: 400 }],
    [cell('url'), { trials: 1_000, successes: 100 }],
  ]);
  const trained = { training: '1', trained_at: '2026-06-01T00:00:00.000Z', campaigns: [], people: 2, lanes: 1, basis };
  const model = trainModel(tally, trained)!;
  expect(model.rates).toEqual([0.4, 0.1, 0.25]);
  const judged = judgeModel(model, tally)!;
  expect(judged.base_brier).toBeCloseTo((0.4 * 0.6 + 0.1 * 0.9) / 2, 9);
  expect(judged.skill).toBeLessThan(0.001);
  expect(isProved(judged)).toBe(false);
  const all = new Map([[cell('reply'), { trials: 1_000, successes: 1_000 }]]);
  expect(trainModel(all, trained)).toBeUndefined();
  expect(trainModel(new Map(), trained)).toBeUndefined();
});
