import type { ComponentChildren } from 'preact';

import { answerOf, api, type Customer, type Schemas } from '../services/api.ts';
import { money, when } from '../services/format.ts';
import { link } from '../services/link.ts';
import { useLive } from '../services/live.ts';
import { may } from '../services/scopes.ts';
import { Fault } from './fault.tsx';
import { Loaded } from './loaded.tsx';
import { Notice } from './notice.tsx';
import { doneWith, ReplyWords, type Reply } from './reply-words.tsx';

interface Entry {
  readonly at: string;
  readonly key: string;
  readonly words: ComponentChildren;
}

/** What a person did and agreed to, newest first. */
export function Timeline({ customer }: { readonly customer: Customer }) {
  const { id } = customer;
  const taps = useLive(
    (signal) =>
      answerOf(api.GET('/v1/customers/{id}/interactions', { params: { path: { id }, query: { limit: 100 } }, signal })),
    [id],
  );
  const replies = useLive(
    (signal) =>
      answerOf(api.GET('/v1/customers/{id}/replies', { params: { path: { id }, query: { limit: 100 } }, signal })),
    [id],
  );
  if (!may('campaigns:read')) return <Notice tone="info">What they tapped needs campaigns:read.</Notice>;
  return (
    <section class="stack">
      <h2>What happened</h2>
      <Loaded from={taps} what="the taps">
        {({ data, next_cursor }) => (
          <>
            <ol class="bare card stack">
              {[...known(customer), ...data.map(tapEntry), ...(replies.data?.data ?? []).map(replyEntry)]
                .sort((a, b) => b.at.localeCompare(a.at))
                .map(({ key, at, words }) => (
                  <li key={key}>
                    <span class="meta">{when(at)}</span> {words}
                  </li>
                ))}
            </ol>
            {replies.error !== undefined && <Fault>What they wrote could not be loaded.</Fault>}
            {(next_cursor ?? replies.data?.next_cursor) && (
              <p class="meta">Only the last 100 taps and 100 messages are shown.</p>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

type Tap = Schemas['Interaction'];

function tapEntry({
  id,
  campaign_id,
  clicked_at,
  button_title,
  response_message,
  conversion_type,
  value,
  currency,
}: Tap): Entry {
  const bought =
    conversion_type && `, then ${conversion_type}${value && currency ? ` for ${money(value, currency)}` : ''}`;
  return {
    key: id,
    at: clicked_at,
    words: (
      <>
        Tapped <a href={link(`/campaigns/${campaign_id}`)}>“{button_title}”</a>
        {bought}
        {response_message && ` and wrote: ${response_message}`}
      </>
    ),
  };
}

function replyEntry(reply: Reply): Entry {
  const { id, received_at, campaign_id } = reply;
  const done = doneWith(reply);
  return {
    key: id,
    at: received_at,
    words: (
      <>
        Wrote <ReplyWords reply={reply} />{' '}
        <span class="meta">{campaign_id ? <a href={link(`/campaigns/${campaign_id}/replies`)}>{done}</a> : done}</span>
      </>
    ),
  };
}

const CONSENT = { opted_in: 'Said yes to messages', opted_out: 'Opted out', unknown: 'Consent not known' } as const;

function known({ consent, created_at, imported_at, last_inbound_at }: Customer): readonly Entry[] {
  const { at, source, text, status } = consent;
  const all: readonly (readonly [string, string | null, string])[] = [
    ['created', created_at, 'Became known'],
    ['imported', imported_at, 'Last changed by a file'],
    ['wrote', last_inbound_at, 'Last wrote'],
    ['consent', at, `${CONSENT[status]}${source ? ` (${source})` : ''}${text ? `: “${text}”` : ''}`],
  ];
  return all.flatMap(([key, time, words]) => (time ? [{ key, at: time, words }] : []));
}
