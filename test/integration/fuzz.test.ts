import { expect, inject, test } from 'vitest';

import { fuzz } from '../fuzz/fuzz.ts';

test('no generated request, valid, poisoned or wild, gets a 5xx or an error of another form', async () => {
  const { failures } = await fuzz(inject('herald'), { seed: 20_261_127, count: 250 });
  expect(failures).toEqual([]);
});
