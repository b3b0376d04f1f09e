import type { Report } from '../services/api.ts';
import { leftOut } from '../services/words.ts';
import { peopleLink } from './people-link.tsx';
import { Table } from './table.tsx';

interface Row {
  readonly key: string;
  readonly words: string;
  readonly people: number;
  readonly filter: Readonly<Record<string, string>>;
}

/** Why people did not get it, in words; each number opens them. */
export function Failures({ report: { campaign_id, failures, skipped } }: { readonly report: Report }) {
  const rows: readonly Row[] = [
    ...failures.map(({ error_code, meaning, count: people }) => ({
      key: error_code,
      words: `${meaning} (${error_code})`,
      people,
      filter: { error_code },
    })),
    ...Object.entries(skipped).map(([reason, people]) => ({
      key: reason,
      words: `Left out: they ${leftOut(reason, 2)}`,
      people,
      filter: { reason },
    })),
  ];
  if (rows.length === 0) return null;
  return (
    <Table
      caption="Who did not get it, and why"
      sort="failures"
      rows={rows}
      keyOf={({ key }) => key}
      columns={[
        { name: 'Why', value: ({ words }) => words },
        {
          name: 'People',
          isFigure: true,
          value: ({ people }) => people,
          cell: ({ people, filter }) => peopleLink(campaign_id, people, filter),
        },
      ]}
    />
  );
}
