import { draftJob, referenceOf, type JobQueue } from '../job/job.ts';
import type { Jobs } from '../job/job.store.ts';
import type { Clock } from '../platform/clock.ts';
import { csvRecords } from '../platform/csv.ts';
import { conflict, notFound } from '../platform/errors.ts';
import type { Files } from '../platform/files.ts';
import type { Ids } from '../platform/ids.ts';
import { actorName, type Actor } from '../tenancy/actor.ts';
import { readHeader } from './csv-header.ts';
import { decode, decodingOf } from './decoding.ts';
import { CUSTOMER_IMPORT, importFiles, separatorOf, type FileImport } from './import.ts';
import type { Imports } from './import.store.ts';
import { requireRoomForImport, type ImportRoomPorts } from './require-room-for-import.ts';

/** More than any header has, in bytes. */
const HEADER_BYTES = 64 * 1024;

export interface StartImportPorts extends ImportRoomPorts {
  readonly clock: Clock;
  readonly files: Pick<Files, 'read'>;
  readonly ids: Ids;
  readonly imports: Pick<Imports, 'get' | 'start' | 'open' | 'release'>;
  readonly jobQueue: JobQueue;
  readonly jobs: Pick<Jobs, 'addWrite' | 'getAll'>;
}

/**
 * Starts the import of a file that has been uploaded; again, it changes nothing. What is uploaded later is not imported.
 * @returns the id of the job that imports it
 * @throws HeraldError 404 without such an import, 409 without a file or with too many others that wait or run, 400 when the file's header cannot be read
 */
export async function startImport(
  { tenant_id, id, actor }: { readonly tenant_id: string; readonly id: string; readonly actor: Actor },
  ports: StartImportPorts,
): Promise<string> {
  const { clock, files, ids, imports, jobQueue, jobs } = ports;
  const found = await imports.get(tenant_id, id);
  if (!found) throw notFound('import');
  if (found.job_id) return found.job_id;
  const file = await files.read(importFiles(found).upload, { start: 0, length: HEADER_BYTES });
  if (!file) throw conflict('import.not_uploaded', 'The file has not been uploaded yet; upload it first.');
  const decoding = decodingOf(file.bytes, found.encoding);
  checkHeader(decode(file.bytes, decoding), found);
  await requireRoomForImport({ tenant_id, own: id }, ports);

  const now = clock.now();
  const about = { tenant_id, kind: CUSTOMER_IMPORT, scope: 'customers:manage' as const };
  const whose = { created_by: actorName(actor), cancellable: true };
  const job = draftJob({ ...about, ...whose, id: ids.next('job'), input: { import_id: id } }, now);
  const started = { job_id: job.id, etag: file.etag, size: file.size, decoding };
  if (!(await imports.start(found, started, jobs.addWrite(job)))) {
    const winner = (await imports.get(tenant_id, id))?.job_id;
    if (!winner) throw notFound('import');
    return winner;
  }
  await jobQueue.add(referenceOf(job), now, now);
  return job.id;
}

/** @param text the beginning of a file, which may end within a character */
function checkHeader(text: string, found: FileImport): void {
  const { mapping, consent } = found;
  const whole = text.slice(0, text.lastIndexOf('\n') + 1) || text;
  const [first] = csvRecords(whole, separatorOf(found));
  const cells = first && 'cells' in first ? first.cells : [];
  readHeader(cells, { line: first?.line ?? 1, text: whole, mapping, consent });
}
