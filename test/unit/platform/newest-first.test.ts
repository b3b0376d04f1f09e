import fc from 'fast-check';
import { expect, test } from 'vitest';

import { newestFirst } from '../../../shared/platform/newest-first.ts';

const sorted = fc.uniqueArray(fc.nat({ max: 9_999 }), { maxLength: 40 });

/** The numbers as lists, each newest first, as the lanes of a table are. */
function lists(numbers: readonly number[], count: number, read: (n: number) => void = () => undefined) {
  const texts = numbers
    .map((n) => String(n).padStart(4, '0'))
    .toSorted()
    .toReversed();
  return Array.from({ length: count }, async function* (_, list) {
    for (const text of texts) {
      if (Number(text) % count !== list) continue;
      read(Number(text));
      yield text;
    }
  });
}

test('several lists become one, with every item once', async () => {
  await fc.assert(
    fc.asyncProperty(sorted, fc.integer({ min: 1, max: 16 }), async (numbers, count) => {
      const all: string[] = [];
      for await (const one of newestFirst(lists(numbers, count), (text) => text)) all.push(one);
      expect(all).toEqual(
        numbers
          .map((n) => String(n).padStart(4, '0'))
          .toSorted()
          .toReversed(),
      );
    }),
  );
});

test('no list is read further than needed', async () => {
  let reads = 0;
  const numbers = Array.from({ length: 1_000 }, (_, n) => n);
  let taken = 0;
  for await (const _ of newestFirst(
    lists(numbers, 16, () => (reads += 1)),
    (text) => text,
  )) {
    taken += 1;
    if (taken === 20) break;
  }
  expect(reads).toBeLessThanOrEqual(16 + 20);
});
