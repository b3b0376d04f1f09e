import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  countersOf,
  fold,
  padded,
  settledOf,
  sum,
  type Counted,
  type Counters,
} from '../../../shared/analytics/rollup.ts';
import { MESSAGE_STATUSES, SKIP_REASONS } from '../../../shared/messaging/message.ts';

test.each<[Counted, Counters]>([
  [{ status: 'retry' }, { recipients: 1 }],
  [{ status: 'sending' }, { recipients: 1 }],
  [{ status: 'unknown' }, { recipients: 1, unknown: 1 }],
  [{ status: 'accepted' }, { recipients: 1, accepted: 1 }],
  [{ status: 'sent' }, { recipients: 1, accepted: 1, sent: 1 }],
  [{ status: 'delivered' }, { recipients: 1, accepted: 1, sent: 1, delivered: 1 }],
  [
    { status: 'read', error_code: '1' },
    { recipients: 1, accepted: 1, sent: 1, delivered: 1, read: 1 },
  ],
  [
    { status: 'failed', error_code: '63016' },
    { recipients: 1, failed: 1, 'failed#63016': 1 },
  ],
  [{ status: 'undelivered' }, { recipients: 1, failed: 1, 'failed#none': 1 }],
  [
    { status: 'skipped', status_reason: 'opted_out' },
    { recipients: 1, skipped: 1, 'skipped#opted_out': 1 },
  ],
  [{ status: 'skipped' }, { recipients: 1, skipped: 1, 'skipped#none': 1 }],
])('%j counts as %j', (message, counters) => {
  expect(countersOf(message)).toEqual(counters);
});

test('nothing counts as nothing', () => {
  expect(countersOf(undefined)).toEqual({});
});

const image = fc
  .record({
    status: fc.constantFrom(...MESSAGE_STATUSES),
    error_code: fc.constantFrom('63016', '21211', undefined),
    status_reason: fc.constantFrom(...SKIP_REASONS, undefined),
  })
  .map((given): Counted => given);
const history = fc.array(fc.option(image, { nil: undefined }), { maxLength: 12 });

test('the folds of any history add up to what stands at its end', () => {
  fc.assert(
    fc.property(history, (images) => {
      const folds = images.map((after, n) => fold(images[n - 1], after));
      expect(sum(folds)).toEqual(countersOf(images.at(-1)));
    }),
  );
});

test('the folds of many messages add up in any order to a recount', () => {
  fc.assert(
    fc.property(fc.array(history, { maxLength: 6 }), fc.nat(), (histories, seed) => {
      const folds = histories.flatMap((images) => images.map((after, n) => fold(images[n - 1], after)));
      const shuffled = folds
        .map((one, n) => ({ one, at: ((n + 1) * (seed + 7919)) % 104_729 }))
        .sort((a, b) => a.at - b.at);
      const expected = sum(histories.map((images) => countersOf(images.at(-1))));
      expect(sum(shuffled.map(({ one }) => one))).toEqual(expected);
    }),
  );
});

test('a change of nothing that is counted adds nothing', () => {
  fc.assert(
    fc.property(image, (one) => {
      expect(fold(one, { ...one })).toEqual({});
    }),
  );
});

test('each recipient has one outcome at most, and sent, delivered and read are parts of accepted', () => {
  fc.assert(
    fc.property(image, (one) => {
      const { recipients, accepted = 0, sent = 0, delivered = 0, read = 0 } = countersOf(one);
      expect(recipients).toBe(1);
      expect(settledOf(countersOf(one))).toBe(['retry', 'sending'].includes(one.status) ? 0 : 1);
      expect(accepted >= sent && sent >= delivered && delivered >= read).toBe(true);
    }),
  );
});

test('sums leave out what comes to nothing', () => {
  expect(sum([])).toEqual({});
  expect(sum([{ a: 1, b: 2 }, { a: -1, c: 3 }, {}])).toEqual({ b: 2, c: 3 });
});

test('padded sequence numbers compare as numbers', () => {
  const sequence = fc.bigInt({ min: 0n, max: 10n ** 40n - 1n });
  fc.assert(
    fc.property(sequence, sequence, (one, other) => {
      expect(padded(String(one)) < padded(String(other))).toBe(one < other);
      expect(padded(String(one))).toHaveLength(40);
    }),
  );
});
