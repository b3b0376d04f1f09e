import type { Report } from '../services/api.ts';
import { count, counted, money, rateOf } from '../services/format.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';
import { Bar } from './bar.tsx';
import { Figure } from './figure.tsx';
import { Table } from './table.tsx';

interface Row {
  readonly name: string;
  readonly people: number;
  readonly rate: number | null;
  readonly whole?: number;
  readonly of: string;
  readonly href?: string | undefined;
}

export interface FunnelProps {
  readonly report: Report;
  /** How many have no outcome yet. */
  readonly waiting: number;
}

/** From accepted to bought; each number opens the people behind it, and each rate says of what it is. */
export function Funnel({ report, waiting }: FunnelProps) {
  const { campaign_id: id, totals, rates, button_analytics: taps } = report;
  const reached = (value: string) => peopleHref(id, { reached: value });
  const rows: readonly Row[] = [
    { name: 'Accepted', people: totals.accepted, rate: null, of: '', href: reached('accepted') },
    {
      name: 'Delivered',
      people: totals.delivered,
      rate: rates.delivery_rate,
      whole: totals.accepted + totals.failed,
      of: 'of handed over',
      href: reached('delivered'),
    },
    {
      name: 'Read',
      people: totals.read,
      rate: rates.read_rate,
      whole: totals.delivered,
      of: 'of delivered',
      href: reached('read'),
    },
    ...(taps
      ? [
          {
            name: 'Tapped',
            people: taps.unique_customers,
            rate: rates.click_through_rate,
            whole: totals.delivered,
            of: 'of delivered',
            href: peopleHref(id, { tapped: 'true' }),
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
  const max = Math.max(1, totals.accepted);
  return (
    <>
      <Table
        caption="What came of it"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { name: 'Step', cell: ({ name }) => name },
          {
            name: 'People',
            cell: ({ people, href }) => (href ? <a href={href}>{count(people)}</a> : count(people)),
            isFigure: true,
          },
          {
            name: 'Rate',
            cell: ({ people, whole, rate }) => (whole === undefined ? '' : rateOf(people, whole, rate)),
            isFigure: true,
          },
          { name: 'Of what', cell: ({ of }) => <span class="meta">{of}</span>, isExtra: true },
          { name: 'Share', cell: ({ people }) => <Bar share={people / max} />, isExtra: true },
        ]}
      />
      <p class="meta">Some people hide that they have read: at least so many did.</p>
      <div class="figures-row">
        <Figure value={count(totals.failed)} href={peopleHref(id, { reached: 'failed' })}>
          failed
        </Figure>
        <Figure value={count(totals.skipped)} href={peopleHref(id, { status: 'skipped' })}>
          left out
        </Figure>
        {totals.unknown > 0 && (
          <Figure value={count(totals.unknown)} href={peopleHref(id, { status: 'unknown' })}>
            of whom WhatsApp never told
          </Figure>
        )}
        <Figure value={count(totals.replied)} href={peopleHref(id, { replied: 'true' })}>
          replied
        </Figure>
        <Figure value={count(totals.opted_out)} href={peopleHref(id, { opted_out: 'true' })}>
          opted out
        </Figure>
        {waiting > 0 && <Figure value={count(waiting)}>still waiting</Figure>}
        {Object.entries(taps?.conversion_value ?? {}).map(([currency, amount]) => (
          <Figure key={currency} value={money(amount, currency)}>
            bought for
          </Figure>
        ))}
      </div>
    </>
  );
}

function peopleHref(id: string, query: Readonly<Record<string, string>>): string | undefined {
  return may('campaigns:read') ? link(`/campaigns/${id}/people`, query) : undefined;
}
