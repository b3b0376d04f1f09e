import { expect, test } from 'vitest';

import { randomIds } from '../../../shared/platform/ids.ts';
import { laneName, laneOf, LANES } from '../../../shared/platform/lanes.ts';

test('the lane of a customer never changes, since keys contain it', () => {
  expect(LANES).toBe(16);
  expect(laneOf('cus_01J00000000000000000000000')).toBe(6);
  expect(laneOf('cus_01J00000000000000000000001')).toBe(5);
});

test('ids made one after the other are spread over all lanes', () => {
  const counts = new Array<number>(LANES).fill(0);
  for (let n = 0; n < 16_000; n += 1) counts[laneOf(randomIds.next('cus'))]! += 1;
  expect(Math.min(...counts)).toBeGreaterThan(800);
  expect(Math.max(...counts)).toBeLessThan(1200);
});

test('the names of lanes sort as their numbers do', () => {
  expect([0, 7, 15].map(laneName)).toEqual(['00', '07', '15']);
});
