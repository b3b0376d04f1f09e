import * as z from 'zod';

import { countryCode } from '../platform/country.ts';
import { idOf } from '../platform/ids.ts';
import type { Separator } from '../platform/csv.ts';
import { columnMapping } from './csv-columns.ts';
import { decoding } from './decoding.ts';
import { importConsent } from './import-consent.ts';

/** The name of this work in the registry of job kinds. */
export const CUSTOMER_IMPORT = 'customer.import';

const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16'] as const;

/** In bytes: a million rows of 250 characters. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** How many errors an import shows itself; its file has all that are kept. */
export const MAX_SHOWN_ERRORS = 100;
/** How many errors the file has at most: whoever has more begins with these. */
export const MAX_KEPT_ERRORS = 100_000;

export const importGiven = z
  .strictObject({
    kind: z
      .enum(['customers', 'suppressions'])
      .default('customers')
      .describe('`suppressions`: each number in the file is opted out, whatever else the row says.'),
    mapping: columnMapping
      .optional()
      .meta({ description: 'Which field each column is.', examples: [{ Handy: 'phone_number' }] }),
    default_country: countryCode.optional().describe('Of numbers without a country code.'),
    consent: importConsent.optional(),
    separator: z
      .enum(['auto', 'comma', 'semicolon', 'tab'])
      .describe('Between the columns; `auto`: what a line `sep=;` says, else what the first line has most of.')
      .default('auto'),
    encoding: z
      .enum(ENCODINGS)
      .describe(
        'Of the text. A byte order mark at the beginning of the file says more than this; without either it is UTF-8. `windows-1252` reads Latin-1, too.',
      )
      .optional(),
    dry_run: z
      .boolean()
      .describe('Checks the whole file and writes nothing; `progress` then tells what an import would do.')
      .default(false),
    tags: z.enum(['replace', 'add']).default('replace').describe('What the file’s tags do to those a customer has.'),
  })
  .refine(({ kind, consent }) => kind === 'customers' || !consent, {
    path: ['consent'],
    params: { code: 'conflict' },
    message: 'must be left out with kind suppressions, which opts everybody out',
  })
  .meta({ id: 'ImportDraft', examples: [{ kind: 'customers', default_country: 'DE' }] });

export const importError = z.object({
  line: z.int(),
  column: z
    .string()
    .nullable()
    .meta({ examples: ['phone_number'] }),
  message: z.string().meta({ examples: ['must be a number like +15551234567'] }),
});
export type ImportError = z.infer<typeof importError>;

/** An import of a file: what it is to do, and the job that does it, once the file is there. */
export const fileImport = z.object({
  ...importGiven.shape,
  id: idOf('imp'),
  tenant_id: idOf('ten'),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  job_id: idOf('job').optional(),
  /** Of the file that was there when the import started. */
  etag: z.string().optional(),
  size: z.number().int().optional(),
  /** How the file's bytes are read; UTF-8 in imports of earlier versions. */
  decoding: decoding.optional(),
  errors: z.array(importError).max(MAX_SHOWN_ERRORS).default([]),
  errors_kept: z.number().int().default(0),
});
export type FileImport = z.infer<typeof fileImport>;

/** The separator that an import was told; undefined when the file itself says. */
export function separatorOf({ separator }: Pick<FileImport, 'separator'>): Separator | undefined {
  return { auto: undefined, comma: ',' as const, semicolon: ';' as const, tab: '\t' as const }[separator];
}

/** Where an import's files are. */
export const importFiles = ({ tenant_id, id }: Pick<FileImport, 'tenant_id' | 'id'>) => ({
  upload: `imports/${tenant_id}/${id}/upload.csv`,
  errors: `imports/${tenant_id}/${id}/errors.csv`,
  /** The errors of one step, by the line that it began on. */
  errorsFrom: (line: number) => `imports/${tenant_id}/${id}/errors-${line}.json`,
  /** Whom a dry run found new so far; its steps write to two files in turn, so that one that is repeated finds the same. */
  seen: (step: number) => `imports/${tenant_id}/${id}/seen-${step % 2}`,
});
