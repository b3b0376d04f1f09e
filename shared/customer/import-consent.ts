import * as z from 'zod';

import { time } from '../platform/formats.ts';
import { consentGiven, DEFAULT_SOURCE, type ConsentGiven } from './consent.ts';
import { plainName } from './csv-columns.ts';

const MAX_SOURCE = 64;
const { source, text } = consentGiven.shape;
const at = time.describe('When they agreed; a row that has a time of its own says more.');

/** What whoever imports a file says of the people in it: whether they agreed to be written to. */
export const importConsent = z
  .discriminatedUnion(
    'answer',
    [
      z.strictObject({
        answer: z.literal('all').describe('All of them agreed.'),
        source,
        text,
        at,
      }),
      z.strictObject({
        answer: z.literal('column').describe('Those agreed whose row says so in a column.'),
        column: z
          .string()
          .trim()
          .min(1)
          .max(200)
          .meta({ description: 'Its name in the file.', examples: ['Accepts WhatsApp'] }),
        yes: z
          .array(z.string().trim().min(1).max(100))
          .min(1)
          .max(50)
          .meta({
            description: 'The values that mean yes, in any case; opted_out is an opt-out, and any other says nothing.',
            examples: [['yes']],
          }),
        source: source.optional().describe('How they agreed; without it, that the column said so.'),
        text,
        at: at.optional().describe('When they agreed; without it and without a time in the row, now.'),
      }),
      z.strictObject({
        answer: z.literal('none').describe('Nobody agreed, or nobody knows: who is new is `unknown`.'),
      }),
    ],
    'must have an answer: all, with source and at; column, with column and yes; or none',
  )
  .meta({
    id: 'ImportConsent',
    description:
      'Whether the people of the file agreed. It says more than the file’s own consent columns, of which only an opt-out counts then, and undoes no opt-out. Without it, the columns say who opted in.',
    examples: [{ answer: 'all', source: 'checkout form', at: '2026-05-01T00:00:00.000Z' }],
  });
export type ImportConsent = z.infer<typeof importConsent>;

/** What a row's own columns say of consent; undefined where a cell is empty. */
export interface RowConsent {
  readonly status?: string | undefined;
  readonly source?: string | undefined;
  readonly text?: string | undefined;
  readonly at?: string | undefined;
}

/** The place of the column that says who agreed; undefined when none does, -1 when the file has none of its name. */
export function placeOfConsent(names: readonly string[], consent: ImportConsent | undefined): number | undefined {
  if (consent?.answer !== 'column') return undefined;
  const exact = names.indexOf(consent.column);
  return exact >= 0 ? exact : names.findIndex((name) => plainName(name) === plainName(consent.column));
}

/**
 * What is stated for a row, by what was said of the whole file.
 * @param cell the row's value in the column that says who agreed
 * @returns undefined when nothing is stated; the row's own statement where that is an opt-out, or nothing that can be read
 */
export function consentOfRow(
  own: RowConsent,
  consent: ImportConsent | undefined,
  cell: string | undefined,
): RowConsent | undefined {
  const isOwn = own.status !== undefined && own.status !== 'opted_in' && own.status !== 'unknown';
  if (!consent || isOwn) {
    const isSaid = own.status ?? own.source ?? own.text ?? own.at;
    return isSaid === undefined ? undefined : { ...own, source: own.source ?? DEFAULT_SOURCE };
  }
  if (consent.answer === 'none') return undefined;
  const said =
    consent.answer === 'column' ? `${DEFAULT_SOURCE}: ${consent.column}`.slice(0, MAX_SOURCE) : DEFAULT_SOURCE;
  if (consent.answer === 'column' && !isYes(cell, consent.yes))
    return OPTED_OUT.test(cell ?? '') ? { ...own, status: 'opted_out', source: own.source ?? said } : undefined;
  // How and when it was said that nothing is known is not how and when somebody agreed.
  const { source, text, at }: RowConsent = own.status === 'unknown' ? {} : own;
  return {
    status: 'opted_in',
    source: source ?? consent.source ?? said,
    text: text ?? consent.text ?? undefined,
    at: at ?? consent.at,
  };
}

/** A statement about a whole file, which knows of nobody's opt-out. */
export function saidOfAll(
  given: ConsentGiven | undefined,
  consent: ImportConsent | undefined,
): ConsentGiven | undefined {
  return given && consent && given.status === 'opted_in' ? { ...given, of_file: true } : given;
}

/** What an export of Herald writes of those who opted out, and spreadsheets make of that. */
const OPTED_OUT = /^\s*opted[\s_-]*out\s*$/i;

function isYes(cell: string | undefined, words: readonly string[]): boolean {
  const value = cell?.trim().toLowerCase();
  return value !== undefined && words.some((word) => word.toLowerCase() === value);
}
