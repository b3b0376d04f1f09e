import type { Campaign, Report } from '../services/api.ts';
import { textName } from '../services/content-name.ts';
import { count, rateOf } from '../services/format.ts';
import { link } from '../services/link.ts';
import { Table } from './table.tsx';

/** What became of each text, where there are several; each number opens its people. */
export function ContentTable({
  report: { campaign_id, by_content },
  contents,
}: {
  readonly report: Report;
  readonly contents: Campaign['contents'];
}) {
  if (by_content.length < 2) return null;
  const people = (content: string, value: number, query: Readonly<Record<string, string>>) => (
    <a href={link(`/campaigns/${campaign_id}/people`, { content, ...query })}>{count(value)}</a>
  );
  return (
    <Table
      caption="Each text"
      rows={by_content}
      keyOf={({ content_key }) => content_key}
      columns={[
        {
          name: 'Text',
          cell: ({ content_key }) => textName(contents, content_key),
        },
        {
          name: 'Delivered',
          isFigure: true,
          cell: ({ content_key, delivered }) => people(content_key, delivered, { reached: 'delivered' }),
        },
        { name: 'Read', isFigure: true, cell: ({ read, delivered, read_rate }) => rateOf(read, delivered, read_rate) },
        {
          name: 'Tapped',
          isFigure: true,
          cell: ({ content_key, clicked }) => people(content_key, clicked, { tapped: 'true' }),
        },
        {
          name: 'Of delivered',
          isFigure: true,
          isExtra: true,
          cell: ({ clicked, delivered, click_through_rate }) => rateOf(clicked, delivered, click_through_rate),
        },
      ]}
    />
  );
}
