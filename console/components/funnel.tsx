import type { Report } from '../services/api.ts';
import { count, counted, money, rateOf } from '../services/format.ts';
import { tellsTaps } from '../services/progress.ts';
import { Bar } from './bar.tsx';
import { Figure } from './figure.tsx';
import { peopleLink } from './people-link.tsx';
import { Table } from './table.tsx';

type Filter = Readonly<Record<string, string>>;

interface Row {
  readonly name: string;
  readonly people: number;
  readonly rate?: number | null;
  /** Of how many the rate is. */
  readonly whole?: number;
  readonly of?: string;
  readonly filter?: Filter;
}

/** From sent to bought; each number opens the people behind it, and each rate says of what it is. */
export function Funnel({ report }: { readonly report: Report }) {
  const { campaign_id: id, totals, rates, button_analytics: taps } = report;
  const rows: readonly Row[] = [
    { name: 'Sent', people: totals.accepted, filter: { reached: 'accepted' } },
    {
      name: 'Delivered',
      people: totals.delivered,
      rate: rates.delivery_rate,
      whole: totals.accepted + totals.failed,
      of: 'of sent and failed',
      filter: { reached: 'delivered' },
    },
    {
      name: 'Read',
      people: totals.read,
      rate: rates.read_rate,
      whole: totals.delivered,
      of: 'of delivered',
      filter: { reached: 'read' },
    },
    ...(taps && tellsTaps(report)
      ? [
          {
            name: 'Tapped',
            people: taps.unique_customers,
            rate: rates.click_through_rate,
            whole: totals.delivered,
            of: 'of delivered',
            filter: { tapped: 'true' },
          },
          {
            name: 'Bought',
            people: taps.conversions,
            rate: rates.conversion_rate,
            whole: taps.total_clicks,
            of: `of ${counted(taps.total_clicks, 'tap')}`,
          },
        ]
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
        keyOf={({ name }) => name}
        columns={[
          { name: 'Step', value: ({ name }) => name },
          {
            name: 'People',
            cell: ({ people, filter }) => (filter ? peopleLink(id, people, filter) : count(people)),
            isFigure: true,
          },
          {
            name: 'Rate',
            cell: ({ people, whole, rate = null }) => (whole === undefined ? '' : rateOf(people, whole, rate)),
            isFigure: true,
          },
          { name: 'Of what', cell: ({ of }) => <span class="meta">{of}</span>, isExtra: true },
          { name: 'Share', cell: ({ people }) => <Bar share={people / max} />, isExtra: true },
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
