import { expect, test } from 'vitest';
import * as z from 'zod';

import { clock } from '../../../shared/runtime/dependencies.ts';
import { task } from '../../../shared/runtime/task.ts';

const double = task(z.object({ n: z.number() }), async ({ n }, { clock }) => ({ doubled: 2 * n, at: clock.now() }), {
  clock,
});

test('a task reads its input, and answers', async () => {
  expect(await double({ n: 4, more: 1 })).toEqual({ doubled: 8, at: expect.any(Number) });
});

test.each([undefined, {}, { n: 'x' }])('the input %j is an error', async (event) => {
  await expect(double(event)).rejects.toBeInstanceOf(z.ZodError);
});
