import * as z from 'zod';

import { countryCode } from '../platform/country.ts';
import { idOf } from '../platform/ids.ts';
import { columnMapping } from './csv-columns.ts';

/** The name of this work in the registry of job kinds. */
export const CUSTOMER_IMPORT = 'customer.import';

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
    tags: z.enum(['replace', 'add']).default('replace').describe('What the file’s tags do to those a customer has.'),
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
  errors: z.array(importError).max(MAX_SHOWN_ERRORS).default([]),
  errors_kept: z.number().int().default(0),
});
export type FileImport = z.infer<typeof fileImport>;

/** Where an import's files are. */
export const importFiles = ({ tenant_id, id }: Pick<FileImport, 'tenant_id' | 'id'>) => ({
  upload: `imports/${tenant_id}/${id}/upload.csv`,
  errors: `imports/${tenant_id}/${id}/errors.csv`,
  /** The errors of one step, by the line that it began on. */
  errorsFrom: (line: number) => `imports/${tenant_id}/${id}/errors-${line}.json`,
});
