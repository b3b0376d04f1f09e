import * as z from 'zod';

import { language } from '../platform/language.ts';
import { isStorableNumber } from '../platform/storable.ts';
import { consentGiven } from './consent.ts';
import { MAX_TAGS } from './customer.ts';
import { isTimeZone } from '../platform/is-time-zone.ts';

export const MAX_ATTRIBUTES = 50;
export const MAX_ATTRIBUTE_NAME = 64;

export const timezone = z.string().refine(isTimeZone, {
  params: { code: 'timezone' },
  message: 'must be an IANA time zone like Europe/Berlin',
});

const number = z.number().refine(isStorableNumber, 'is too large or too small a number; send it as a string');

export const MAX_ATTRIBUTE_TEXT = 500;

const attributes = z
  .record(
    z.string().min(1).max(MAX_ATTRIBUTE_NAME),
    z.union(
      [z.string().max(MAX_ATTRIBUTE_TEXT), number, z.boolean()],
      'must be a string of at most 500 characters, a number, true or false',
    ),
  )
  .refine((record) => Object.keys(record).length <= MAX_ATTRIBUTES, {
    params: { code: 'too_big' },
    message: `must be at most ${MAX_ATTRIBUTES} attributes`,
  });

/** The fields of a customer in requests, besides the number that identifies it. */
export const customerFields = {
  name: z
    .string()
    .trim()
    .max(200)
    .transform((name) => name || null)
    .nullish(),
  language: language.nullish().describe('BCP 47'),
  timezone: timezone.nullish().describe('IANA; derived from the number’s country without it.'),
  tags: z
    .array(z.string().trim().min(1).max(64))
    .max(MAX_TAGS)
    .transform((tags) => [...new Set(tags)])
    .optional(),
  attributes: attributes.optional().describe('Your own fields; placeholders and audiences can use them.'),
  consent: consentGiven.optional(),
};
