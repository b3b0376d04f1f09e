import type { paths } from '../../client/src/client.ts';
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

/** A filter as the rest of a sentence. @param title of the button that it names */
export function filterWords(filter: MessageFilter, title: string | undefined): string {
  const { status, reached, error_code, reason, variant, tried, button, tapped, replied, opted_out } = filter;
  const words = [
    status && `status ${status}`,
    reached && REACHED[reached],
    error_code && `failed with ${error_code}`,
    reason && `left out: they ${leftOut(reason, 2)}`,
    tried && (tried === 'true' ? 'sent to' : 'not sent to'),
    variant && `with the variant “${variant}”`,
    button && `tapped “${title ?? button}”`,
    tapped && (tapped === 'true' ? 'tapped' : 'did not tap'),
    replied && (replied === 'true' ? 'replied' : 'did not reply'),
    opted_out && 'opted out',
  ].filter(Boolean);
  return words.length > 0 ? words.join(', ') : 'all of this campaign';
}

const REACHED: Readonly<Record<NonNullable<MessageFilter['reached']>, string>> = {
  handed_over: 'handed over',
  accepted: 'accepted',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
};
