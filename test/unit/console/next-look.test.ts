import { expect, test } from 'vitest';

import { HeraldProblem } from '../../../client/src/problem.ts';
import { nextLook } from '../../../console/services/next-look.ts';

const refused = (retryAfter: string) =>
  new HeraldProblem(
    { type: 'about:blank', title: 'Too Many Requests', status: 429, code: 'rate.limited', request_id: 'req_1' },
    new Response(null, { status: 429, headers: { 'retry-after': retryAfter } }),
  );

test('what was refused is looked at again no sooner than Herald asks, and within two minutes', () => {
  for (const attempt of [1, 2, 10, 2_000]) {
    expect(nextLook(refused('30'), attempt)).toBeGreaterThanOrEqual(30_000);
    expect(nextLook(refused('30'), attempt)).toBeLessThanOrEqual(90_000);
    expect(nextLook(refused('3600'), attempt)).toBe(60_000);
  }
});

test('without a word of Herald the wait grows, up to a minute', () => {
  expect(nextLook(new TypeError('network'), 1)).toBeLessThanOrEqual(5_000);
  expect(nextLook(new TypeError('network'), 1)).toBeGreaterThanOrEqual(2_500);
  expect(nextLook(new TypeError('network'), 2_000)).toBeGreaterThanOrEqual(30_000);
  expect(nextLook(new TypeError('network'), 2_000)).toBeLessThanOrEqual(60_000);
});
