import { expect, test } from 'vitest';

import type { Waiting } from '../../../shared/run/lane.store.ts';
import { parkDeferred, recomputeDueAt, waitingSentence } from '../../../shared/run/park-deferred.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { sendingHours } from '../../../shared/tenancy/sending-hours.ts';
import { START } from '../fixtures.ts';

const HOUR = 3_600_000;
// START is a Friday, 12:00 UTC.
const open = (from: string, to: string) => sendingHours.parse({ from, to });

test.each(['portfolio_limit', 'account_limit', 'marketing_limit'] as const)(
  'whoever waits for the %s waits as long whatever the settings, and is told about when',
  (why) => {
    const not_before = Date.parse('2026-11-28T09:00:00Z');
    const limit = { why: 'portfolio_limit' as const, until: not_before };
    const rules = { hours: open('09:00', '20:00'), isDecided: false, limit };
    expect(recomputeDueAt({ why, not_before }, rules, START)).toBe(not_before);
    expect(waitingSentence(why, not_before)).toMatch(/ Sending goes on by itself about 2026-11-28 09:00 UTC\.$/);
  },
);

test('once the provider has raised a limit, nobody waits for it; who is held back for a day does', () => {
  const due = (why: NonNullable<Waiting['why']>) =>
    recomputeDueAt({ why, not_before: START + HOUR }, { hours: undefined, isDecided: false, limit: undefined }, START);
  expect([due('portfolio_limit'), due('account_limit')]).toEqual([START, START]);
  expect(due('marketing_limit')).toBe(START + HOUR);
});

test('recipients who wait until the same time are parked together, in chunks whose ids follow from who is in them', async () => {
  const of = { tenant_id: ids.next('ten'), campaign_id: ids.next('cmp'), lane: 3 };
  const deferred = Array.from({ length: 7 }, (_, n) => ({
    id: ids.next('cus'),
    until: START + (n % 2) * HOUR,
    zone: n === 2 ? 'Asia/Seoul' : 'Asia/Tokyo',
  }));
  const park = async (some: typeof deferred) => {
    const parked: [{ id: string; recipients: string[]; messages: number }, number, object?][] = [];
    await parkDeferred(
      of,
      some,
      { size: 2, why: 'sending_hours' },
      { park: async (...given) => void parked.push(given) },
    );
    return parked;
  };
  const parked = await park(deferred);
  const people = (...places: number[]) => places.map((n) => deferred[n]!.id);
  expect(parked.map(([{ recipients, messages }, until]) => [recipients, messages, until - START])).toEqual([
    [people(0, 2), 2, 0],
    [people(4, 6), 2, 0],
    [people(1, 3), 2, HOUR],
    [people(5), 1, HOUR],
  ]);
  expect(parked[0]![2]).toEqual({ why: 'sending_hours', zones: ['Asia/Tokyo', 'Asia/Seoul'] });
  expect(await park(deferred)).toEqual(parked);
  const others = (await park(deferred.toSpliced(6, 1))).map(([{ id }]) => id);
  const [changed] = parked.map(([{ id }]) => id).slice(1, 2);
  const rest = parked.map(([{ id }]) => id).toSpliced(1, 1);
  expect(others).toHaveLength(4);
  expect(others).toEqual(expect.arrayContaining(rest));
  expect(others).not.toContain(changed);
});

test.each<[string, Waiting, number]>([
  ['hours of which one zone’s open first', { why: 'sending_hours', zones: ['Asia/Tokyo', 'Europe/Berlin'] }, 2 * HOUR],
  ['hours of one zone', { why: 'sending_hours', zones: ['Asia/Tokyo'] }, 18 * HOUR],
  ['another rule', { why: 'daily_limit' }, 0],
  ['no rule', {}, 40 * HOUR],
])('a chunk that waits for %s is due as the current rules say', (_, waiting, expected) => {
  const parked = { ...waiting, not_before: START + 40 * HOUR };
  expect(
    recomputeDueAt(parked, { hours: open('15:00', '16:00'), isDecided: false, limit: undefined }, START) - START,
  ).toBe(expected);
});

test('a chunk that waits for sending hours is due at once when there are none any more', () => {
  expect(
    recomputeDueAt(
      { why: 'sending_hours', zones: ['Asia/Tokyo'], not_before: START + 1 },
      { hours: undefined, isDecided: false, limit: undefined },
      START,
    ),
  ).toBe(START);
});

test.each(['sending_hours', 'frequency_cap', 'daily_limit'] as const)(
  'the status_reason for %s says until when',
  (why) => {
    expect(waitingSentence(why, START)).toMatch(/\w+ .*2026-11-20T12:00:00\.000Z/);
  },
);
