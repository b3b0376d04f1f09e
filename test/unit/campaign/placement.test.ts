import { expect, test } from 'vitest';

import { drawArm, halfOf, placeOf } from '../../../shared/campaign/placement.ts';
import { chiSquareTail } from '../../../shared/platform/normal.ts';
import { fixedId } from '../fixtures.ts';

/** A share of `npm run bench -- assignment`, which places a million. */
const PEOPLE = 40_000;
const people = Array.from({ length: PEOPLE }, (_, n) => fixedId('cus', n));
const shares = Array.from({ length: 8 }, () => 1 / 8);

test('eight arms get their shares, by chance', () => {
  const counts = shares.map(() => 0);
  for (const person of people) counts[drawArm('cmp_a', person, shares)]! += 1;
  const sum = counts.reduce((total, count) => total + (count - PEOPLE / 8) ** 2 / (PEOPLE / 8), 0);
  expect(chiSquareTail(sum, 7)).toBeGreaterThan(0.001);
});

test('who gets what in one campaign says nothing of another, and the arm nothing of the place', () => {
  const both = { same: 0, first: 0 };
  for (const person of people) {
    if (drawArm('cmp_a', person, shares) === drawArm('cmp_b', person, shares)) both.same += 1;
    const { isTest } = placeOf({ id: 'cmp_a', experiment: { test_share: 0.5 } }, person);
    if (isTest && drawArm('cmp_a', person, [0.5, 0.5]) === 0) both.first += 1;
  }
  expect(both.same / PEOPLE).toBeCloseTo(1 / 8, 2);
  expect(both.first / PEOPLE).toBeCloseTo(1 / 4, 2);
});

test('the test takes its share of those held back and of all others', () => {
  const terms = { id: 'cmp_a', holdout: 0.2, experiment: { test_share: 0.3 } };
  const places = people.map((person) => placeOf(terms, person));
  const held = places.filter(({ isHeldBack }) => isHeldBack);
  const others = places.filter(({ isHeldBack }) => !isHeldBack);
  expect(held.length / PEOPLE).toBeCloseTo(0.2, 2);
  for (const some of [held, others])
    expect(some.filter(({ isTest }) => isTest).length / some.length).toBeCloseTo(0.3, 1);
});

test('the same person is placed the same each time, and without an experiment nobody is held back', () => {
  const [person = ''] = people;
  expect(placeOf({ id: 'cmp_a', holdout: 0.5 }, person)).toEqual(placeOf({ id: 'cmp_a', holdout: 0.5 }, person));
  for (const one of people.slice(0, 100))
    expect(placeOf({ id: 'cmp_a' }, one)).toEqual({ isHeldBack: false, isTest: true });
});

test('where variants are picked a share of its own is left to chance, evenly, whatever the test and the weights are', () => {
  const experiment = { metric: 'converted' as const, test_share: 0.5, window_hours: 24, no_winner: 'control' as const };
  const picking = { id: 'cmp_a', picking: true, experiment: { ...experiment, chance_share: 0.3 }, holdout: 0.1 };
  const places = people.map((person) => ({ person, ...placeOf(picking, person) }));
  const share = (of: readonly unknown[], all: readonly unknown[]) => of.length / all.length;
  const sent = places.filter(({ isHeldBack }) => !isHeldBack);
  expect(share(sent, places)).toBeCloseTo(0.9, 1);
  expect(
    share(
      sent.filter(({ isTest }) => isTest),
      sent,
    ),
  ).toBeCloseTo(0.3, 1);
  // Neither where the test would be, nor which arm is drawn, nor which half judges tells who is left to chance.
  const chance = sent.filter(({ isTest }) => isTest).map(({ person }) => person);
  const plain = chance.filter((person) => placeOf({ ...picking, picking: false }, person).isTest);
  expect(share(plain, chance)).toBeCloseTo(0.5, 1);
  expect(
    share(
      chance.filter((person) => drawArm('cmp_a', person, [0.5, 0.5]) === 0),
      chance,
    ),
  ).toBeCloseTo(0.5, 1);
  expect(
    share(
      chance.filter((person) => halfOf('cmp_a', person) === 0),
      chance,
    ),
  ).toBeCloseTo(0.5, 1);
  const usual = people.filter((person) => placeOf({ ...picking, experiment }, person).isTest);
  expect(share(usual, people)).toBeCloseTo(0.2, 1);
});
