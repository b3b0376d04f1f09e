import { expect, test } from 'vitest';

import { statusesBelow, MESSAGE_STATUSES, timesOf } from '../../../shared/message/message.ts';

test('a status report moves a message only to a later status', () => {
  expect(Object.fromEntries(MESSAGE_STATUSES.map((status) => [status, statusesBelow(status)]))).toEqual({
    retry: [],
    skipped: [],
    sending: [],
    unknown: ['sending'],
    accepted: ['sending', 'unknown'],
    sent: ['sending', 'unknown', 'accepted'],
    failed: ['sending', 'unknown', 'accepted', 'sent'],
    undelivered: ['sending', 'unknown', 'accepted', 'sent'],
    delivered: ['sending', 'unknown', 'accepted', 'sent', 'failed', 'undelivered'],
    read: ['sending', 'unknown', 'accepted', 'sent', 'failed', 'undelivered', 'delivered'],
  });
});

test.each([
  ['accepted', ['accepted_at']],
  ['sent', ['accepted_at', 'sent_at']],
  ['delivered', ['accepted_at', 'sent_at', 'delivered_at']],
  ['read', ['accepted_at', 'sent_at', 'delivered_at', 'read_at']],
  ['failed', ['accepted_at', 'failed_at']],
  ['undelivered', ['accepted_at', 'failed_at']],
] as const)('the status %s implies the times %j', (status, fields) => {
  expect(timesOf(status, 'T')).toEqual(Object.fromEntries(fields.map((field) => [field, 'T'])));
});
