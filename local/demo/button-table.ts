import type { ButtonAnalytics } from './figures.ts';
import { columns, count, percent } from './columns.ts';

const HEADER = [
  'button',
  'type',
  'observed by',
  'clicks',
  'unique',
  'CTR',
  'conversions',
  'conv. rate',
  'p50 resp.',
  'p90 resp.',
];

/** The figures of each button, and of all together. */
export function buttonTable(analytics: ButtonAnalytics): string {
  const rows = analytics.buttons.map((button) => [
    button.button_title,
    button.button_type,
    button.observed_by,
    ...figures(button.clicks, button),
    duration(button.response_time.p50_seconds),
    duration(button.response_time.p90_seconds),
  ]);
  return columns([HEADER, ...rows, ['all', '', '', ...figures(analytics.total_clicks, analytics), '', '']]);
}

type Figures = Pick<ButtonAnalytics, 'unique_customers' | 'click_through_rate' | 'conversions' | 'conversion_rate'>;

function figures(clicks: number, { unique_customers, click_through_rate, conversions, conversion_rate }: Figures) {
  return [
    count(clicks),
    count(unique_customers),
    percent(click_through_rate),
    count(conversions),
    percent(conversion_rate),
  ];
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;

function duration(seconds: number | null): string {
  if (seconds === null) return '–';
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? ['s', 1];
  return `${(seconds / size).toPrecision(2)} ${unit}`;
}
