import * as z from 'zod';

import { language } from '../platform/language.ts';
import { buttons, storedButtons, type Button } from './button.ts';
import { DEFAULT_LANGUAGE } from './default-language.ts';
import type { ExistingTemplate } from './existing-template.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { mediaAddress } from './media-address.ts';

const MEDIA_URL = 'Where the provider fetches the media; required unless `media_type` is text.';
const LANGUAGE = { description: 'The language it is written in: BCP 47.', examples: ['en'] };

/**
 * The fields of a campaign that make up its content, on the wire and in the table. A new field is added here and in the
 * adapters, and nowhere else.
 */
export const contentFields = {
  language: language.default(DEFAULT_LANGUAGE).meta(LANGUAGE),
  message_content: z
    .string()
    .min(1)
    .max(CONTENT_LIMITS.message)
    .meta({
      description: 'The text; may hold placeholders like `{{name}}`.',
      examples: ['Fresh bread today, {{name}}!'],
    }),
  media_type: z.enum(['text', 'image', 'video', 'document']).default('text').describe('What is above the text.'),
  media_url: mediaAddress.optional().describe(MEDIA_URL),
  media_caption: z.string().max(CONTENT_LIMITS.message).optional().describe('Stands above the text.'),
  header_text: z
    .string()
    .trim()
    .min(1)
    .max(CONTENT_LIMITS.line)
    .optional()
    .describe('A bold line above a text without media.'),
  footer: z.string().trim().min(1).max(CONTENT_LIMITS.line).optional().describe('A small line below the text.'),
  buttons: buttons.default([]),
};

/** The same as they are stored and shown. */
export const storedContentFields = {
  ...contentFields,
  language: z.string().default(DEFAULT_LANGUAGE).meta(LANGUAGE),
  media_url: z.string().optional().describe(MEDIA_URL),
  buttons: storedButtons.default([]),
};
export type ContentFields = Omit<z.infer<z.ZodObject<typeof contentFields>>, 'buttons'> & {
  buttons: Button[];
  /** The template that these fields were taken from, if they were. */
  existing?: ExistingTemplate | undefined;
};
