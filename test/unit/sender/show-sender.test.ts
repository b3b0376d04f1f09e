import { expect, test } from 'vitest';

import { showSender } from '../../../shared/sender/show-sender.ts';
import { senderOf, START } from '../fixtures.ts';

test.each([
  ['its own limit', { daily_limit: 100 }, 30, 70],
  ['the lower of both limits', { daily_limit: 100, messaging_limit: 50 }, 30, 20],
  ['a limit that was lowered below what was sent', { daily_limit: 20 }, 30, 0],
  ['no limit', { messaging_limit: 'unlimited' as const }, 0, null],
  ['a limit that is not known', {}, 0, null],
])('how many people are left by %s', (_, limits, counted, left) => {
  expect(showSender(senderOf(limits), counted, START).daily_left).toBe(left);
});

test('what keeps a sender from sending is told until it ends', () => {
  const until = START + 10_000;
  const sender = senderOf({ braked_until: until, limited_by: 'portfolio_limit', limited_until: until });
  const told = new Date(until).toISOString();
  expect(showSender(sender, 0, until - 1)).toMatchObject({
    braked_until: told,
    limited_by: 'portfolio_limit',
    limited_until: told,
  });
  expect(showSender(sender, 0, until)).toMatchObject({ braked_until: null, limited_by: null, limited_until: null });
});
