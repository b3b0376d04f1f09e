import { messageText, needsTemplate, type Campaign } from '../campaign/campaign.ts';
import { fill, placeholders, replacePlaceholders, type TemplateValues } from '../campaign/template.ts';
import { sha256 } from '../platform/ids.ts';
import type { Template } from './provider.ts';
import { buttonToken, type MessageReference } from './token.ts';

/** What goes to the provider for one message: a template with its variables, or a plain text with or without media. */
export type Payload =
  | { readonly content_sid: string; readonly content_variables: Readonly<Record<string, string>> }
  | { readonly body: string; readonly media_url?: string | undefined };

type Content = Pick<
  Campaign,
  'message_content' | 'media_caption' | 'media_type' | 'media_url' | 'buttons' | 'content_sid'
>;

/** The values of a campaign's placeholders for one customer, and which of them the customer has none for. */
export function personalise(campaign: Content, customer: TemplateValues): { values: string[]; missing: string[] } {
  return fill(placeholders(messageText(campaign)), customer);
}

/** The payload of one message, made of frozen content and the values kept on the message. */
export function payloadOf(campaign: Content, of: MessageReference, values: readonly string[]): Payload {
  const text = messageText(campaign);
  const found = placeholders(text);
  if (!campaign.content_sid) {
    return { body: replacePlaceholders(text, found, (index) => values[index] ?? ''), media_url: campaign.media_url };
  }
  const tokens = campaign.buttons.flatMap((button, place) => (button.type === 'reply' ? [buttonToken(of, place)] : []));
  return {
    content_sid: campaign.content_sid,
    content_variables: numbered([...found.map((_, index) => values[index] ?? ''), ...tokens]),
  };
}

/**
 * A campaign's content as a template. Text placeholders come first among its variables, then one for each reply button,
 * which carries the button's token. WhatsApp wants reply buttons side by side, so they stand first.
 * @returns undefined when the campaign needs none
 */
export function templateOf(campaign: Content): Template | undefined {
  if (!needsTemplate(campaign)) return undefined;
  const text = messageText(campaign);
  const found = placeholders(text);
  const replies = campaign.buttons.filter((button) => button.type === 'reply');
  const others = campaign.buttons.filter((button) => button.type !== 'reply');
  const actions = [
    ...replies.map(({ title }, index) => ({ type: 'QUICK_REPLY', title, id: variable(found.length + index) })),
    ...others.map(({ type, title, url, phone_number }) =>
      type === 'url' ? { type: 'URL', title, url } : { type: 'PHONE_NUMBER', title, phone: phone_number },
    ),
  ];
  const card = {
    body: replacePlaceholders(text, found, variable),
    ...(campaign.media_url && { media: [campaign.media_url] }),
    ...(actions.length > 0 && { actions }),
  };
  const samples = [
    ...found.map((one) => one.fallback?.trim() || one.path.split('.').at(-1) || ''),
    ...replies.map((one) => one.title),
  ];
  const template = { language: 'en', variables: numbered(samples), types: { 'whatsapp/card': card } };
  return { name: `herald_${sha256(JSON.stringify(template)).slice(0, 24)}`, ...template };
}

function variable(index: number): string {
  return `{{${index + 1}}}`;
}

function numbered(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [String(index + 1), value]));
}
