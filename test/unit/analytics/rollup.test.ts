import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  FAMILIES,
  fold,
  interactionCounters,
  messageCounters,
  withPrefix,
  paddedSequence,
  settledOf,
  sum,
  type Counted,
  type CountedInteraction,
  type CountedMessage,
  type Counters,
} from '../../../shared/analytics/rollup.ts';
import { MESSAGE_STATUSES, SKIP_REASONS } from '../../../shared/message/message.ts';

const NOON = '2026-11-20T12:00:00.000Z';

test.each<[CountedMessage, Counters]>([
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
  [
    { status: 'sent', clicked_buttons: ['a', 'b'] },
    { recipients: 1, accepted: 1, sent: 1, clicked: 1, 'customers#a': 1, 'customers#b': 1 },
  ],
  [
    { status: 'unknown', clicked_buttons: [], replied_at: NOON, opted_out_at: NOON },
    { recipients: 1, unknown: 1, replied: 1, opted_out: 1 },
  ],
  [{ status: 'skipped' }, { recipients: 1, skipped: 1, 'skipped#none': 1 }],
])('%j counts as %j', (message, counters) => {
  expect(messageCounters(message)).toEqual({ totals: counters });
});

const tap: CountedInteraction = {
  button_id: 'a#1',
  clicked_at: '2026-11-20T23:59:59.999Z',
  local_weekday: 5,
  local_hour: 0,
};
const sale = { conversion_type: 'purchase', conversion_reference_id: 'o1', converted_at: NOON };

test.each<[Partial<CountedInteraction>, Counted]>([
  [{}, { buttons: { 'clicks#a#1': 1 }, hours: { 'clicks#23': 1 }, weekdays: { '5#0': 1 } }],
  [{ response_seconds: 0 }, { buttons: { 'clicks#a#1': 1, 'response#a#1#0': 1 } }],
  [{ response_seconds: 1 }, { buttons: { 'clicks#a#1': 1, 'response#a#1#1': 1 } }],
  [
    { conversion: sale },
    {
      buttons: { 'clicks#a#1': 1, 'conversions#a#1': 1, 'led_to#purchase': 1 },
      hours: { 'clicks#23': 1, 'conversions#23': 1 },
    },
  ],
  [
    { agent: { outcome: 'fallback', reason: 'timeout' } },
    { buttons: { 'clicks#a#1': 1, 'agent#a#1#fallback#timeout': 1 } },
  ],
  [{ agent: { outcome: 'answered' } }, { buttons: { 'clicks#a#1': 1, 'agent#a#1#answered#': 1 } }],
])('a tap with %j counts as %j', (given, counted) => {
  const plain: Counted = { hours: { 'clicks#23': 1 }, weekdays: { '5#0': 1 } };
  expect(interactionCounters({ ...tap, ...given })).toEqual({ ...plain, ...counted });
});

test('records of other kinds count as nothing', () => {
  expect(fold(undefined, undefined)).toEqual({});
});

/** The counters of items together, by family. */
function together(all: readonly Counted[]): Counted {
  return Object.fromEntries(FAMILIES.map((family) => [family, sum(all.map((one) => one[family] ?? {}))]));
}

const at = fc.constantFrom(NOON, undefined);
const messageImage = fc
  .record({
    status: fc.constantFrom(...MESSAGE_STATUSES),
    error_code: fc.constantFrom('63016', '21211', undefined),
    status_reason: fc.constantFrom(...SKIP_REASONS, undefined),
    clicked_buttons: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
    replied_at: at,
    opted_out_at: at,
  })
  .map((given): CountedMessage => given);
const tapImage = fc
  .record({
    button_id: fc.constantFrom('a', 'b'),
    clicked_at: fc.integer({ min: 0, max: 23 }).map((hour) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`),
    response_seconds: fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: undefined }),
    local_weekday: fc.integer({ min: 0, max: 6 }),
    local_hour: fc.integer({ min: 0, max: 23 }),
    conversion: fc.constantFrom(sale, { ...sale, conversion_type: 'booking' }, undefined),
  })
  .map((given): CountedInteraction => given);
const image = fc.oneof(messageImage.map(messageCounters), tapImage.map(interactionCounters));
const history = fc.array(fc.option(image, { nil: undefined }), { maxLength: 12 });

test('the folds of any history add up to a recount of its end', () => {
  fc.assert(
    fc.property(history, (images) => {
      const folds = images.map((after, n) => fold(images[n - 1], after));
      expect(together(folds)).toEqual(together([images.at(-1) ?? {}]));
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
      const expected = together(histories.map((images) => images.at(-1) ?? {}));
      expect(together(shuffled.map(({ one }) => one))).toEqual(expected);
    }),
  );
});

test('a change of a field that is not counted adds nothing', () => {
  fc.assert(
    fc.property(image, (one) => {
      expect(together([fold(one, structuredClone(one))])).toEqual(together([]));
    }),
  );
});

test('each recipient has one outcome at most, and sent, delivered and read are parts of accepted', () => {
  fc.assert(
    fc.property(messageImage, (one) => {
      const { totals = {} } = messageCounters(one);
      const { recipients, accepted = 0, sent = 0, delivered = 0, read = 0 } = totals;
      expect(recipients).toBe(1);
      expect(settledOf(totals)).toBe(['retry', 'sending'].includes(one.status) ? 0 : 1);
      expect(accepted >= sent && sent >= delivered && delivered >= read).toBe(true);
    }),
  );
});

test('sums leave out zeros', () => {
  expect(sum([])).toEqual({});
  expect(sum([{ a: 1, b: 2 }, { a: -1, c: 3 }, {}])).toEqual({ b: 2, c: 3 });
});

test('counters are found by their prefix', () => {
  expect(withPrefix({ 'failed#1': 2, 'failed#2': 3, failed: 5, 'skipped#1': 7 }, 'failed#')).toEqual({ 1: 2, 2: 3 });
});

test('padded sequence numbers compare as numbers', () => {
  const sequence = fc.bigInt({ min: 0n, max: 10n ** 40n - 1n });
  fc.assert(
    fc.property(sequence, sequence, (one, other) => {
      expect(paddedSequence(String(one)) < paddedSequence(String(other))).toBe(one < other);
      expect(paddedSequence(String(one))).toHaveLength(40);
    }),
  );
});
