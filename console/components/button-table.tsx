import { isTracked } from '../../shared/content/observed-by.ts';
import type { Report } from '../services/api.ts';
import { count, duration, MIN_FOR_RATE, percent, rateOf } from '../services/format.ts';
import { agentOutcome, AGENT_OUTCOMES, knownBy } from '../services/words.ts';
import { Interval } from './bar.tsx';
import { Icon } from './icon.tsx';
import { peopleLink } from './people-link.tsx';
import { Table } from './table.tsx';

type ButtonRow = NonNullable<Report['button_analytics']>['buttons'][number];

export interface ButtonTableProps {
  readonly report: Report;
  readonly buttons: readonly ButtonRow[];
}

const isKnown = ({ observed_by, clicks }: ButtonRow): boolean => isTracked(observed_by, clicks);

/** A row for each button. What nobody can see is a dash with its reason, never a zero. */
export function ButtonTable({ report: { campaign_id, totals }, buttons }: ButtonTableProps) {
  const uppers = buttons.map(({ interval }) => interval.click_through_rate?.upper ?? 0);
  const max = totals.delivered < MIN_FOR_RATE ? 0 : Math.max(...uppers);
  return (
    <Table
      caption="Buttons"
      sort="buttons"
      rows={buttons}
      keyOf={({ button_id }) => button_id}
      columns={[
        {
          name: 'Button',
          value: ({ button_title }) => button_title,
          cell: ({ button_title, button_type }) => (
            <span class="row tight">
              <Icon name={button_type} /> {button_title}
            </span>
          ),
        },
        {
          name: 'People',
          isFigure: true,
          value: (row) => (isKnown(row) ? row.unique_customers : null),
          cell: (row) =>
            isKnown(row) ? peopleLink(campaign_id, row.unique_customers, { button: row.button_id }) : '–',
        },
        {
          name: 'Of delivered',
          isFigure: true,
          value: (row) => (isKnown(row) ? row.click_through_rate : null),
          cell: (row) =>
            isKnown(row) ? rateOf(row.unique_customers, totals.delivered, row.click_through_rate) : 'not known',
        },
        ...(max > 0
          ? [
              {
                name: `Likely range, 0 to ${percent(max)}`,
                isExtra: true,
                cell: (row: ButtonRow) =>
                  isKnown(row) && (
                    <Interval rate={row.click_through_rate} interval={row.interval.click_through_rate} max={max} />
                  ),
              },
            ]
          : []),
        {
          name: 'Half tapped within',
          isExtra: true,
          value: ({ response_time }) => response_time.p50_seconds,
          cell: ({ response_time }) => duration(response_time.p50_seconds),
        },
        { name: 'Bought', isFigure: true, isExtra: true, value: ({ conversions }) => conversions },
        {
          name: 'Known by',
          isExtra: true,
          cell: (row) => (
            <span class="meta">
              {isKnown(row) || row.button_type !== 'call'
                ? knownBy(row.observed_by)
                : 'calls to this number are not tracked'}
            </span>
          ),
        },
        ...(buttons.some(({ agent }) => agent) ? [{ name: 'Program', cell: agentWords }] : []),
      ]}
    />
  );
}

/** What the program that answers a tap came to, by how many people. */
function agentWords({ agent }: ButtonRow): string {
  if (!agent) return '–';
  const known: Readonly<Record<string, unknown>> = agent;
  return (
    AGENT_OUTCOMES.flatMap((name) => (known[name] ? `${count(Number(known[name]))} ${agentOutcome(name)}` : [])).join(
      ', ',
    ) || 'not asked yet'
  );
}
