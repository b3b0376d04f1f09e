import * as z from 'zod';

import { idOf } from '../platform/ids.ts';

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
  /** The provider's MessageSid. */
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
/** What Twilio found by itself, where its Advanced Opt-Out is on; it knows words of more languages. */
const OPT_OUT_TYPES = new Map<string, InboundKind>([
  ['STOP', 'opt_out'],
  ['START', 'opt_in'],
  ['HELP', 'help'],
]);

/** What a message without a button's payload is. @param optOutType Twilio's parameter of that name, if it came */
export function kindOf(text: string, optOutType: string | undefined): InboundKind {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
    .replaceAll(/[\s-]/g, '');
  return OPT_OUT_TYPES.get(optOutType ?? '') ?? WORDS.get(word) ?? 'reply';
}
