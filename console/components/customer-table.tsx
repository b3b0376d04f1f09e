import type { Customer } from '../services/api.ts';
import { language, nameOf } from '../services/format.ts';
import { link } from '../services/link.ts';
import { Chip } from './chip.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

export const NOT_SAID = 'Not said yes';

export function CustomerTable({ customers }: { readonly customers: readonly Customer[] }) {
  return (
    <Table
      caption="People"
      isCaptionHidden
      rows={customers}
      keyOf={({ id }) => id}
      columns={[
        { name: 'Person', cell: (customer) => <a href={link(`/people/${customer.id}`)}>{nameOf(customer)}</a> },
        {
          name: 'Number',
          cell: ({ phone_number }) => <span class="figures">{phone_number ?? '–'}</span>,
          isExtra: true,
        },
        {
          name: 'Messages',
          cell: ({ consent }) => (
            <Chip status={consent.status} word={consent.status === 'unknown' ? NOT_SAID : undefined} />
          ),
        },
        { name: 'Language', cell: ({ language: code }) => (code ? language(code) : '–'), isExtra: true },
        { name: 'Tags', cell: ({ tags }) => tags.join(', ') || '–', isExtra: true },
        { name: 'Last wrote', cell: ({ last_inbound_at }) => <Time at={last_inbound_at} />, isExtra: true },
      ]}
    />
  );
}
