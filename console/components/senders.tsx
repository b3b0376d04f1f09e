import type { ComponentChildren } from 'preact';

import { answerOf, api, type Schemas } from '../services/api.ts';
import { outOf } from '../services/format.ts';
import { useEarlier } from '../services/use-earlier.ts';
import { Chip } from './chip.tsx';
import { Growing } from './growing.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

type Sender = Schemas['Sender'];

export const loadSenders = (page: { readonly cursor?: string }, signal?: AbortSignal) =>
  answerOf(api.GET('/v1/senders', { params: { query: { limit: 100, ...page } }, ...(signal && { signal }) }));

/** Whom messages come from: WhatsApp's word on their quality, and how many people they may write to in a day. */
export function Senders() {
  const senders = useEarlier(loadSenders);
  return (
    <section class="stack">
      <h2>Senders</h2>
      <Growing list={senders} what="the senders">
        {(rows) => (
          <Table
            caption="Senders"
            isCaptionHidden
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              { name: 'Sender', value: ({ name }) => name },
              {
                name: 'Number',
                cell: ({ phone_number }) => <span class="figures">{phone_number}</span>,
                isExtra: true,
              },
              { name: 'Quality', cell: (sender) => <Quality sender={sender} /> },
              { name: 'Messages a second', value: ({ rate }) => rate, isFigure: true, isExtra: true },
              { name: 'People a day', cell: limitOf },
              { name: 'Sending', cell: brakeOf },
            ]}
          />
        )}
      </Growing>
    </section>
  );
}

const TONES: Readonly<Record<string, string>> = { GREEN: 'approved', HIGH: 'approved', RED: 'failed', LOW: 'failed' };

function Quality({ sender: { quality_rating } }: { readonly sender: Sender }) {
  if (quality_rating === null) return <span class="meta">not known yet</span>;
  return <Chip status={TONES[quality_rating.toUpperCase()] ?? 'retry'} word={quality_rating.toLowerCase()} />;
}

function limitOf({ daily_limit, messaging_limit, daily_left }: Sender): string {
  const limit = Math.min(...[daily_limit, messaging_limit].filter((known) => typeof known === 'number'));
  if (daily_left !== null) return `${outOf(daily_left, limit)} left`;
  return messaging_limit ? 'no limit' : 'not told yet';
}

/** What keeps it from sending now, and until when. */
function brakeOf({ braked_until, limited_until }: Sender): ComponentChildren {
  const until = limited_until ?? braked_until;
  if (!until) return 'as usual';
  return (
    <>
      Waits until <Time at={until} />: WhatsApp{' '}
      {limited_until ? 'says its limit is reached' : 'wants it slower, or did not answer'}
    </>
  );
}
