import { readImport } from '../../../shared/customer/import.contract.ts';
import { importEta } from '../../../shared/customer/import-eta.ts';
import { isResumable } from '../../../shared/customer/import-position.ts';
import { importFiles } from '../../../shared/customer/import.ts';
import { SIGNED_SECONDS } from '../../../shared/platform/files.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, files, imports, jobs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { clock, files, imports, jobs };

export const handle: Handle<typeof readImport, typeof needs> = async (
  { params, caller: { tenant_id } },
  { clock, files, imports, jobs },
) => {
  const found = await imports.get(tenant_id, params.id);
  if (!found) throw notFound('import');
  const {
    id,
    kind,
    dry_run,
    separator,
    consent = null,
    encoding = null,
    job_id = null,
    size = null,
    errors,
    errors_kept,
    created_at,
  } = found;
  const job = job_id ? await jobs.get({ tenant_id, job_id }) : undefined;
  const link = { name: `${id}-errors.csv`, seconds: SIGNED_SECONDS };
  return {
    ...{ id, kind, dry_run, separator, consent, encoding, job_id, size, errors, created_at },
    status: job?.status ?? (job_id ? 'succeeded' : 'awaiting_upload'),
    progress: job?.progress ?? {},
    errors_url: errors_kept > 0 ? await files.link(importFiles(found).errors, link) : null,
    eta: importEta(job, size, clock.now()),
    resumable: await isResumable(found, job, files),
    ended_at: job?.ended_at ?? null,
  };
};

export const handler = api(readImport, handle, needs);
