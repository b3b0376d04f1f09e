import type { ComponentChildren } from 'preact';

import type { Schemas } from '../services/api.ts';
import { link } from '../services/link.ts';
import { may } from '../services/scopes.ts';
import { whyNot } from '../services/words.ts';
import { Chip } from './chip.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

type Message = Schemas['Message'];

export interface MessageTableProps {
  readonly messages: readonly Message[];
  /** What a button says. */
  readonly titleOf: (button: string) => string;
}

/** Messages of one campaign by the person who got them. */
export function MessageTable({ messages, titleOf }: MessageTableProps) {
  return (
    <Table
      caption="People"
      isCaptionHidden
      rows={messages}
      keyOf={({ customer_id }) => customer_id}
      columns={[
        { name: 'Person', cell: personOf },
        {
          name: 'Number',
          cell: ({ customer }) => <span class="figures">{customer?.phone_number ?? '–'}</span>,
          isExtra: true,
        },
        { name: 'Status', cell: (message) => <Chip status={message.status} /> },
        { name: 'Why', cell: (message) => whyNot(message) ?? '–', isExtra: true },
        {
          name: 'Tapped',
          cell: ({ clicked_buttons }) => clicked_buttons.map(titleOf).join(', ') || '–',
          isExtra: true,
        },
        { name: 'When', cell: (message) => <Time at={lastOf(message)} />, isExtra: true },
      ]}
    />
  );
}

function personOf(message: Message): ComponentChildren {
  return message.customer && may('customers:read') ? (
    <a href={link(`/people/${message.customer_id}`)}>{nameOf(message)}</a>
  ) : (
    nameOf(message)
  );
}

function nameOf({ customer, customer_id }: Message): string {
  if (customer === null) return 'Erased';
  return customer?.name ?? customer?.phone_number ?? customer?.username ?? customer_id;
}

function lastOf({ read_at, delivered_at, failed_at, sent_at, accepted_at }: Message): string | null {
  return read_at ?? delivered_at ?? failed_at ?? sent_at ?? accepted_at;
}
