import * as z from 'zod';

import type { ButtonAction } from '../content/button.ts';
import { DEFAULT_LANGUAGE } from '../content/default-language.ts';
import type { Content, Header } from '../content/content.ts';
import { fill, placeholders, type PlaceholderValues } from '../content/placeholder.ts';
import type { Customer } from '../customer/customer.ts';
import { windowEnd } from '../message/window.ts';
import { idOf } from '../platform/ids.ts';
import type { ButtonClicked } from '../event/domain-event.ts';
import { FALLBACK_REASONS } from './agent-answer.ts';

/** The reply to one tap. As with messages, the row is the claim: only the worker that puts it may send. */
export const autoReply = z.object({
  campaign_id: idOf('cmp'),
  interaction_id: idOf('int'),
  /** While an agent is asked nothing is sent, so whoever is `asking` and died is no riddle: another may ask. */
  status: z.enum(['retry', 'asking', 'sending', 'unknown', 'accepted', 'failed', 'skipped']),
  status_reason: z.string().optional(),
  /** Of a tap that an agent was to answer: why it gets the fallback. */
  fallback_reason: z.enum(FALLBACK_REASONS).optional(),
  provider_sid: z.string().optional(),
  error_code: z.string().optional(),
  /** Who holds the claim while the status is `asking` or `sending`, and until when (milliseconds since the epoch). */
  holder: z.string().optional(),
  lease_until: z.number().optional(),
});
export type AutoReply = z.infer<typeof autoReply>;
export type AutoReplyReference = Pick<AutoReply, 'campaign_id' | 'interaction_id'>;

/** The outcome of a claim. `retry` was provably not sent and may be claimed again; `unknown` may have been sent and may not. */
export type Settlement =
  | { readonly status: 'accepted'; readonly provider_sid: string }
  | { readonly status: 'failed'; readonly error_code: string }
  | { readonly status: 'skipped' | 'unknown'; readonly status_reason: string }
  | { readonly status: 'retry' };

export type AutoReplyAction = Extract<ButtonAction, { type: 'auto_reply' }>;
/** What is sent in answer: of the action, or of an agent. */
type Reply = Pick<AutoReplyAction, 'message' | 'media_url' | 'buttons'>;

/**
 * Whether WhatsApp permits a free-form answer: for 24 hours after the customer wrote. A tap that arrived as a message
 * counts, whether or not the customer's row shows it yet.
 */
export function windowIsOpen(
  { last_inbound_at }: Pick<Customer, 'last_inbound_at'>,
  { source, clicked_at }: ButtonClicked['data']['interaction'],
  now: number,
): boolean {
  const wrote = [last_inbound_at, source === 'inbound' ? clicked_at : null];
  return wrote.some((at) => now < windowEnd({ last_inbound_at: at }));
}

/** A reply for one customer: its content and the values of its placeholders. */
export interface ComposedReply {
  readonly content: Content;
  readonly values: readonly string[];
}

const DOCUMENT = /\.(pdf|docx?|xlsx?|pptx?|txt|csv)$/i;
const VIDEO = /\.(mp4|3gpp?)$/i;

/**
 * Composes a reply for a customer. A placeholder without value and default is left out: the customer asked for this
 * answer, so one with a word missing is better than none.
 * @returns undefined when no content is left
 */
export function composeReply(reply: Reply, customer: PlaceholderValues): ComposedReply | undefined {
  const { message = '', media_url, buttons = [] } = reply;
  const { missing } = fill(placeholders(message), customer);
  const body = missing.reduce((left, placeholder) => left.replaceAll(placeholder, ''), message).trim();
  if (!body && (!media_url || buttons.length > 0)) return undefined;
  const content = {
    language: DEFAULT_LANGUAGE,
    header: headerOf(media_url),
    body,
    buttons: buttons.map((button) => ({ ...button, type: 'reply' as const })),
  };
  return { content, values: fill(placeholders(body), customer).values };
}

function headerOf(url: string | undefined): Header {
  if (url === undefined) return { type: 'none' };
  const { pathname } = new URL(url);
  if (DOCUMENT.test(pathname)) return { type: 'document', url };
  return { type: VIDEO.test(pathname) ? 'video' : 'image', url };
}
