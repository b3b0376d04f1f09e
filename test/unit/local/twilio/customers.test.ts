import { expect, test } from 'vitest';
import { ORDINARY, person } from '../../../../local/twilio/customers.ts';

const people = (seed: number) =>
  Array.from({ length: 20_000 }, (_, n) => person(seed, `+4477${String(n).padStart(8, '0')}`, ORDINARY));

test('a person behaves the same for the same seed, and differently for another', () => {
  expect(people(1)).toEqual(people(1));
  expect(people(1)).not.toEqual(people(2));
});

test.for([1, 2, 77])('with seed %i, people behave with the configured probabilities', (seed) => {
  const all = people(seed);
  const share = (trait: (each: (typeof all)[number]) => boolean) => all.filter(trait).length / all.length;
  expect(share(({ gets }) => gets === 'delivered')).toBeCloseTo(0.97, 1.5);
  for (const fate of ['failed', 'undelivered', 'blocked']) {
    expect(Math.abs(share(({ gets }) => gets === fate) - 0.01)).toBeLessThan(0.003);
  }
  expect(Math.abs(share(({ reads }) => reads) - 0.7)).toBeLessThan(0.02);
  expect(Math.abs(share(({ duplicate }) => duplicate) - 0.02)).toBeLessThan(0.005);
  expect(Math.abs(share(({ lateCallback }) => lateCallback !== undefined) - 0.05)).toBeLessThan(0.01);
  expect(Math.abs(share(({ reads, gets }) => reads && gets === 'delivered') - 0.97 * 0.7)).toBeLessThan(0.02);
  expect(all.every(({ pace: [a = 2, b = 2, c = 2] }) => 0 <= a && a <= b && b <= c && c < 1)).toBe(true);
});
