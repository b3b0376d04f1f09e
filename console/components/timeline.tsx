import type { ComponentChildren } from 'preact';
import { useCallback } from 'preact/hooks';

import { answerOf, api, type Customer, type Schemas } from '../services/api.ts';
import { money, when } from '../services/format.ts';
import { link } from '../services/link.ts';
import { readTo } from '../services/earlier.ts';
import { useEarlier, type Earlier } from '../services/use-earlier.ts';
import { may } from '../services/scopes.ts';
import { agentOutcome } from '../services/words.ts';
import { Button } from './button.tsx';
import { Fault } from './fault.tsx';
import { Loaded } from './loaded.tsx';
import { Notice } from './notice.tsx';
import { doneWith, ReplyWords, type Reply } from './reply-words.tsx';

interface Entry {
  readonly at: string;
  readonly key: string;
  readonly words: ComponentChildren;
}

const NONE = { data: [], next_cursor: null };

/** What a person did and agreed to, newest first; earlier pages of both lists follow when they are asked for. */
export function Timeline({ customer }: { readonly customer: Customer }) {
  const { id } = customer;
  const tapsOf = useCallback(
    (query: object, signal?: AbortSignal) =>
      answerOf(api.GET('/v1/customers/{id}/interactions', request(id, query, signal))),
    [id],
  );
  const repliesOf = useCallback(
    (query: object, signal?: AbortSignal) =>
      answerOf(api.GET('/v1/customers/{id}/replies', request(id, query, signal))),
    [id],
  );
  const taps = useEarlier(tapsOf);
  const replies = useEarlier(repliesOf);
  if (!may('campaigns:read')) return <Notice tone="info">What they tapped needs campaigns:read.</Notice>;
  return (
    <section class="stack">
      <h2>What happened</h2>
      <Loaded from={taps.live} what="the taps">
        {() => <Entries customer={customer} taps={taps} replies={replies} />}
      </Loaded>
    </section>
  );
}

const request = (id: string, query: object, signal?: AbortSignal) => ({
  params: { path: { id }, query: { limit: 100, ...query } },
  ...(signal && { signal }),
});

interface EntriesProps {
  readonly customer: Customer;
  readonly taps: Earlier<Tap>;
  readonly replies: Earlier<Reply>;
}

function Entries({ customer, taps, replies }: EntriesProps) {
  const [tapped, wrote] = [taps.read ?? NONE, replies.read ?? NONE];
  const tapsTo = readTo(tapped, ({ clicked_at }) => clicked_at);
  const repliesTo = readTo(wrote, ({ received_at }) => received_at);
  // Before this moment one of the lists has more: nothing is shown there, lest a gap look like silence.
  const from = [tapsTo, repliesTo].reduce((a, b) => ((b ?? '') > (a ?? '') ? b : a), '') ?? '';
  const next = tapsTo !== undefined && (repliesTo === undefined || tapsTo >= repliesTo) ? taps : replies;
  const entries = [...tapped.data.map(tapEntry), ...wrote.data.map(replyEntry)].filter(({ at }) => at >= from);
  return (
    <>
      <ol class="bare card stack">
        {[...known(customer), ...entries]
          .sort((a, b) => b.at.localeCompare(a.at))
          .map(({ key, at, words }) => (
            <li key={key}>
              <span class="meta">{when(at)}</span> {words}
            </li>
          ))}
      </ol>
      {replies.live.error !== undefined && <Fault>What they wrote could not be loaded.</Fault>}
      <Fault>{next.reading.fault}</Fault>
      {(tapsTo ?? repliesTo) !== undefined && (
        <div>
          <Button busy={next.reading.isBusy} onClick={next.reading.run}>
            Show earlier
          </Button>
        </div>
      )}
    </>
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
  agent_outcome,
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
        {agent_outcome && <span class="meta"> ({agentOutcome(agent_outcome)})</span>}
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
