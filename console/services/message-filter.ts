import type { paths, Schemas } from '../../client/src/client.ts';
import { textName, variantName, type OtherContent } from './content-name.ts';
import { language } from './format.ts';
import { own } from './own.ts';
import { leftOut } from './words.ts';

type Query = NonNullable<paths['/v1/campaigns/{id}/messages']['get']['parameters']['query']>;

/** What the messages of a campaign can be filtered by, as the API and the address of the page name it. */
export const MESSAGE_FILTERS = [
  'status',
  'reached',
  'not_reached',
  'error_code',
  'reason',
  'content',
  'language',
  'variant',
  'tried',
  'button',
  'not_button',
  'tapped',
  'replied',
  'opted_out',
] as const;
export type MessageFilter = Pick<Query, (typeof MESSAGE_FILTERS)[number]>;

type Export = Extract<Schemas['ExportDraft'], { kind: 'messages' }>['filter'];

/** The filter of an export, which has true and false where an address has words. */
export const exportFilter = (campaign_id: string, filter: MessageFilter): Export => ({
  campaign_id,
  ...(Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name, value === 'true' || (value !== 'false' && value)]),
  ) as Omit<Export, 'campaign_id'>),
});

/** What a page knows of what a filter names by its id or its code. */
export interface Named {
  /** What a button says. */
  readonly titleOf: (button: string) => string;
  /** The texts of the campaign beside its first. */
  readonly contents?: readonly OtherContent[] | undefined;
  /** Why it failed, as the report puts it. */
  readonly meaning?: string | undefined;
}

/** A filter as the rest of a sentence. */
export function filterWords(filter: MessageFilter, { titleOf, meaning, contents }: Named): string {
  const { status, reached, not_reached, error_code, reason, content, variant, tried, button, not_button } = filter;
  const { language: code, tapped, replied, opted_out } = filter;
  const words = [
    status && statusWords(status),
    reached && statusWords(reached),
    not_reached && `not ${statusWords(not_reached)}`,
    error_code && `failed: ${meaning ?? `error ${error_code}`}`,
    reason && `left out: they ${leftOut(reason, 2)}`,
    tried && (tried === 'true' ? 'sent to' : 'not sent to'),
    content && `with “${textName(contents, content)}”`,
    code && `in ${language(code)}`,
    variant && `with “${variantName(variant)}”`,
    button && `tapped “${titleOf(button)}”`,
    not_button && `did not tap “${titleOf(not_button)}”`,
    tapped && (tapped === 'true' ? 'tapped' : 'did not tap'),
    replied && (replied === 'true' ? 'replied' : 'did not reply'),
    opted_out && 'opted out',
  ].filter(Boolean);
  return words.length > 0 ? words.join(', ') : 'all of this campaign';
}

/** What a message's status is called of people, where its name alone does not say it. */
const STATUS: Readonly<Record<string, string>> = {
  accepted: 'sent to',
  handed_over: 'handed over',
  undelivered: 'not delivered',
  skipped: 'left out',
  unknown: 'of whom WhatsApp never told',
  sending: 'being sent to',
  retry: 'will be sent to again',
};

const statusWords = (status: string): string => own(STATUS, status) ?? status;
