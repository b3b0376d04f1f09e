import * as z from 'zod';

import type { ButtonAction } from '../content/button.ts';
import { fill, placeholders, replacePlaceholders, type TemplateValues } from '../content/placeholder.ts';
import type { Customer } from '../customer/customer.ts';
import { numbered, variable } from '../message/payload.ts';
import type { Template } from '../provider/provider.ts';
import { idOf, sha256 } from '../platform/ids.ts';
import type { ButtonClicked } from '../event/domain-event.ts';

/** The answer to one tap. As with messages, the row is the claim: whoever puts it may send, nobody else. */
export const autoReply = z.object({
  campaign_id: idOf('cmp'),
  interaction_id: idOf('int'),
  status: z.enum(['retry', 'sending', 'unknown', 'accepted', 'failed', 'skipped']),
  status_reason: z.string().optional(),
  provider_sid: z.string().optional(),
  error_code: z.string().optional(),
  /** Who holds the claim while the status is `sending`, and until when (milliseconds since the epoch). */
  holder: z.string().optional(),
  lease_until: z.number().optional(),
});
export type AutoReply = z.infer<typeof autoReply>;
export type AutoReplyReference = Pick<AutoReply, 'campaign_id' | 'interaction_id'>;

/** What became of a claim. `retry` is provably not sent and may be claimed anew; `unknown` may be out and never is. */
export type Settlement =
  | { readonly status: 'accepted'; readonly provider_sid: string }
  | { readonly status: 'failed'; readonly error_code: string }
  | { readonly status: 'skipped' | 'unknown'; readonly status_reason: string }
  | { readonly status: 'retry' };

export type AutoReplyAction = Extract<ButtonAction, { type: 'auto_reply' }>;

const WINDOW = 24 * 3_600_000;

/**
 * Whether WhatsApp lets the customer be answered freely: for 24 hours after they wrote. A tap that came as a message is
 * one itself, whether or not the customer's row tells of it yet.
 */
export function windowIsOpen(
  { last_inbound_at }: Pick<Customer, 'last_inbound_at'>,
  { source, clicked_at }: ButtonClicked['data']['interaction'],
  now: number,
): boolean {
  const wrote = [last_inbound_at, source === 'inbound' ? clicked_at : null];
  return wrote.some((at) => at !== null && now < Date.parse(at) + WINDOW);
}

/** A reply as one customer gets it: plain, or by a content resource that the provider must have first. */
export type Composed =
  | { readonly body: string; readonly media_url?: string | undefined }
  | { readonly template: Template; readonly content_variables: Readonly<Record<string, string>> };

/** A document that goes out as plain media takes no text; within a card it does. */
const DOCUMENT = /\.(pdf|docx?|xlsx?|pptx?|txt|csv)$/i;

/**
 * Fills a reply for a customer. A placeholder that has neither value nor default is left out of the text: unlike a
 * campaign, the answer was asked for, and one word less is better than none.
 * @returns undefined when nothing is left to say
 */
export function composeReply(action: AutoReplyAction, customer: TemplateValues): Composed | undefined {
  const { message = '', media_url, buttons = [] } = action;
  const { missing } = fill(placeholders(message), customer);
  const text = missing.reduce((left, placeholder) => left.replaceAll(placeholder, ''), message).trim();
  if (!text && (!media_url || buttons.length > 0)) return undefined;

  const found = placeholders(text);
  const { values } = fill(found, customer);
  const document = media_url !== undefined && DOCUMENT.test(new URL(media_url).pathname);
  if (buttons.length === 0 && !(document && text))
    return { body: replacePlaceholders(text, found, (index) => values[index] ?? ''), media_url };

  const samples = found.map(({ fallback, path }) => fallback?.trim() || path);
  const content = {
    language: 'en',
    variables: numbered(samples),
    types: typesOf(replacePlaceholders(text, found, variable), media_url, buttons),
  };
  const name = `herald_reply_${sha256(JSON.stringify(content)).slice(0, 24)}`;
  return { template: { name, ...content }, content_variables: numbered(values) };
}

/** In a session quick replies need no approval; with media they are a card's. */
function typesOf(body: string, media_url: string | undefined, buttons: NonNullable<AutoReplyAction['buttons']>) {
  if (!media_url) return { 'twilio/quick-reply': { body, actions: buttons.map(({ title, id }) => ({ title, id })) } };
  const actions = buttons.map(({ title, id }) => ({ type: 'QUICK_REPLY', title, id }));
  return { 'whatsapp/card': { body, media: [media_url], ...(actions.length > 0 && { actions }) } };
}
