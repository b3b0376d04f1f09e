import type { Schemas } from '../services/api.ts';
import { count, MIN_FOR_RATE, percent, rateOf } from '../services/format.ts';
import { Interval } from './bar.tsx';
import { Table } from './table.tsx';

type Insight = Schemas['ButtonInsight'];

/** Rates of taps by some property of buttons, on one axis, each with where it is to 95 %. */
export function InsightTable({ caption, rows }: { readonly caption: string; readonly rows: readonly Insight[] }) {
  if (rows.length === 0) return null;
  const isSure = ({ sent }: Insight) => sent >= MIN_FOR_RATE;
  const max = Math.max(0, ...rows.filter(isSure).map(({ interval }) => interval[1] ?? 0));
  return (
    <Table
      caption={caption}
      rows={rows}
      keyOf={({ value }) => value}
      columns={[
        { name: 'Value', cell: ({ value }) => value.replaceAll('_', ' ') },
        { name: 'Taps', isFigure: true, cell: ({ clicks }) => count(clicks) },
        { name: 'Delivered', isFigure: true, isExtra: true, cell: ({ sent }) => count(sent) },
        { name: 'Rate', isFigure: true, cell: ({ clicks, sent, rate }) => rateOf(clicks, sent, rate) },
        ...(max > 0
          ? [
              {
                name: `0 to ${percent(max)}, sure to 95 %`,
                isExtra: true,
                cell: (row: Insight) => {
                  const [lower = 0, upper = 0] = row.interval;
                  return (
                    isSure(row) && (
                      <>
                        <Interval rate={row.rate} interval={{ lower, upper }} max={max} />
                        <span class="hidden">
                          between {percent(lower)} and {percent(upper)}
                        </span>
                      </>
                    )
                  );
                },
              },
            ]
          : []),
        { name: 'Campaigns', isFigure: true, isExtra: true, cell: ({ campaigns }) => count(campaigns) },
      ]}
    />
  );
}
