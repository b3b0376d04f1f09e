import { messageText, needsTemplate, type Campaign } from '../campaign/campaign.ts';
import { fill, placeholders, replacePlaceholders, type TemplateValues } from '../content/placeholder.ts';
import { sha256 } from '../platform/ids.ts';
import type { Template } from '../provider/provider.ts';
import { linkToken } from './link-token.ts';
import { buttonToken, type MessageReference } from './message-token.ts';

/** What goes to the provider for one message: a template with its variables, or a plain text with or without media. */
export type Payload =
  | { readonly content_sid: string; readonly content_variables: Readonly<Record<string, string>> }
  | { readonly body: string; readonly media_url?: string | undefined };

type Content = Pick<
  Campaign,
  'tenant_id' | 'message_content' | 'media_caption' | 'media_type' | 'media_url' | 'buttons' | 'content_sid'
>;

/** The values of a campaign's placeholders for one customer, and which of them the customer has none for. */
export function personalise(campaign: Content, customer: TemplateValues): { values: string[]; missing: string[] } {
  return fill(placeholders(messageText(campaign)), customer);
}

/**
 * The payload of one message, made of frozen content and the values kept on the message.
 * @param linkSecret the tenant's key that signs its links
 */
export function payloadOf(
  campaign: Content,
  of: MessageReference,
  values: readonly string[],
  linkSecret: string,
): Payload {
  const text = messageText(campaign);
  const found = placeholders(text);
  if (!campaign.content_sid) {
    return { body: replacePlaceholders(text, found, (index) => values[index] ?? ''), media_url: campaign.media_url };
  }
  const { tenant_id } = campaign;
  const tokens = tokenButtons(campaign).map(({ type, place }) =>
    type === 'reply' ? buttonToken(of, place) : linkToken({ ...of, tenant_id, place }, linkSecret),
  );
  return {
    content_sid: campaign.content_sid,
    content_variables: numbered([...found.map((_, index) => values[index] ?? ''), ...tokens]),
  };
}

/** The buttons that carry a token, in the order of their variables: replies side by side, as WhatsApp wants, then links. */
function tokenButtons({ buttons }: Pick<Content, 'buttons'>) {
  const placed = buttons.map((button, place) => ({ ...button, place }));
  return [...placed.filter(({ type }) => type === 'reply'), ...placed.filter(({ type }) => type === 'url')];
}

/**
 * A campaign's content as a template. Text placeholders come first among its variables, then one for each reply button
 * and each link, which carries that button's token.
 * @returns undefined when the campaign needs none
 */
export function templateOf(campaign: Content, publicBaseUrl: string): Template | undefined {
  if (!needsTemplate(campaign)) return undefined;
  const text = messageText(campaign);
  const found = placeholders(text);
  const withToken = tokenButtons(campaign);
  const actions = [
    ...withToken.map(({ type, title }, index) => {
      const token = variable(found.length + index);
      return type === 'reply'
        ? { type: 'QUICK_REPLY', title, id: token }
        : { type: 'URL', title, url: `${publicBaseUrl}/r/${token}` };
    }),
    ...campaign.buttons
      .filter(({ type }) => type === 'call')
      .map(({ title, phone_number }) => ({ type: 'PHONE_NUMBER', title, phone: phone_number })),
  ];
  const card = {
    body: replacePlaceholders(text, found, variable),
    ...(campaign.media_url && { media: [campaign.media_url] }),
    ...(actions.length > 0 && { actions }),
  };
  const samples = [
    ...found.map((one) => one.fallback?.trim() || one.path.split('.').at(-1) || ''),
    ...withToken.map(({ id }) => id),
  ];
  const template = { language: 'en', variables: numbered(samples), types: { 'whatsapp/card': card } };
  return { name: `herald_${sha256(JSON.stringify(template)).slice(0, 24)}`, ...template };
}

/** As a template spells its variables, the first of which is 1. @param index from 0 */
export function variable(index: number): string {
  return `{{${index + 1}}}`;
}

/** Values by the number of the variable they fill. */
export function numbered(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [String(index + 1), value]));
}
