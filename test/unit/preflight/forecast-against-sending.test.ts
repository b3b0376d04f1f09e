import { expect, test } from 'vitest';

import { forecast, type Budget, type Queue } from '../../../shared/preflight/forecast.ts';
import { hourOf, stillCounts } from '../../../shared/sender/daily-limit.ts';
import { nextAllowed, sendingHours, type SendingHours } from '../../../shared/tenancy/sending-hours.ts';
import { dayOf } from '../../../shared/tenancy/spend-cap.ts';
import { START } from '../fixtures.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const ZONE = 'Europe/Berlin';

interface Terms {
  readonly rate: number;
  readonly hours: SendingHours | undefined;
  readonly daily_limit: number | undefined;
  readonly budget?: Budget;
}

/**
 * Sends message by message in virtual time, each to the next person whom the rules permit then, people of all queues mixed as
 * in the lanes of a campaign. @returns when the first and the last one are sent
 */
function sendAll(queues: readonly Queue[], { rate, hours, daily_limit = Infinity, budget }: Terms) {
  const mixed = queues.flatMap(({ zone, from, people }) =>
    Array.from({ length: people }, (_, place) => ({ zone, from, place: place / people })),
  );
  let waiting = mixed.toSorted((a, b) => a.place - b.place);
  const counted = new Map<number, number>();
  const sent: number[] = [];
  const spent = new Map([[dayOf(ZONE, START), budget?.spent ?? 0]]);
  for (let at = START; waiting.length > 0 && at < START + 30 * 24 * HOUR; at += 1_000 / rate) {
    const used = [...counted].reduce((sum, [hour, n]) => (stillCounts(hour, hourOf(at)) ? sum + n : sum), 0);
    if (used >= daily_limit) continue;
    const today = spent.get(dayOf(ZONE, at)) ?? 0;
    if (budget && today + budget.each > budget.cap) continue;
    const next = waiting.find(({ zone, from }) => from <= at && !(hours && nextAllowed(hours, zone, at) > at));
    if (!next) continue;
    waiting = waiting.filter((one) => one !== next);
    counted.set(hourOf(at), (counted.get(hourOf(at)) ?? 0) + 1);
    spent.set(dayOf(ZONE, at), today + (budget?.each ?? 0));
    sent.push(at);
  }
  return { first: sent[0] ?? NaN, last: sent.at(-1) ?? NaN };
}

const hours = sendingHours.parse({ from: '09:00', to: '20:00' });
const ZONES = ['Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns'];
const budget: Budget = { cap: 30, spent: 20, each: 0.25, time_zone: ZONE };
const everywhere = (people: number, from = 0): Queue[] => ZONES.map((zone) => ({ zone, from, people }));

test.for([
  ['pace alone', everywhere(60), { rate: 0.5, hours: undefined, daily_limit: undefined }],
  ['sending hours in five zones', everywhere(60), { rate: 0.01, hours, daily_limit: undefined }],
  ['a daily limit', everywhere(50), { rate: 0.02, hours: undefined, daily_limit: 100 }],
  ['hours and a daily limit', everywhere(40), { rate: 0.02, hours, daily_limit: 90 }],
  [
    'a cap that frees half of them later',
    [...everywhere(30), ...everywhere(30, START + 20 * HOUR)],
    { rate: 0.02, hours, daily_limit: undefined },
  ],
  ['a spend cap', everywhere(50), { rate: 0.02, hours: undefined, daily_limit: undefined, budget }],
  ['hours and a spend cap', everywhere(40), { rate: 0.02, hours, daily_limit: undefined, budget }],
  [
    'all of them, and a spend cap',
    [...everywhere(30), ...everywhere(30, START + 20 * HOUR)],
    { rate: 0.02, hours, daily_limit: 120, budget },
  ],
  ['all of them', [...everywhere(30), ...everywhere(30, START + 20 * HOUR)], { rate: 0.02, hours, daily_limit: 120 }],
] as const)('with %s, a campaign begins and ends when it was foretold', ([, queues, terms]) => {
  const told = forecast(queues, { ...terms, starts_at: START, counted: new Map() });
  const { first, last } = sendAll(queues, terms);
  // A message is a whole one, and hours are looked at once a quarter of an hour.
  const tolerance = QUARTER + 2_000 / terms.rate;
  expect(Math.abs(told.starts_at - first)).toBeLessThan(tolerance);
  expect(Math.abs((told.ends_at ?? NaN) - last)).toBeLessThan(tolerance);
});
