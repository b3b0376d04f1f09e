import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { chunk, chunkSize, splitIntoChunks, assignSlots } from '../../../shared/run/chunk.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';

test.each([
  [0.01, 1],
  [0.33, 1],
  [1, 1],
  [1.6, 2],
  [39.4, 39],
  [40, 40],
  [80, 40],
  [1000, 40],
])('a sender of %d messages a second has chunks of %i', (rate, size) => {
  expect(chunkSize(rate)).toBe(size);
});

const recipients = fc
  .array(fc.boolean(), { maxLength: 600 })
  .map((slots) => slots.map((takesSlot, n) => ({ id: `cus_${n}`, takesSlot })));

describe('splitting a page into chunks', () => {
  test('loses nobody, repeats nobody, keeps the order', () => {
    fc.assert(
      fc.property(recipients, fc.integer({ min: 1, max: 40 }), (page, size) => {
        expect(splitIntoChunks(page, size).flatMap((one) => one.recipients)).toEqual(page.map(({ id }) => id));
      }),
    );
  });

  test('makes chunks within both limits, and counts those who take a slot', () => {
    fc.assert(
      fc.property(recipients, fc.integer({ min: 1, max: 40 }), (page, size) => {
        const withSlot = new Set(page.filter(({ takesSlot }) => takesSlot).map(({ id }) => id));
        for (const one of splitIntoChunks(page, size)) {
          expect(one.recipients.length).toBeGreaterThan(0);
          expect(one.recipients.length).toBeLessThanOrEqual(100);
          expect(one.messages).toBeLessThanOrEqual(size);
          expect(one.messages).toBe(one.recipients.filter((id) => withSlot.has(id)).length);
        }
      }),
    );
  });

  test('makes no more chunks than it must', () => {
    const people = (n: number, takesSlot: boolean) => Array.from({ length: n }, (_, k) => ({ id: `${k}`, takesSlot }));
    expect(splitIntoChunks(people(81, true), 40).map(({ messages }) => messages)).toEqual([40, 40, 1]);
    expect(splitIntoChunks(people(201, false), 40).map((one) => one.recipients.length)).toEqual([100, 100, 1]);
    expect(splitIntoChunks([], 40)).toEqual([]);
  });
});

const unscheduled = (messages: number) => ({
  id: ids.next('chk'),
  tenant_id: ids.next('ten'),
  campaign_id: ids.next('cmp'),
  lane: 3,
  recipients: [ids.next('cus')],
  messages,
  late: 0,
  failures: 0,
});

test('chunks get slots one after the other at the rate, without a gap', () => {
  const anySizes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 20 });
  fc.assert(
    fc.property(anySizes, fc.double({ min: 0.01, max: 1000, noNaN: true }), (sizes, rate) => {
      const chunks = sizes.map(unscheduled);
      const scheduled = assignSlots(chunks, 1_000, rate);
      expect(scheduled.map(({ slot_at: _, rate: __, ...rest }) => rest)).toEqual(chunks);
      let ahead = 0;
      for (const [index, { slot_at }] of scheduled.entries()) {
        expect(slot_at).toBeCloseTo(1_000 + (ahead * 1000) / rate, 3);
        ahead += sizes[index]!;
      }
    }),
  );
});

describe('a chunk on the queue', () => {
  const [one] = assignSlots([unscheduled(1)], 5, 80);

  test('is read as it was written, one of an earlier version without failures, too', () => {
    expect(chunk.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
    const { failures: _, ...old } = one!;
    expect(chunk.parse(old)).toEqual(one);
  });

  test.each([
    { tenant_id: 'x' },
    { campaign_id: 'cus_01J00000000000000000000000' },
    { recipients: [] },
    { recipients: new Array(101).fill(ids.next('cus')) },
    { recipients: ['x'] },
    { slot_at: 'soon' },
  ])('is refused with %o', (change) => {
    expect(chunk.safeParse({ ...one, ...change }).success).toBe(false);
  });

  test('of a hundred recipients is far below the size that SQS takes', () => {
    const most = { ...one, recipients: Array.from({ length: 100 }, () => ids.next('cus')) };
    expect(10 * JSON.stringify(chunk.parse(most)).length).toBeLessThan(1024 * 1024);
  });
});
