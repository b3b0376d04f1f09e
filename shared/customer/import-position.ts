import * as z from 'zod';

import { STOPPED, type Job } from '../job/job.ts';
import type { Files } from '../platform/files.ts';
import { idOf } from '../platform/ids.ts';
import { importFiles, type FileImport } from './import.ts';

/** What the job of an import is told. */
export const importInput = z.object({ import_id: idOf('imp') });
/** How far it is. */
export const importPosition = z.object({
  /** The byte on which the next row begins, and its line, from 1; absent at the beginning. */
  offset: z.number().int().optional(),
  line: z.number().int().optional(),
  /** In bytes, the lines before it included. */
  header: z.number().int().optional(),
  /** Whether it is within a row that is too long to be read. */
  within: z.boolean().optional(),
  /** The steps with errors, by the lines that they began on, and how many errors they kept. */
  wrong: z.array(z.number().int()).default([]),
  kept: z.number().int().default(0),
  /** Whether its rows of people who are opted in have been counted since the first one: an import that an earlier version began does not. */
  counts_opted_in: z.boolean().default(false),
  /** Steps that a dry run took: each finds there whom the one before it knew. */
  steps: z.number().int().default(0),
  /** Whether all rows are read and their errors joined: what is left is to remove the file. */
  joined: z.boolean().default(false),
});
export type ImportPosition = z.infer<typeof importPosition>;

/** Whether an import that stopped can go on from there: not when the file is gone that has the rest of its rows. */
export async function isResumable(
  found: FileImport,
  job: Pick<Job, 'status' | 'input' | 'position'> | undefined,
  files: Pick<Files, 'read'>,
): Promise<boolean> {
  // Those that an earlier version cancelled do not know any more what they were to do.
  if (!job || !STOPPED.includes(job.status) || !importInput.safeParse(job.input).success) return false;
  const { joined, offset = 0 } = importPosition.parse(job.position ?? {});
  const { etag = '', size = 0 } = found;
  if (joined || offset >= size) return true;
  return (await files.read(importFiles(found).upload, { start: 0, length: 1, etag })) !== undefined;
}
