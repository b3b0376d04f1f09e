import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import type { InboundMessage } from '../provider/provider.ts';

/** What an inbound message is: a tap on a button, words, or a keyword with a legal meaning. */
export const INBOUND_KINDS = ['tap', 'reply', 'opt_out', 'opt_in', 'help'] as const;
export type InboundKind = (typeof INBOUND_KINDS)[number];

/**
 * A message from a customer, kept for 30 days, or until the customer is erased: its key tells that it was handled, so a
 * repeated delivery changes nothing, and its text is for subscribers.
 */
export const inbound = z.object({
  tenant_id: idOf('ten'),
  customer_id: idOf('cus'),
  /** The provider's id of the message. */
  sid: z.string(),
  kind: z.enum(INBOUND_KINDS),
  text: z.string(),
  media_urls: z.array(z.string()),
  /** What it answers, if that is known. */
  campaign_id: idOf('cmp').optional(),
  interaction_id: idOf('int').optional(),
  received_at: z.iso.datetime(),
});
export type Inbound = z.infer<typeof inbound>;

/** What a message turned out to be, and the campaign and tap that it answers. */
export type HandledInbound = Pick<Inbound, 'kind' | 'campaign_id' | 'interaction_id'>;

/** In characters: WhatsApp's limit for a message, and what is kept of a consent's text, a name and a media URL. */
export const MAX_LENGTH = { text: 4096, consent: 1000, name: 200, url: 2000 };

/** The keywords that every carrier honours, if they are the whole message, in any case. */
const WORDS = new Map<string, InboundKind>([
  ...['stop', 'unsubscribe', 'end', 'quit', 'stopall', 'revoke', 'optout', 'cancel'].map(
    (word) => [word, 'opt_out'] as const,
  ),
  ...['start', 'unstop'].map((word) => [word, 'opt_in'] as const),
  ['help', 'help'],
]);

/** The kind of a message without a button payload. @param keyword as the provider itself recognized it, if it does */
export function kindOf(text: string, keyword: InboundMessage['keyword']): InboundKind {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
    .replaceAll(/[\s-]/g, '');
  return keyword ?? WORDS.get(word) ?? 'reply';
}

/** The first characters of a text, without half of a surrogate pair, which DynamoDB does not store. */
export function truncate(text: string, maximum: number): string {
  const cut = text.slice(0, maximum);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
