import * as z from 'zod';

import { JOB_STATUSES, type Job } from '../job/job.ts';
import { timestamp } from '../platform/clock.ts';
import { fileEnds, fileExport, type FileExport } from './export.ts';

const { shape } = fileExport;

export const exportWire = z
  .object({
    id: shape.id,
    kind: shape.kind,
    filter: z
      .record(z.string(), z.unknown())
      .meta({ description: 'As it is kept: a number became an id.', examples: [{ tag: 'regular' }] }),
    expand: z.literal('customer').nullable().default(null).describe('What is added to each row.'),
    format: shape.format.describe('`csv` or `jsonl`, as was asked for.'),
    time_zone: z.string().meta({ description: 'By which clock its times are written.', examples: ['Europe/Berlin'] }),
    status: z.enum([...JOB_STATUSES, 'expired']).describe('`expired`: its file was removed.'),
    problem: shape.problem.unwrap().nullable().default(null).describe('Why there is no file.'),
    job_id: shape.job_id,
    rows: z.int().describe('How many are written.'),
    left_out: z.int().describe('Rows about people who were erased, which are not written.'),
    size: z.int().nullable().default(null).describe('Of the file, in bytes, once it is whole.'),
    url: z
      .string()
      .nullable()
      .default(null)
      .meta({
        description: 'The file, for an hour from now; only of an export that is read alone, once it has succeeded.',
        examples: ['https://files.example.com/export.csv'],
      }),
    created_at: shape.created_at,
    ended_at: z.iso.datetime().nullable(),
    expires_at: z.iso.datetime().describe('When its file is removed.'),
  })
  .meta({ id: 'Export' });

/** An export as callers see it, without its link. @param job while there is one; the export itself knows when its file was whole */
export function showExport(found: FileExport, job: Job | undefined, now: number): z.input<typeof exportWire> {
  const { tenant_id: _, scopes: __, created_by: ___, ...fields } = found;
  const { rows = 0, left_out = 0 } = job?.progress ?? {};
  const ended_at = found.ended_at ?? job?.ended_at ?? null;
  return { ...fields, status: statusOf(found, job, now), rows, left_out, ended_at, expires_at: expiryOf(found) };
}

function expiryOf(found: FileExport): string {
  return timestamp(fileEnds(found));
}

function statusOf(found: FileExport, job: Job | undefined, now: number): z.infer<typeof exportWire>['status'] {
  if (found.problem) return 'failed';
  if (found.ended_at) return now < fileEnds(found) ? 'succeeded' : 'expired';
  // A job outlives what it works on; one that is gone did not come to its end.
  return job?.status ?? 'failed';
}
