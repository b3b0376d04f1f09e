import * as z from 'zod';

import type { Fault } from '../platform/errors.ts';
import { httpsUrl } from '../platform/https-url.ts';
import { buttons, storedButtons, type Button } from './button.ts';
import { hasPlaceholder, placeholderFaults } from './placeholder.ts';

/** The content of a message, independent of providers; an adapter turns it into its provider's form. */
export interface Content {
  /** BCP 47 */
  readonly language: string;
  readonly header: Header;
  /** May hold placeholders: `{{name}}`. */
  readonly body: string;
  readonly footer?: string | undefined;
  readonly buttons: readonly Button[];
}

export type Header =
  { readonly type: 'none' } | { readonly type: 'image' | 'video' | 'document'; readonly url: string };

export const DEFAULT_LANGUAGE = 'en';

/** WhatsApp's limit for a card's body, and for a plain message. */
const MAX_BODY = { template: 1024, plain: 1600 };
const MAX_FOOTER = 60;
const MEDIA_URL = 'Where the provider fetches the media; required unless `media_type` is text.';

/**
 * The fields of a campaign that make up its content, on the wire and in the table. A new field is added here and in the
 * adapters, and nowhere else.
 */
export const contentFields = {
  message_content: z
    .string()
    .min(1)
    .max(1024)
    .meta({
      description: 'The text; may hold placeholders like `{{name}}`.',
      examples: ['Fresh bread today, {{name}}!'],
    }),
  media_type: z.enum(['text', 'image', 'video', 'document']).default('text').describe('What is above the text.'),
  media_url: httpsUrl(500).optional().describe(MEDIA_URL),
  media_caption: z.string().max(1024).optional().describe('Stands above the text.'),
  footer: z.string().trim().min(1).max(MAX_FOOTER).optional().describe('A small line below the text.'),
  buttons: buttons.default([]),
};

/** The same as they are stored and shown. */
export const storedContentFields = {
  ...contentFields,
  media_url: z.string().optional().describe(MEDIA_URL),
  buttons: storedButtons.default([]),
};
export type ContentFields = z.infer<z.ZodObject<typeof contentFields>>;

/** The content of a campaign: the body is the caption, if any, followed by the message. */
export function contentOf({ message_content, media_type, media_url, media_caption, ...rest }: ContentFields): Content {
  return {
    language: DEFAULT_LANGUAGE,
    header: media_type === 'text' || !media_url ? { type: 'none' } : { type: media_type, url: media_url },
    body: [media_caption, message_content].filter(Boolean).join('\n\n'),
    footer: rest.footer,
    buttons: rest.buttons,
  };
}

/** Buttons and a footer need a template at the provider, and so does a document with text. */
export function needsTemplate({ header, body, footer, buttons }: Content): boolean {
  return buttons.length > 0 || footer !== undefined || (header.type === 'document' && body !== '');
}

/** The faults of a content as a whole, beyond those that each field's schema finds. */
export function contentFaults(given: Partial<ContentFields>): Fault[] {
  return [...mediaFaults(given), ...textFaults(given), ...footerFaults(given.footer)];
}

function mediaFaults({ media_type = 'text', media_url }: Partial<ContentFields>): Fault[] {
  if (media_type !== 'text' && media_url === undefined) {
    return [{ path: 'media_url', code: 'required', message: `a campaign with media of type ${media_type} needs this` }];
  }
  if (media_type === 'text' && media_url !== undefined) {
    const message = 'a text campaign takes no media; leave it out or set media_type';
    return [{ path: 'media_url', code: 'refused', message }];
  }
  return [];
}

function textFaults(given: Partial<ContentFields>): Fault[] {
  const { message_content, media_caption, media_type = 'text', media_url, footer } = given;
  const placeholders = [
    ...(typeof message_content === 'string' ? placeholderFaults(message_content, 'message_content') : []),
    ...(typeof media_caption === 'string' ? placeholderFaults(media_caption, 'media_caption') : []),
  ];
  if (typeof message_content !== 'string' || typeof media_caption !== 'string') return placeholders;
  // The schema of the field reports a value that is not a list.
  const buttons = Array.isArray(given.buttons) ? given.buttons : [];
  const content = contentOf({ message_content, media_caption, media_type, media_url, footer, buttons });
  const limit = MAX_BODY[needsTemplate(content) || media_type === 'document' ? 'template' : 'plain'];
  const length = content.body.length;
  if (length <= limit) return placeholders;
  const message = `caption and message together have ${length} characters, at most ${limit} can be sent`;
  return [...placeholders, { path: 'media_caption', code: 'too_big', message }];
}

/** WhatsApp takes no variable and no line break in a template's footer. */
function footerFaults(footer: unknown): Fault[] {
  if (typeof footer !== 'string') return [];
  const fault = (code: string, message: string) => [{ path: 'footer', code, message }];
  if (hasPlaceholder(footer)) return fault('placeholder', 'takes no placeholder');
  if (/[\r\n]/.test(footer)) return fault('line_break', 'must be one line');
  return [];
}
