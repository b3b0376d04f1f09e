import { expect, test } from 'vitest';

import { dailyLimitOf, limitOf, limitReached } from '../../../shared/sender/provider-limit.ts';
import { START } from '../fixtures.ts';

const at = (time: string) => Date.parse(`${time}Z`);

test.each([
  ['portfolio_limit', '2026-11-20T12:00', undefined, '2026-11-21T12:00'],
  ['portfolio_limit', '2026-11-20T12:00:01', undefined, '2026-11-21T12:10'],
  ['account_limit', '2026-11-20T00:00', undefined, '2026-11-21T00:00'],
  ['account_limit', '2026-11-20T23:59:59', undefined, '2026-11-21T00:00'],
  ['account_limit', '2026-11-20T12:00', 3_600, '2026-11-20T13:00'],
  ['account_limit', '2026-11-20T12:00', 9_000_000, '2026-11-21T12:00'],
] as const)('the %s that is reached at %s (retry after %s s) may have passed at %s', (why, time, retryAfter, until) => {
  expect(limitReached(why, at(time), retryAfter)).toEqual({ why, until: at(until) });
});

test.each([
  ['reached, for a template', { limited_by: 'portfolio_limit', limited_until: START + 1 }, true, true],
  ['reached, for an answer', { limited_by: 'portfolio_limit', limited_until: START + 1 }, false, false],
  ["the account's, for an answer", { limited_by: 'account_limit', limited_until: START + 1 }, false, true],
  ['over', { limited_by: 'account_limit', limited_until: START }, true, false],
  ['not known', {}, true, false],
] as const)('a limit that is %s keeps messages waiting or not', (_, sender, isTemplate, waits) => {
  expect(limitOf(sender, isTemplate, START) !== undefined).toBe(waits);
});

test.each([
  [{}, undefined],
  [{ daily_limit: 100 }, 100],
  [{ messaging_limit: 250 }, 250],
  [{ daily_limit: 100, messaging_limit: 250 }, 100],
  [{ daily_limit: 1_000, messaging_limit: 250 }, 250],
  [{ messaging_limit: 'unlimited' }, undefined],
  [{ daily_limit: 100, messaging_limit: 'unlimited' }, 100],
] as const)('of %j the lower one counts: %s', (sender, limit) => {
  expect(dailyLimitOf(sender)).toBe(limit);
});
