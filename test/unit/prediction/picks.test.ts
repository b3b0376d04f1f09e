import { expect, test } from 'vitest';

import { seededRandom } from '../../../bench/experiments/random.ts';
import { afterPicks } from '../../../shared/prediction/after-picks.ts';
import {
  PICK_CELLS,
  PICK_WEIGHTS,
  pickCellOf,
  pickTrialOf,
  pickValuesOf,
} from '../../../shared/prediction/pick-cell.ts';
import { pickKind } from '../../../shared/prediction/pick-model.ts';
import { packTally, type Tally } from '../../../shared/prediction/tally.ts';
import { compareDrawn } from '../../../shared/prediction/weighted-rates.ts';
import { FANS, KINDS, likes, NOW, tested } from './pick-worlds.ts';

test('the counts of a campaign fit into one item, and each cell tells what it is of', () => {
  const all: Tally = new Map(
    Array.from({ length: PICK_CELLS }, (_, cell) => [cell, { trials: 100_000, successes: 10_000 }] as const),
  );
  expect(Buffer.byteLength(packTally(all))).toBeLessThan(100_000);
  for (const cell of all.keys()) expect(pickCellOf(pickTrialOf(cell))).toBe(cell);
  const [reply, url] = KINDS.map((kind) => pickValuesOf(FANS.url, kind));
  expect(reply).toHaveLength(PICK_WEIGHTS - 1);
  expect(reply?.slice(0, 5)).toEqual([0, 0, -1, 0, 1]);
  expect(url?.slice(0, 5)).toEqual([1, 0, 1, 0, 1]);
  // A fan of links in the third slot: the link's own weight of that slot is among those of all slots.
  expect(url?.reduce((sum, value) => sum + value, 0)).toBe(4);
});

test('what people like is learnt and proved on the other half, and each later campaign judges it once', () => {
  const random = seededRandom(1);
  const first = tested({ people: 20_000, rateOf: likes(0.04) }, random);
  const proved = afterPicks(undefined, [first], '1', NOW)!;
  expect(proved).toMatchObject({ status: 'in_use', campaigns: [first.id] });
  expect(KINDS.map((kind) => pickKind(proved, FANS[kind], KINDS))).toEqual([...KINDS]);
  const [proof] = proved.proofs;
  expect(proof).toMatchObject({ outcome: 'proved', by: 'test_half', campaigns: [first.id] });
  expect(proof?.share).toBeGreaterThan(0.45);
  expect(proof!.interval![0]).toBeGreaterThan(0);
  expect(afterPicks(proved, [first], '2', NOW)).toBe(proved);

  const second = tested({ people: 20_000, rateOf: likes(0.04) }, random);
  const stays = afterPicks(proved, [second, first], '2', NOW)!;
  expect(stays).toMatchObject({ status: 'in_use', training: '1' });
  expect(stays.proofs.at(-1)).toMatchObject({ outcome: 'stays', by: 'chance_share', campaigns: [second.id] });
  expect(afterPicks(stays, [second, first], '3', NOW)).toBe(stays);

  const few = tested({ people: 20, rateOf: likes(0.04) }, random);
  const kept = afterPicks(stays, [few, second, first], '4', NOW)!;
  expect(kept).toMatchObject({ status: 'in_use' });
  expect(kept.proofs.at(-1)).toMatchObject({ outcome: 'too_few' });

  // Everybody likes the other kind now.
  const turned = tested({ people: 20_000, rateOf: (profile, kind) => 0.1 - likes(0.04)(profile, kind) + 0.06 }, random);
  const off = afterPicks(stays, [turned, second, first], '5', NOW)!;
  expect(off).toMatchObject({ status: 'unproved', training: '5' });
  expect(off.proofs.at(-1)).toMatchObject({ outcome: 'switched_off', campaigns: [turned.id] });
  // Nothing is proved again before another campaign has closed.
  expect(afterPicks(off, [turned, second, first], '6', NOW)).toBe(off);
});

test('with too few who did it nothing is learnt', () => {
  expect(afterPicks(undefined, [], '1', NOW)).toBeUndefined();
  expect(afterPicks(undefined, [tested({ people: 500, rateOf: likes(0) }, seededRandom(2))], '1', NOW)).toBeUndefined();
});

test('where propensities differ each counts by one over theirs, and the variance by the squares of that', () => {
  // Two strata in which everybody does alike, and the rates differ: pooled, the arm that is given to the better ones wins.
  const control = [
    { propensity: 0.8, trials: 800, successes: 80 },
    { propensity: 0.2, trials: 200, successes: 60 },
  ];
  const arm = [
    { propensity: 0.2, trials: 200, successes: 20 },
    { propensity: 0.8, trials: 800, successes: 240 },
  ];
  const { difference, interval, p } = compareDrawn(control, arm, 0.05)!;
  expect(difference).toBeCloseTo(0, 12);
  expect(p).toBeCloseTo(1, 9);
  // By hand: for each side the sum of 1/p² × the squares around 0.2, over 2,000².
  const squares = (80 * 0.64 + 720 * 0.04) / 0.64 + (60 * 0.64 + 140 * 0.04) / 0.04;
  const other = (20 * 0.64 + 180 * 0.04) / 0.04 + (240 * 0.64 + 560 * 0.04) / 0.64;
  expect(interval[1]).toBeCloseTo(1.959964 * Math.sqrt((squares + other) / 2_000 ** 2), 6);
  const even = compareDrawn([control[0]!], [{ ...control[0]!, successes: 120 }], 0.05)!;
  expect(even.difference).toBeCloseTo(0.05, 12);
  expect(compareDrawn([{ ...control[0]!, successes: 2 }], [{ ...control[0]!, successes: 3 }], 0.05)).toBeUndefined();
});
