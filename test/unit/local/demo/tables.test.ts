import { describe, expect, test } from 'vitest';

import { buttonTable } from '../../../../local/demo/button-table.ts';
import { columns, percent } from '../../../../local/demo/columns.ts';
import { heatMap } from '../../../../local/demo/heat-map.ts';
import { hourChart } from '../../../../local/demo/hour-chart.ts';
import { progressBar, reportTable } from '../../../../local/demo/table.ts';

test('the first column is aligned left, and the others right', () => {
  expect(
    columns([
      ['a', 'bb'],
      ['ccc', 'd'],
    ]),
  ).toBe('  a    bb\n  ccc   d');
  expect([percent(null), percent(0.1234)]).toEqual(['–', '12.3 %']);
});

test('the table of a report has its totals and rates', () => {
  expect(reportTable({ read: 1234, sent: 5 }, { read_rate: 0.5 })).toBe(
    ['  read        1,234', '  sent            5', '  read rate  50.0 %'].join('\n'),
  );
  expect(progressBar(1, 2, 4)).toBe('[##··]  1 of 2');
});

test('the table of buttons has a row for each, and one for all together', () => {
  const rates = { click_through_rate: 0.25, conversion_rate: 0.01 };
  const figures = { ...rates, unique_customers: 900, conversions: 10, conversion_value: {} };
  const button = { button_id: 'a', button_title: 'Order', button_type: 'url', observed_by: 'redirect' } as const;
  const response_time = { p50_seconds: 7.25, p90_seconds: 5400, p99_seconds: null, buckets: [] };
  const interval = { click_through_rate: null, conversion_rate: null };
  const table = buttonTable({
    ...figures,
    total_clicks: 1000,
    conversion_types: {},
    buttons: [{ ...button, ...figures, clicks: 1000, response_time, interval, agent: null }],
    by_hour: [],
    by_weekday_hour: [],
  });
  const cells = table.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(cells).toEqual([
    ['button', 'type', 'observed by', 'clicks', 'unique', 'CTR', 'conversions', 'conv. rate', 'p50 resp.', 'p90 resp.'],
    ['Order', 'url', 'redirect', '1,000', '900', '25.0 %', '10', '1.0 %', '7.3 s', '1.5 h'],
    ['all', '1,000', '900', '25.0 %', '10', '1.0 %'],
  ]);
});

describe('the chart of hours', () => {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, clicks: 0, conversions: 0 }));

  test('has bars as long as there are clicks, dark where they led to a conversion', () => {
    const lines = hourChart(
      hours.with(9, { hour: 9, clicks: 80, conversions: 20 }).with(10, { hour: 10, clicks: 1, conversions: 0 }),
      'ascii',
    ).split('\n');
    expect(lines).toHaveLength(24);
    expect(lines[8]).toBe('  08');
    expect(lines[9]).toBe(`  09  ${'#'.repeat(10)}${'-'.repeat(30)}  80 clicks, 20 conversions`);
    expect(lines[10]).toBe(`  10  -${' '.repeat(39)}  1 clicks, 0 conversions`);
  });

  test('may be empty', () => {
    expect(hourChart(hours, 'blocks').split('\n')).toEqual(
      hours.map(({ hour }) => `  ${String(hour).padStart(2, '0')}`),
    );
  });
});

describe('the map of the week', () => {
  const empty = Array.from({ length: 7 }, () => Array<number>(24).fill(0));

  test('is darker the more clicks there are, Monday first', () => {
    const week = empty
      .with(0, empty[0]!.with(0, 1).with(1, 50).with(2, 51).with(23, 100))
      .with(6, empty[6]!.with(5, 26));
    const lines = heatMap(week, 'blocks').split('\n');
    expect(lines[0]).toMatch(/^ {6}00 01 .* 23$/);
    expect(lines[1]).toBe(`  Mon ░░ ▒▒ ▓▓ ${'·· '.repeat(20)}██`);
    expect(lines[2]).toBe(`  Tue ${'·· '.repeat(24)}`.trimEnd());
    expect(lines[7]).toMatch(/^ {2}Sun (·· ){5}▒▒ /);
    expect(heatMap(week, 'ascii').split('\n')[1]).toMatch(/^ {2}Mon -- \+\+ \*\* (\.\. )+##$/);
  });

  test('may be empty', () => {
    expect(heatMap(empty, 'ascii')).not.toMatch(/[-+*#]/);
  });
});
