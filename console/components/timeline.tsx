import type { ComponentChildren } from 'preact';
import { useCallback } from 'preact/hooks';

import { answerOf, api, sentence, type Customer, type Schemas } from '../services/api.ts';
import { money, whenThere } from '../services/format.ts';
import { link } from '../services/link.ts';
import { readTo, type Read } from '../services/earlier.ts';
import { useEarlier, type Earlier } from '../services/use-earlier.ts';
import { may } from '../services/scopes.ts';
import { agentOutcome, whyNot } from '../services/words.ts';
import { Button } from './button.tsx';
import { Chip } from './chip.tsx';
import { Fault } from './fault.tsx';
import { Notice } from './notice.tsx';
import { doneWith, ReplyWords, type Reply } from './reply-words.tsx';
import { Time } from './time.tsx';

interface Entry {
  readonly at: string;
  readonly key: string;
  readonly words: ComponentChildren;
}

/** A list that the story is told of, as far as it was read. */
interface Part {
  /** What it is called where it could not be loaded: "the taps". */
  readonly what: string;
  readonly list: Earlier<unknown>;
  readonly entries: readonly Entry[];
  /** Where it was read to; of anything before, it may have more. */
  readonly to: string | undefined;
}

type Page = { readonly cursor?: string };

/** What a person was sent, did and agreed to, newest first; earlier pages of the lists follow when they are asked for. */
export function Timeline({ customer }: { readonly customer: Customer }) {
  const { id } = customer;
  const mayReadCampaigns = may('campaigns:read');
  const parts = [
    usePart('what they were sent', messageEntry, mayReadCampaigns, (page, signal) =>
      answerOf(api.GET('/v1/customers/{id}/messages', request(id, page, signal))),
    ),
    usePart('the taps', tapEntry, mayReadCampaigns, (page, signal) =>
      answerOf(api.GET('/v1/customers/{id}/interactions', request(id, page, signal))),
    ),
    usePart('what they wrote', replyEntry, true, (page, signal) =>
      answerOf(api.GET('/v1/customers/{id}/replies', request(id, page, signal))),
    ),
    usePart('what they agreed to', consentEntry, true, (page, signal) =>
      answerOf(api.GET('/v1/customers/{id}/consents', request(id, page, signal))),
    ),
  ];
  return (
    <section class="stack">
      <h2>What happened</h2>
      {!mayReadCampaigns && <Notice tone="info">What they were sent and tapped needs campaigns:read.</Notice>}
      <Entries customer={customer} parts={parts} />
    </section>
  );
}

const NOTHING = { data: [], next_cursor: null };

function usePart<Row>(
  what: string,
  entryOf: (row: Row) => Entry,
  mayRead: boolean,
  load: (page: Page, signal?: AbortSignal) => Promise<Read<Row>>,
): Part {
  const list = useEarlier<Row>(useCallback(mayRead ? load : () => Promise.resolve(NOTHING), [mayRead]));
  const read = list.read ?? NOTHING;
  return { what, list, entries: read.data.map(entryOf), to: readTo<Row>(read, (row) => entryOf(row).at) };
}

const request = (id: string, query: object, signal?: AbortSignal) => ({
  params: { path: { id }, query: { limit: 100, ...query } },
  ...(signal && { signal }),
});

function Entries({ customer, parts }: { readonly customer: Customer; readonly parts: readonly Part[] }) {
  // Before this moment one of the lists has more: nothing is shown there, lest a gap look like silence.
  const [next] = parts.filter(({ to }) => to !== undefined).sort((a, b) => (b.to ?? '').localeCompare(a.to ?? ''));
  const from = next?.to ?? '';
  const reading = next?.list.reading;
  const entries = [...known(customer), ...parts.flatMap((part) => part.entries.filter(({ at }) => at >= from))];
  return (
    <>
      {parts.some(({ list: { read, live } }) => !read && live.isLoading) && <p class="meta">Loading…</p>}
      <ol class="bare card stack">
        {entries
          .sort((a, b) => b.at.localeCompare(a.at))
          .map(({ key, at, words }) => (
            <li key={key}>
              <span class="meta">
                <Time at={at} />
                {customer.timezone && whenThere(at, customer.timezone)}
              </span>{' '}
              {words}
            </li>
          ))}
      </ol>
      {parts.map(
        ({ what, list: { live } }) =>
          live.error !== undefined && <Fault key={what}>{`Could not load ${what}: ${sentence(live.error)}`}</Fault>,
      )}
      <Fault>{reading?.fault}</Fault>
      {reading && (
        <div>
          <Button busy={reading.isBusy} onClick={reading.run}>
            Show earlier
          </Button>
        </div>
      )}
    </>
  );
}

type Sent = Schemas['CustomerMessage'];

function messageEntry(message: Sent): Entry {
  const { id, campaign_id, campaign_name, status, created_at, accepted_at, failed_at, delivered_at, read_at } = message;
  const more = [
    whyNot(message),
    ...Object.entries({ delivered: delivered_at, read: read_at }).map(
      ([what, at]) =>
        at && (
          <>
            {what} <Time at={at} />
          </>
        ),
    ),
  ].filter(Boolean);
  return {
    key: id,
    at: accepted_at ?? failed_at ?? created_at,
    words: (
      <>
        {accepted_at ? 'Was sent' : 'Was not sent'} <a href={link(`/campaigns/${campaign_id}`)}>“{campaign_name}”</a>{' '}
        <Chip status={status} />
        {more.map((part, place) => (
          <span key={place} class="meta">
            {place > 0 && ','} {part}
          </span>
        ))}
      </>
    ),
  };
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

type Statement = Schemas['Statement'];

function consentEntry({ id, at, status, source, text, author }: Statement): Entry {
  const how = [source, author === 'person' && 'by themselves'].filter(Boolean).join(', ');
  return { key: id, at, words: `${CONSENT[status]}${how && ` (${how})`}${text ? `: “${text}”` : ''}` };
}

function known({ created_at, imported_at, last_inbound_at }: Customer): readonly Entry[] {
  const all: readonly (readonly [string, string | null, string])[] = [
    ['created', created_at, 'Added'],
    ['imported', imported_at, 'Last changed by an import'],
    ['wrote', last_inbound_at, 'Last wrote'],
  ];
  return all.flatMap(([key, time, words]) => (time ? [{ key, at: time, words }] : []));
}
