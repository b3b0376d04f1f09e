import { expect, test } from 'vitest';

import { forecast, type Queue } from '../../../shared/preflight/forecast.ts';
import { sendingHours } from '../../../shared/tenancy/sending-hours.ts';
import { START } from '../fixtures.ts';

const HOUR = 3_600_000;
const pace = {
  starts_at: START,
  rate: 10,
  hours: undefined,
  daily_limit: undefined,
  counted: new Map<number, number>(),
};
const everyone = (people: number): Queue[] => [{ zone: '', from: 0, people }];

test('without rules a campaign takes as long as its messages at the sender’s rate', () => {
  expect(forecast(everyone(600), pace)).toEqual({ starts_at: START, ends_at: START + 60_000 });
  expect(forecast([], pace)).toEqual({ starts_at: START, ends_at: START });
});

test('who must wait is sent to from then on', () => {
  const queues = [...everyone(100), { zone: '', from: START + HOUR, people: 50 }];
  expect(forecast(queues, pace).ends_at).toBe(START + HOUR + 5_000);
});

// START is a Friday, 12:00 UTC: 21:00 in Tokyo, 07:00 in New York.
test('each zone is sent to within its hours, and what is left over goes on the next day', () => {
  const hours = sendingHours.parse({ from: '09:00', to: '20:00' });
  const queues = [
    { zone: 'Asia/Tokyo', from: 0, people: 100 },
    { zone: 'America/New_York', from: 0, people: 100 },
  ];
  const found = forecast(queues, { ...pace, hours });
  expect(found).toEqual({ starts_at: START + 2 * HOUR, ends_at: START + 12 * HOUR + 10_000 });
  // Eleven hours at 10 a second are 396,000 messages.
  const long = forecast([{ zone: 'UTC', from: 0, people: 300_000 }], { ...pace, hours });
  expect(long.ends_at).toBe(START + 21 * HOUR + ((300_000 - 8 * 36_000) / 10) * 1_000);
});

test('a daily limit leaves the rest to the time when the hours that count have passed', () => {
  const counted = new Map([[Math.floor(START / HOUR) - 1, 80]]);
  const { ends_at } = forecast(everyone(150), { ...pace, daily_limit: 100, counted });
  // 20 now; 80 when the hour before no longer counts, 20 when this one does not, and 30 when that of the 80 does not.
  expect(ends_at).toBe(START + 49 * HOUR + 3_000);
});

// 2026-11-20, 12:00 UTC, is 21:00 in Tokyo.
test('a spend cap leaves the rest to the next days of its zone', () => {
  const budget = { cap: 100, spent: 70, each: 0.5, time_zone: 'Asia/Tokyo' };
  // 60 now, 200 at the next midnight, and 40 at the one after that.
  expect(forecast(everyone(300), { ...pace, budget })).toEqual({
    starts_at: START,
    ends_at: START + 27 * HOUR + 4_000,
  });
  const spent = { ...budget, spent: 100 };
  expect(forecast(everyone(40), { ...pace, budget: spent })).toEqual({
    starts_at: START + 3 * HOUR,
    ends_at: START + 3 * HOUR + 4_000,
  });
  expect(forecast(everyone(600), { ...pace, budget: { ...budget, each: 0 } }).ends_at).toBe(START + 60_000);
  expect(forecast(everyone(1), { ...pace, budget: { ...budget, each: Infinity } }).ends_at).toBeUndefined();
});

test('what lasts for months has no end that could be told', () => {
  const hours = sendingHours.parse({ from: '09:00', to: '10:00', days: [1] });
  const endless = forecast([{ zone: 'UTC', from: 0, people: 1e9 }], { ...pace, hours, daily_limit: 10 });
  expect(endless.ends_at).toBeUndefined();
});

test('campaigns that the sender is sending already take turns with it until they are done', () => {
  // A third of the pace while both are there: 10 messages each in 3 s, then half of it for 20 more, and the rest alone.
  expect(forecast(everyone(600), { ...pace, others: [10, 30, 0] })).toEqual({
    starts_at: START,
    ends_at: START + 3_000 + 4_000 + 57_000,
  });
  // What outlasts this one takes its turns to the end.
  expect(forecast(everyone(600), { ...pace, others: [1e6] }).ends_at).toBe(START + 120_000);
  // The daily limit is for all of them.
  expect(forecast(everyone(80), { ...pace, daily_limit: 100, others: [1e6] }).ends_at).toBe(START + 25 * HOUR + 6_000);
});
