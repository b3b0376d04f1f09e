import { ACTIVE, referenceOf, type JobQueue } from '../job/job.ts';
import type { Jobs } from '../job/job.store.ts';
import type { Clock } from '../platform/clock.ts';
import { conflict, notFound } from '../platform/errors.ts';
import type { Files } from '../platform/files.ts';
import { isResumable } from './import-position.ts';
import type { Imports } from './import.store.ts';
import { requireRoomForImport, type ImportRoomPorts } from './require-room-for-import.ts';

export interface ResumeImportPorts extends ImportRoomPorts {
  readonly clock: Clock;
  readonly files: Pick<Files, 'read'>;
  readonly imports: Pick<Imports, 'get' | 'resume' | 'open' | 'release'>;
  readonly jobQueue: JobQueue;
  readonly jobs: Pick<Jobs, 'get' | 'getAll' | 'resumeWrite'>;
}

/**
 * Lets an import that failed or was cancelled go on from where it stopped; while it runs, it changes nothing. Its job is the
 * same one: what was counted and what was wrong stay, and the step that failed has as many attempts as at first.
 * @returns the id of the job
 * @throws HeraldError 404 without such an import, 409 when it has not stopped, its file is gone or too many others wait or run
 */
export async function resumeImport(
  { tenant_id, id }: { readonly tenant_id: string; readonly id: string },
  ports: ResumeImportPorts,
): Promise<string> {
  const { clock, files, imports, jobQueue, jobs } = ports;
  const found = await imports.get(tenant_id, id);
  if (!found) throw notFound('import');
  if (!found.job_id)
    throw conflict('import.not_started', 'The import has not been started: upload its file, and start it.');
  const job = await jobs.get({ tenant_id, job_id: found.job_id });
  if (!job || job.status === 'succeeded')
    throw conflict('import.ended', 'The import has come to its end; there is nothing left to go on with.');
  if (ACTIVE.includes(job.status)) {
    if (!job.cancel_requested_at) return job.id;
    throw conflict('import.stopping', 'The import was asked to stop and is about to; send this again once it has.');
  }
  if (!(await isResumable(found, job, files)))
    throw conflict(
      'import.file_gone',
      'The file is not kept any more. Import it again as a new import: nobody comes in twice.',
    );
  await requireRoomForImport({ tenant_id, own: id }, ports);

  const now = clock.now();
  // Otherwise another request did it, and queued the job.
  if (await imports.resume(found, jobs.resumeWrite(job, now))) await jobQueue.add(referenceOf(job), now, now);
  return job.id;
}
