import { expect, test } from 'vitest';

import { buttonReport } from '../../../shared/analytics/button-report.ts';
import { bucketOf } from '../../../shared/analytics/histogram.ts';
import type { Counted } from '../../../shared/analytics/rollup.ts';
import type { Button } from '../../../shared/content/button.ts';

const BUTTONS: Button[] = [
  { id: 'yes', title: 'Yes', type: 'reply' },
  { id: 'yes#1', title: 'Yes #1', type: 'reply' },
  { id: 'site', title: 'Site', type: 'url', url: 'https://shop.example' },
];
const counted: Counted = {
  totals: { delivered: 200, clicked: 30, 'customers#yes': 20, 'customers#site': 12 },
  buttons: {
    ...{ 'clicks#yes': 25, 'clicks#site': 15, 'conversions#yes': 5 },
    ...{ 'led_to#purchase': 4, 'led_to#booking': 1 },
    [`response#yes#${bucketOf(10)}`]: 1,
    [`response#yes#${bucketOf(100)}`]: 1,
  },
  hours: { 'clicks#00': 3, 'clicks#23': 37, 'conversions#23': 5 },
  weekdays: { '0#0': 1, '6#23': 39 },
};

test('a button’s figures are computed from its own taps', () => {
  const report = buttonReport(BUTTONS, counted, 200);
  expect(report).toMatchObject({
    ...{ total_clicks: 40, unique_customers: 30, click_through_rate: 0.15, conversions: 5, conversion_rate: 0.125 },
    conversion_types: { purchase: 4, booking: 1 },
  });
  expect(report.buttons.map((one) => [one.button_id, one.clicks, one.unique_customers, one.conversions])).toEqual([
    ['yes', 25, 20, 5],
    ['yes#1', 0, 0, 0],
    ['site', 15, 12, 0],
  ]);
  expect(report.buttons.map((one) => [one.click_through_rate, one.conversion_rate])).toEqual([
    [0.1, 0.2],
    [0, null],
    [0.06, 0],
  ]);
});

test('taps are counted by hour of the day and of the week', () => {
  const { by_hour, by_weekday_hour } = buttonReport(BUTTONS, counted, 200);
  expect(by_hour.map(({ hour }) => hour)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
  expect([by_hour[0], by_hour[1], by_hour[23]]).toEqual([
    { hour: 0, clicks: 3, conversions: 0 },
    { hour: 1, clicks: 0, conversions: 0 },
    { hour: 23, clicks: 37, conversions: 5 },
  ]);
  expect(by_weekday_hour.map((day) => day.length)).toEqual(new Array(7).fill(24));
  expect([by_weekday_hour[0]?.[0], by_weekday_hour[6]?.[23], by_weekday_hour.flat().reduce((a, b) => a + b)]).toEqual([
    1, 39, 40,
  ]);
});

test('the times of a button are its own, also when another’s id begins with its id', () => {
  const { buttons } = buttonReport(
    BUTTONS,
    { buttons: { [`response#yes#1#${bucketOf(1000)}`]: 5, [`response#yes#${bucketOf(10)}`]: 1 } },
    1,
  );
  const [yes, other] = buttons.map(({ response_time }) => response_time.p50_seconds!);
  expect(Math.abs(yes! - 10)).toBeLessThanOrEqual(1);
  expect(Math.abs(other! - 1000)).toBeLessThanOrEqual(100);
});

test('each button says how its taps are observed', () => {
  const call: Button = { id: 'c', title: 'C', type: 'call', phone_number: '+4930111111' };
  const all = [BUTTONS[0]!, BUTTONS[2]!, { ...call, forward_to: '+4930222222' }, call];
  expect(buttonReport(all, {}, 0).buttons.map((one) => one.observed_by)).toEqual([
    ...['observed', 'redirect', 'call_tracking', 'reported'],
  ]);
});

test('a report without taps has zeros, and rates and times of null', () => {
  const report = buttonReport(BUTTONS, {}, 0);
  expect(report).toMatchObject({
    ...{ total_clicks: 0, unique_customers: 0, click_through_rate: null, conversions: 0, conversion_rate: null },
  });
  expect(report.buttons[0]).toMatchObject({
    ...{ clicks: 0, click_through_rate: null, conversion_rate: null },
    response_time: { p50_seconds: null, p90_seconds: null, p99_seconds: null },
  });
});

test('what came of taps for an agent is each button’s own, with the reasons; other buttons have none', () => {
  const action = { type: 'agent', webhook_endpoint_id: 'whe_1', timeout_seconds: 8, fallback: 'Later.' } as const;
  const buttons = BUTTONS.slice(0, 2).map((button) => ({ ...button, action }));
  const counters = {
    ...{ 'agent#yes#answered#': 7, 'agent#yes#fallback#timeout': 2, 'agent#yes#fallback#invalid': 1 },
    ...{ 'agent#yes#skipped#opted_out': 3, 'agent#yes#1#silent#': 4, 'agent#yes#1#answered#': 5 },
  };
  const report = buttonReport([...buttons, BUTTONS[2]!], { buttons: counters }, 10);
  const none = { answered: 0, fallback: 0, silent: 0, skipped: 0, failed: 0, unknown: 0, reasons: {} };
  expect(report.buttons.map(({ agent }) => agent)).toEqual([
    { ...none, answered: 7, fallback: 3, skipped: 3, reasons: { timeout: 2, invalid: 1, opted_out: 3 } },
    { ...none, answered: 5, silent: 4 },
    null,
  ]);
});
