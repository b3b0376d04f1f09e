import type { Button } from './button.ts';
import type { ContentFields } from './content-fields.ts';
import type { ExistingTemplate } from './existing-template.ts';
import { placeholders, type Placeholder } from './placeholder.ts';

/** The content of a message, independent of providers; an adapter turns it into its provider's form. */
export interface Content {
  /** BCP 47 */
  readonly language: string;
  readonly header: Header;
  /** May hold placeholders: `{{name}}`. */
  readonly body: string;
  readonly footer?: string | undefined;
  readonly buttons: readonly Button[];
  /** The template that says this, where it was there before. */
  readonly existing?: ExistingTemplate | undefined;
}

export type Header =
  | { readonly type: 'none' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'video' | 'document'; readonly url: string };

/** The content of a campaign: the body is the caption, if any, followed by the message. */
export function contentOf(fields: ContentFields): Content {
  const { message_content, media_caption, language, footer, buttons, existing } = fields;
  return {
    language,
    header: headerOf(fields),
    body: [media_caption, message_content].filter(Boolean).join('\n\n'),
    footer,
    buttons,
    ...(existing && { existing }),
  };
}

function headerOf({ media_type, media_url, header_text }: ContentFields): Header {
  if (media_type !== 'text') return media_url ? { type: media_type, url: media_url } : { type: 'none' };
  return header_text === undefined ? { type: 'none' } : { type: 'text', text: header_text };
}

/** Whether a content cannot be sent as a plain message: buttons, a footer, a text header, or a document with text. */
export function needsTemplate({ header, body, footer, buttons }: Content): boolean {
  const isPlain = footer === undefined && buttons.length === 0 && header.type !== 'text';
  return !isPlain || (header.type === 'document' && body !== '');
}

/** What a content says of a customer: its body's placeholders, then those that only an existing template's variables hold. */
export function placeholdersOf({ body, existing }: Pick<Content, 'body' | 'existing'>): Placeholder[] {
  return placeholders(textsOf({ body, existing }).join('\n'));
}

function textsOf({ body, existing }: Pick<Content, 'body' | 'existing'>): string[] {
  const texts = Object.values(existing?.variables ?? {}).flatMap((use) => ('text' in use ? [use.text] : []));
  return [body, ...texts];
}

/** The same, and then those of its links that the texts do not have: a message keeps the values of all, in this order. */
export function allPlaceholdersOf(content: Pick<Content, 'body' | 'existing' | 'buttons'>): Placeholder[] {
  return placeholders([...textsOf(content), ...linksOf(content)].join('\n'));
}

/** Where its links lead, of those that lead there by Herald. */
export function linksOf({ buttons }: Pick<Content, 'buttons'>): string[] {
  return buttons.flatMap(({ url, untracked }) => (url === undefined || untracked ? [] : [url]));
}

/** Where its other links lead, those of an existing template. */
export function untrackedLinksOf({ buttons }: Pick<Content, 'buttons'>): string[] {
  return buttons.flatMap(({ url, untracked }) => (url !== undefined && untracked ? [url] : []));
}
