import * as z from 'zod';

import { CHOICES } from '../campaign/contents.ts';
import { buttonType } from '../content/button-type.ts';
import { canonicalNumber } from '../customer/canonical-number.ts';
import { MAX_TAGS } from '../customer/customer.ts';
import { MAX_ATTRIBUTE_NAME, MAX_ATTRIBUTE_TEXT, MAX_ATTRIBUTES } from '../customer/customer-fields.ts';
import { phoneNumber } from '../customer/phone-number.ts';
import { SKIP_REASONS } from '../message/message.ts';
import { language } from '../platform/language.ts';
import { idOf } from '../platform/ids.ts';

const contentKey = z
  .string()
  .max(32)
  .optional()
  .meta({ description: 'Which content; else the one that the person would get.', examples: ['de'] });

/** Values for a person whom nobody knows. */
export const samplePerson = z
  .strictObject({
    name: z
      .string()
      .max(200)
      .optional()
      .meta({ examples: ['Ana Souza'] }),
    language: language.optional().describe('BCP 47'),
    tags: z.array(z.string().max(64)).max(MAX_TAGS).default([]),
    attributes: z
      .record(
        z.string().min(1).max(MAX_ATTRIBUTE_NAME),
        z.union([z.string().max(MAX_ATTRIBUTE_TEXT), z.number(), z.boolean()]),
      )
      .refine((given) => Object.keys(given).length <= MAX_ATTRIBUTES, `at most ${MAX_ATTRIBUTES} attributes`)
      .default({}),
  })
  .meta({ id: 'SamplePerson', examples: [{ name: 'Ana Souza', attributes: { city: 'Recife' } }] });
export type SamplePerson = z.infer<typeof samplePerson>;

export const previewRequest = z
  .strictObject({
    customer_id: idOf('cus').optional().describe('One of your customers; needs customers:read as well.'),
    sample: samplePerson.optional().describe('Somebody with these values.'),
    case: z
      .enum(['longest', 'empty'])
      .optional()
      .describe(
        '"longest": the longest message among up to 8,000 of your customers, which needs customers:read as well; "empty": somebody of whom nothing is known.',
      ),
    content_key: contentKey,
  })
  .refine(({ customer_id, sample, case: extreme }) => [customer_id, sample, extreme].filter(Boolean).length === 1, {
    params: { code: 'required' },
    message: 'give one of customer_id, sample and case',
  })
  .meta({ id: 'PreviewRequest', examples: [{ sample: { name: 'Ana Souza' } }] });
export type PreviewRequest = z.infer<typeof previewRequest>;

const text = (description: string, example: string | null) =>
  z
    .string()
    .nullable()
    .meta({ description, examples: [example] });

/** A message as it would look on a phone. */
export const preview = z
  .object({
    content_key: z.string().meta({ description: 'Which content.', examples: ['default'] }),
    why: z.enum([...CHOICES, 'asked_for']).describe('What decided for this content.'),
    language: z.string().meta({ description: 'BCP 47', examples: ['en'] }),
    header: z
      .object({
        type: z.enum(['none', 'text', 'image', 'video', 'document']),
        text: text('The bold line.', null),
        url: text('Of the file.', null),
      })
      .describe('What is above the text.'),
    body: z.string().meta({ description: 'The text, filled in.', examples: ['Fresh bread today, Ana Souza!'] }),
    footer: text('The small line.', 'Reply STOP to opt out'),
    buttons: z.array(
      z.object({
        id: z.string().meta({ examples: ['order'] }),
        type: buttonType,
        title: z.string().meta({ examples: ['Order'] }),
        url: text('Where the tap leads in the end.', null),
        link: text('The link in the message. This one counts no taps.', null),
        phone_number: text('Whom the tap calls.', null),
      }),
    ),
    customer_id: text('Whose message it is; null for a sample.', null),
    missing: z
      .array(z.string().meta({ examples: ['{{name}}'] }))
      .describe('Placeholders without a value and a default, left as they are: such a template is not sent.'),
    defaulted: z.array(z.string().meta({ examples: ['{{name}}'] })).describe('Placeholders that show their default.'),
    left_out: z.enum(SKIP_REASONS).nullable().describe('Why this person would not get it now; null for who would.'),
  })
  .meta({ id: 'Preview' });
export type Preview = z.input<typeof preview>;

/** How many numbers a test goes to at most. */
const MAX_NUMBERS = 10;

export const testRequest = z
  .strictObject({
    to: z
      .array(phoneNumber)
      .min(1)
      .max(MAX_NUMBERS)
      .refine((numbers) => new Set(numbers.map(canonicalNumber)).size === numbers.length, {
        params: { code: 'duplicate' },
        message: 'names a number twice',
      })
      .meta({ description: 'E.164; customers of yours or not.', examples: [['+14155550123']] }),
    sample: samplePerson.optional().describe('Values for those who are no customers.'),
    content_key: contentKey,
  })
  .meta({ id: 'TestRequest', examples: [{ to: ['+14155550123'], sample: { name: 'Ana Souza' } }] });
export type TestRequest = z.infer<typeof testRequest>;

export const testAnswer = z
  .object({
    test: z.literal(true).describe('It counts nowhere: in no report, cap or limit.'),
    results: z
      .array(
        z.object({
          status: z
            .enum(['sent', 'refused', 'unknown'])
            .describe('"unknown": the provider did not say whether it took the message.'),
          provider_sid: text('The provider’s id of what was sent.', null),
          reason: text('Why nothing was sent.', null),
          message: text('The same for a person, with what to do.', null),
          content_key: z
            .string()
            .nullable()
            .meta({ description: 'Which content.', examples: ['default'] }),
        }),
      )
      .describe('One for each number, in their order; the numbers are not repeated, since answers are kept for a day.'),
  })
  .meta({ id: 'TestAnswer' });
export type TestResult = z.input<typeof testAnswer>['results'][number];
