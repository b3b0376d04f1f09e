import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import type { InboundMessage } from '../provider/provider.ts';

/** What an inbound message is: a button's tap, words, or a word that the law gives a meaning. */
export const INBOUND_KINDS = ['tap', 'reply', 'opt_out', 'opt_in', 'help'] as const;
export type InboundKind = (typeof INBOUND_KINDS)[number];

/**
 * A message that a customer wrote, kept for 30 days: that it was taken, so that the same one told twice is one, and what
 * it said, for those who listen. It goes when the customer is erased.
 */
export const inbound = z.object({
  tenant_id: idOf('ten'),
  customer_id: idOf('cus'),
  /** The provider's id of the message. */
  sid: z.string(),
  kind: z.enum(INBOUND_KINDS),
  text: z.string(),
  media_urls: z.array(z.string()),
  /** What it answers, where that is known. */
  campaign_id: idOf('cmp').optional(),
  interaction_id: idOf('int').optional(),
  received_at: z.iso.datetime(),
});
export type Inbound = z.infer<typeof inbound>;

/** The words that every carrier honours, as the whole of a message, in any case. */
const WORDS = new Map<string, InboundKind>([
  ...['stop', 'unsubscribe', 'end', 'quit', 'stopall', 'revoke', 'optout', 'cancel'].map(
    (word) => [word, 'opt_out'] as const,
  ),
  ...['start', 'unstop'].map((word) => [word, 'opt_in'] as const),
  ['help', 'help'],
]);
/** What a message without a button's payload is. @param keyword what the provider itself took it for, where it does so */
export function kindOf(text: string, keyword: InboundMessage['keyword']): InboundKind {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
    .replaceAll(/[\s-]/g, '');
  return keyword ?? WORDS.get(word) ?? 'reply';
}
