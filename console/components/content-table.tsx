import type { Campaign, Report } from '../services/api.ts';
import { textName } from '../services/content-name.ts';
import { rateOf } from '../services/format.ts';
import { tellsTaps, whyNoTaps } from '../services/progress.ts';
import { peopleLink } from './people-link.tsx';
import { Table } from './table.tsx';

type Row = Report['by_content'][number];

/** What became of each text, where there are several; each number opens its people. */
export function ContentTable({ report, campaign }: { readonly report: Report; readonly campaign: Campaign }) {
  const { campaign_id, by_content } = report;
  if (by_content.length < 2) return null;
  const people = (content: string, value: number, query: Readonly<Record<string, string>>) =>
    peopleLink(campaign_id, value, { content, ...query });
  return (
    <Table
      caption="Each text"
      sort="texts"
      rows={by_content}
      keyOf={({ content_key }) => content_key}
      columns={[
        {
          name: 'Text',
          value: ({ content_key }) => textName(campaign.contents, content_key),
        },
        {
          name: 'Delivered',
          isFigure: true,
          value: ({ delivered }) => delivered,
          cell: ({ content_key, delivered }) => people(content_key, delivered, { reached: 'delivered' }),
        },
        {
          name: 'Read',
          isFigure: true,
          value: ({ read }) => read,
          cell: ({ content_key, read }) => people(content_key, read, { reached: 'read' }),
        },
        {
          name: 'Read rate',
          isFigure: true,
          isExtra: true,
          value: ({ read_rate }) => read_rate,
          cell: ({ read, delivered, read_rate }) => rateOf(read, delivered, read_rate),
        },
        ...(tellsTaps(report)
          ? [
              {
                name: 'Tapped',
                isFigure: true,
                value: (row: Row) => (whyNoTaps(campaign, row) ? null : row.clicked),
                cell: (row: Row) => {
                  const why = whyNoTaps(campaign, row);
                  return why ? `– (${why})` : people(row.content_key, row.clicked, { tapped: 'true' });
                },
              },
              {
                name: 'Tap rate',
                isFigure: true,
                isExtra: true,
                value: (row: Row) => (whyNoTaps(campaign, row) ? null : row.click_through_rate),
                cell: (row: Row) =>
                  whyNoTaps(campaign, row) ? '–' : rateOf(row.clicked, row.delivered, row.click_through_rate),
              },
            ]
          : []),
      ]}
    />
  );
}
