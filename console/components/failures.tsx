import type { Report } from '../services/api.ts';
import { count } from '../services/format.ts';
import { link } from '../services/link.ts';
import { leftOut } from '../services/words.ts';
import { Table } from './table.tsx';

interface Row {
  readonly key: string;
  readonly words: string;
  readonly people: number;
  readonly href: string;
}

/** Why people did not get it, in words; each number opens them. */
export function Failures({ report: { campaign_id, failures, skipped } }: { readonly report: Report }) {
  const to = (query: Readonly<Record<string, string>>) => link(`/campaigns/${campaign_id}/people`, query);
  const rows: readonly Row[] = [
    ...failures.map(({ error_code, meaning, count: people }) => ({
      key: error_code,
      words: `${meaning} (${error_code})`,
      people,
      href: to({ error_code }),
    })),
    ...Object.entries(skipped).map(([reason, people]) => ({
      key: reason,
      words: `Left out: they ${leftOut(reason, 2)}`,
      people,
      href: to({ reason }),
    })),
  ];
  if (rows.length === 0) return null;
  return (
    <Table
      caption="Who did not get it, and why"
      rows={rows}
      keyOf={({ key }) => key}
      columns={[
        { name: 'Why', cell: ({ words }) => words },
        { name: 'People', isFigure: true, cell: ({ people, href }) => <a href={href}>{count(people)}</a> },
      ]}
    />
  );
}
