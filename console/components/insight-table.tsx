import type { Schemas } from '../services/api.ts';
import { MIN_FOR_RATE, percent, rateOf } from '../services/format.ts';
import { COMPARED_BY, comparedValue } from '../services/words.ts';
import { Interval } from './bar.tsx';
import { Table } from './table.tsx';

type Insight = Schemas['ButtonInsight'];

export interface InsightTableProps {
  readonly dimension: keyof typeof COMPARED_BY;
  readonly rows: readonly Insight[];
}

/** Rates of taps by some property of buttons, on one axis, each with where it is to 95 %. What nobody can see is not zero. */
export function InsightTable({ dimension, rows }: InsightTableProps) {
  if (rows.length === 0) return null;
  const isSure = ({ rate, sent }: Insight) => rate !== null && sent >= MIN_FOR_RATE;
  const max = Math.max(0, ...rows.filter(isSure).map(({ interval }) => interval[1] ?? 0));
  return (
    <Table
      caption={COMPARED_BY[dimension]}
      sort={dimension}
      rows={rows}
      keyOf={({ value }) => value}
      columns={[
        { name: 'Value', value: ({ value }) => comparedValue(dimension, value) },
        { name: 'Taps', isFigure: true, value: ({ clicks, rate }) => (rate === null ? null : clicks) },
        {
          name: 'Delivered',
          isFigure: true,
          isExtra: true,
          value: ({ sent, rate }) => (rate === null ? null : sent),
        },
        {
          name: 'Rate',
          isFigure: true,
          value: ({ rate }) => rate,
          cell: ({ clicks, sent, rate }) => (rate === null ? 'not tracked' : rateOf(clicks, sent, rate)),
        },
        ...(max > 0
          ? [
              {
                name: `Likely range, 0 to ${percent(max)}`,
                isExtra: true,
                cell: (row: Insight) => {
                  const [lower = 0, upper = 0] = row.interval;
                  return isSure(row) && <Interval rate={row.rate} interval={{ lower, upper }} max={max} />;
                },
              },
            ]
          : []),
        { name: 'Campaigns', isFigure: true, isExtra: true, value: ({ campaigns }) => campaigns },
      ]}
    />
  );
}
