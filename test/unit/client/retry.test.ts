import fc from 'fast-check';
import { expect, test } from 'vitest';

import { RETRY_RULES, waitBefore } from '../../../client/src/retry.ts';

const NOW = Date.parse('2026-11-27T09:00:00Z');

test('a wait is never longer than the rules permit twice over, and never shorter than the answer asks', () => {
  const seconds = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      seconds,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, asked, random) => {
        const retryAfter = asked === null ? null : String(asked);
        const wait = waitBefore(RETRY_RULES, { attempt, retryAfter, now: NOW, random });
        if (asked !== null && asked * 1000 > RETRY_RULES.maxWaitMs) expect(wait).toBeUndefined();
        else {
          expect(wait).toBeGreaterThanOrEqual((asked ?? 0) * 1000);
          expect(wait).toBeLessThanOrEqual(2 * RETRY_RULES.maxWaitMs);
        }
      },
    ),
  );
});

test('a date in Retry-After counts from now; what is neither counts as none', () => {
  const wait = (retryAfter: string) => waitBefore(RETRY_RULES, { attempt: 1, retryAfter, now: NOW, random: 0 });
  expect(wait('Fri, 27 Nov 2026 09:00:05 GMT')).toBe(5000);
  expect(wait('Fri, 27 Nov 2026 08:00:00 GMT')).toBe(0);
  expect(wait('soon')).toBe(125);
});
