import { expect, test } from 'vitest';

import type { TracedMessage } from '../../../shared/message/message.ts';
import { CELLS, cellOf, FEATURES, valuesOf } from '../../../shared/prediction/cell.ts';
import { courseOf } from '../../../shared/prediction/course.ts';
import { hasTapped, pastOf, stepOf } from '../../../shared/prediction/past.ts';
import { slotOf } from '../../../shared/prediction/slot.ts';
import { packTally, unpackTally, type Tally } from '../../../shared/prediction/tally.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { campaignOf } from '../fixtures.ts';

const DAY = 86_400_000;
const day = (number: number) => Date.parse('2026-06-01T10:00:00.000Z') + number * DAY;
const at = (time: number) => new Date(time).toISOString();
const buttons = [
  { id: 'order', title: 'Order', type: 'reply' as const },
  { id: 'shop', title: 'Shop', type: 'url' as const, url: 'https://shop.example' },
];
const begun = (number: number) => courseOf(campaignOf({ started_at: at(day(number)), buttons }));
const customer_id = ids.next('cus');
const sent = (number: number, more: Partial<TracedMessage> = {}): TracedMessage => ({
  ...{ customer_id, status: 'delivered', tried_at: at(day(number)), delivered_at: at(day(number)) },
  ...more,
});

test('a person is what they were before the campaign: what came later, however soon it is known, does not count', () => {
  const tapped = {
    status: 'read' as const,
    read_at: at(day(0)),
    first_click_at: at(day(1)),
    clicked_buttons: ['order'],
  };
  const steps = [
    stepOf(begun(0), sent(0, tapped), 'UTC'),
    // Read and tapped only after the third had begun.
    stepOf(begun(5), sent(5, { read_at: at(day(11)), first_click_at: at(day(11)), clicked_buttons: ['shop'] }), 'UTC'),
    stepOf(begun(10), sent(10, tapped), 'UTC'),
  ];
  expect(pastOf(steps, day(10))).toMatchObject({
    ...{ delivered: 2, read: 1, tapped: 1, days: 9 },
    ofKind: { reply: { delivered: 2, tapped: 1 } },
  });
  expect(pastOf(steps, day(0))).toMatchObject({ delivered: 0, read: 0, tapped: 0, days: undefined });
  // What was tapped was no reply button.
  expect(pastOf(steps, day(12)).ofKind).toEqual({ reply: { delivered: 3, tapped: 1 + 1 } });
});

test('a tap counts within a day of the try, and never for somebody who was not tried', () => {
  const tap = (hours: number) =>
    hasTapped(stepOf(begun(0), sent(0, { first_click_at: at(day(0) + hours * 3_600_000) }), 'UTC'));
  expect([tap(-1), tap(0), tap(24), tap(25)]).toEqual([false, true, true, false]);
  const { tried_at, ...skipped } = sent(0, { first_click_at: at(day(0)) });
  expect(tried_at).toBeDefined();
  expect(hasTapped(stepOf(begun(0), skipped, 'UTC'))).toBe(false);
});

test('the slot of the week is that of the clock on the wall, before and after it changes', () => {
  // Sunday, 25 October 2026: clocks in Paris go back from 3 to 2 o'clock.
  const [before, after] = ['2026-10-24T16:30:00.000Z', '2026-10-31T17:30:00.000Z'].map((time) => Date.parse(time));
  expect(slotOf('Europe/Paris', before!)).toBe(7);
  expect(slotOf('Europe/Paris', after!)).toBe(7);
  expect(slotOf('UTC', before!)).toBe(6);
  expect(slotOf('America/New_York', Date.parse('2026-11-02T03:00:00.000Z'))).toBe(7);
  expect(slotOf('UTC', Date.parse('2026-11-02T03:00:00.000Z'))).toBe(0);
});

test('every cell has its values back, and all cells together fit into one item', () => {
  const basis = { tap: 0.1, read: 0.6 };
  const fresh = pastOf([], day(0));
  expect(valuesOf(cellOf(fresh, { kind: 'call', slot: 0 }, basis))).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
  const often = { delivered: 20, read: 20, tapped: 20, ofKind: {}, ofSlot: new Map(), days: 40 };
  const values = valuesOf(cellOf(often, { kind: 'url', slot: 0 }, basis));
  expect(values).toHaveLength(FEATURES.length);
  expect(values[0]).toBe(3);
  expect(values.slice(4)).toEqual([0, 0, 1, 0, 1, 0]);
  const all: Tally = new Map(
    Array.from({ length: CELLS }, (_, cell) => [cell, { trials: 100_000, successes: 10_000 }] as const),
  );
  expect(Buffer.byteLength(packTally(all))).toBeLessThan(400_000);
  const some: Tally = new Map([[7, { trials: 40, successes: 3 }]]);
  expect(unpackTally(packTally(some))).toEqual(some);
  expect(unpackTally(packTally(new Map()))).toEqual(new Map());
});
