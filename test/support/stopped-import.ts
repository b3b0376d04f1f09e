import { S3Client } from '@aws-sdk/client-s3';

import { importFiles } from '../../shared/customer/import.ts';
import type { Files } from '../../shared/platform/files.ts';
import { s3Files } from '../../shared/platform/s3.files.ts';
import { importsByHand } from './import-by-hand.ts';
import type { Served } from './served.ts';
import { tableOf } from './table.ts';
import type { TestTenant } from './tenant.ts';
import { uploadFile } from './upload.ts';

/**
 * An import that failed in the middle of a step: the workers that failed are this process's, the table and the files Herald's.
 * @param written of how many people
 * @returns the ids of it and its job
 */
export async function stoppedImport(
  { call, id: tenant_id, served }: TestTenant,
  file: string,
  { written, ...given }: { readonly written: number; readonly dry_run?: boolean },
): Promise<{ readonly id: string; readonly job_id: string }> {
  const { body } = await call('POST /v1/imports', { body: given });
  await uploadFile(body.upload, file);
  return withFiles(served, async (files) => {
    const byHand = importsByHand({ table: tableOf(served), files, tenant_id });
    const job_id = await byHand.start(body.id);
    await byHand.fail(job_id, written);
    return { id: body.id, job_id };
  });
}

/** Removes the file of an import, as the bucket does after a week. */
export async function removeUpload({ id: tenant_id, served }: TestTenant, id: string): Promise<void> {
  await withFiles(served, (files) => files.remove(importFiles({ tenant_id, id }).upload));
}

async function withFiles<Result>({ installation }: Served, act: (files: Files) => Promise<Result>): Promise<Result> {
  const { access, files } = installation;
  const s3 = new S3Client({ ...access, endpoint: files!.endpoint!, forcePathStyle: true });
  try {
    return await act(s3Files(files!.bucket, s3));
  } finally {
    s3.destroy();
  }
}
