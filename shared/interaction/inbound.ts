import * as z from 'zod';

import { idOf } from '../platform/ids.ts';
import { foldText } from '../platform/fold-text.ts';
import type { InboundMessage } from '../provider/provider.ts';
import { isOptOut } from './opt-out-words.ts';

/** What an inbound message is: a tap on a button, a reply, a keyword with a legal meaning, or an emoji on a message. */
export const INBOUND_KINDS = ['tap', 'reply', 'opt_out', 'opt_in', 'help', 'reaction'] as const;
export type InboundKind = (typeof INBOUND_KINDS)[number];

/** In characters: WhatsApp's limit for a message, and what is kept of a consent's text, a name, a media URL and a place's texts. */
export const MAX_LENGTH = { text: 4096, consent: 1000, name: 200, url: 2000, place: 1000 };

const text = z
  .string()
  .transform((given) => truncate(given, MAX_LENGTH.place))
  .optional();

/** A place, contact cards (their files are among the media), or an emoji on a message. */
export const inboundContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('location'), latitude: z.number(), longitude: z.number(), label: text, address: text }),
  z.object({ type: z.literal('contact') }),
  z.object({ type: z.literal('reaction') }),
]);

/**
 * A message from a customer, kept for 30 days unless the tenant says otherwise, or until the customer is erased: its key tells that it was handled, so a
 * repeated delivery changes nothing, and its text is for subscribers and the lists of replies.
 */
export const inbound = z.object({
  tenant_id: idOf('ten'),
  customer_id: idOf('cus'),
  /** The provider's id of the message. */
  sid: z.string(),
  kind: z.enum(INBOUND_KINDS),
  text: z.string(),
  media_urls: z.array(z.string()),
  /** What it holds besides text and media. */
  content: inboundContent.optional(),
  /** What it answers, if that is known. */
  campaign_id: idOf('cmp').optional(),
  interaction_id: idOf('int').optional(),
  /** The content of that campaign which the person had got, and its arm; absent where there is one content, or no experiment. */
  content_key: z.string().optional(),
  variant: z.string().optional(),
  received_at: z.iso.datetime(),
});
export type Inbound = z.infer<typeof inbound>;

/** A message that is listed as words: any but a tap, which is listed as an interaction. */
export const words = inbound.extend({ kind: inbound.shape.kind.exclude(['tap']) });
export type Words = z.infer<typeof words>;

/** What a message turned out to be, and the campaign and tap that it answers. */
export type HandledInbound = Pick<Inbound, 'kind' | 'campaign_id' | 'interaction_id' | 'content_key' | 'variant'>;

/** What opts in and asks for help, as every carrier honours it. */
const WORDS = new Map<string, InboundKind>([
  ['start', 'opt_in'],
  ['unstop', 'opt_in'],
  ['help', 'help'],
]);

/**
 * The kind of a message whose button, if it has one, leads nowhere.
 * @param keyword as the provider itself recognized it, if it does
 * @param ownWords the tenant's words that opt out
 */
export function kindOf(
  text: string,
  keyword: InboundMessage['keyword'],
  ownWords: readonly string[] = [],
): InboundKind {
  if (keyword) return keyword;
  if (isOptOut(text, ownWords)) return 'opt_out';
  return (text.length <= MAX_KEYWORD && WORDS.get(foldText(text))) || 'reply';
}

const MAX_KEYWORD = 100;

/** The first characters of a text, without half of a surrogate pair, which DynamoDB does not store. */
export function truncate(text: string, maximum: number): string {
  const cut = text.slice(0, maximum);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
