import { expect, test } from 'vitest';

import { drawArm, placeOf } from '../../../shared/campaign/placement.ts';
import { chiSquareTail } from '../../../shared/platform/normal.ts';

/** A share of `npm run bench -- assignment`, which places a million. */
const PEOPLE = 40_000;
const people = Array.from({ length: PEOPLE }, (_, n) => `cus_${String(n).padStart(26, '0')}`);
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
