import { expect, test } from 'vitest';

import { embeddedMetrics } from '../../metrics/embedded-metrics.ts';
import { prometheusText } from '../../metrics/prometheus.ts';

/** A line as a function prints it. */
function line(metric: string, value: unknown, { unit = 'Count', dimensions = {} } = {}): string {
  const directive = {
    Namespace: 'Shop',
    Dimensions: [Object.keys(dimensions)],
    Metrics: [{ Name: metric, Unit: unit }],
  };
  return JSON.stringify({
    level: 'info',
    _aws: { Timestamp: 1, CloudWatchMetrics: [directive] },
    ...dimensions,
    [metric]: value,
  });
}

function textOf(lines: readonly string[], helpOf: (metric: string) => string | undefined = () => undefined): string {
  const metrics = embeddedMetrics();
  for (const one of lines) metrics.take(one);
  return prometheusText(metrics.series(), helpOf);
}

test('what is counted is a counter, with a series for each value of its dimension', () => {
  const of = (state: string) => ({ dimensions: { Stage: 'dev', OrderState: state } });
  const text = textOf(
    [line('OrderCount', 2, of('paid')), line('OrderCount', 1, of('lost')), line('OrderCount', 3, of('paid'))],
    () => 'Orders',
  );
  expect(text).toBe(
    [
      '# HELP shop_order_count_total Orders',
      '# TYPE shop_order_count_total counter',
      'shop_order_count_total{stage="dev",order_state="lost"} 1',
      'shop_order_count_total{stage="dev",order_state="paid"} 5',
      '',
    ].join('\n'),
  );
});

test('what has another unit is a summary of all its values', () => {
  const text = textOf([
    line('Wait', 20, { unit: 'Milliseconds' }),
    line('Wait', [1, 2, 3.5], { unit: 'Milliseconds' }),
  ]);
  expect(text).toBe(
    '# TYPE shop_wait_milliseconds summary\nshop_wait_milliseconds_count 4\nshop_wait_milliseconds_sum 26.5\n',
  );
});

test('quotes, backslashes and line breaks are escaped, in help and in values', () => {
  const text = textOf([line('Orders', 1, { dimensions: { Who: 'a "b" \\ c\nd' } })], () => 'of "all" \\\nof them');
  expect(text).toContain('# HELP shop_orders_total of "all" \\\\\\nof them\n');
  expect(text).toContain('shop_orders_total{who="a \\"b\\" \\\\ c\\nd"} 1\n');
  expect(text.trimEnd().split('\n')).toHaveLength(3);
});

test.each([
  'plain text with "_aws" in it',
  '{"_aws":',
  '{"_aws":{"Timestamp":1}}',
  line('Orders', 'three'),
  JSON.stringify({ Orders: 3 }),
])('the line %s is no metric', (text) => {
  expect(textOf([text])).toBe('');
});

test('series are bounded, and those that are there still count', () => {
  const of = (who: number) => line('Orders', 1, { dimensions: { Who: String(who) } });
  const text = textOf([...Array.from({ length: 2_001 }, (_, who) => of(who)), of(0)]);
  expect(text.match(/^shop_orders_total/gm)).toHaveLength(2_000);
  expect(text).toContain('shop_orders_total{who="0"} 2\n');
});
