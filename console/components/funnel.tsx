import type { Report } from '../services/api.ts';
import { count, counted, money, rateOf } from '../services/format.ts';
import { tellsTaps } from '../services/progress.ts';
import { Bar } from './bar.tsx';
import { Figure } from './figure.tsx';
import { peopleLink } from './people-link.tsx';
import { Table } from './table.tsx';

type Filter = Readonly<Record<string, string>>;

/** A step, how many people took it, of what its rate is told, and that rate with how many it is of. */
type Row = readonly [
  name: string,
  people: number,
  of: string,
  filter: Filter | undefined,
  rate?: number | null,
  whole?: number,
];

/** From sent to bought; each number opens the people behind it, and each rate says of what it is. */
export function Funnel({ report }: { readonly report: Report }) {
  const { campaign_id: id, totals, rates, button_analytics: taps } = report;
  const rows: readonly Row[] = [
    ['Sent', totals.accepted, '', { reached: 'accepted' }],
    [
      'Delivered',
      totals.delivered,
      'of sent and failed',
      { reached: 'delivered' },
      rates.delivery_rate,
      totals.accepted + totals.failed,
    ],
    ['Read', totals.read, 'of delivered', { reached: 'read' }, rates.read_rate, totals.delivered],
    ...(taps && tellsTaps(report)
      ? ([
          [
            'Tapped',
            taps.unique_customers,
            'of delivered',
            { tapped: 'true' },
            rates.click_through_rate,
            totals.delivered,
          ],
          [
            'Bought',
            taps.conversions,
            `of ${counted(taps.total_clicks, 'tap')}`,
            undefined,
            rates.conversion_rate,
            taps.total_clicks,
          ],
        ] as const)
      : []),
  ];
  const others: readonly (readonly [number: number, words: string, filter: Filter])[] = [
    [totals.failed, 'failed', { reached: 'failed' }],
    [totals.skipped, 'left out', { status: 'skipped' }],
    ...(totals.unknown > 0 ? [[totals.unknown, 'of whom WhatsApp never told', { status: 'unknown' }] as const] : []),
    [totals.replied, 'replied', { replied: 'true' }],
    [totals.opted_out, 'opted out', { opted_out: 'true' }],
  ];
  const max = Math.max(1, totals.accepted);
  return (
    <>
      <Table
        caption="What came of it"
        rows={rows}
        keyOf={([name]) => name}
        columns={[
          { name: 'Step', value: ([name]) => name },
          {
            name: 'People',
            cell: ([, people, , filter]) => (filter ? peopleLink(id, people, filter) : count(people)),
            isFigure: true,
          },
          {
            name: 'Rate',
            cell: ([, people, , , rate, whole]) =>
              rate === undefined || whole === undefined ? '' : rateOf(people, whole, rate),
            isFigure: true,
          },
          { name: 'Of what', cell: ([, , of]) => <span class="meta">{of}</span>, isExtra: true },
          { name: 'Share', cell: ([, people]) => <Bar share={people / max} />, isExtra: true },
        ]}
      />
      <p class="meta">Some people hide that they have read it: more may have.</p>
      <div class="figures-row">
        {others.map(([number, words, filter]) => (
          <Figure key={words} value={peopleLink(id, number, filter)}>
            {words}
          </Figure>
        ))}
        {Object.entries(taps?.conversion_value ?? {}).map(([currency, amount]) => (
          <Figure key={currency} value={money(amount, currency)}>
            in purchases
          </Figure>
        ))}
      </div>
    </>
  );
}
