import { readExport } from '../../../shared/export/export.contract.ts';
import { exportFiles } from '../../../shared/export/export.ts';
import { jobOf } from '../../../shared/export/export.store.ts';
import { showExport } from '../../../shared/export/export.wire.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, exports, files, jobs } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { requireScope } from '../../../shared/tenancy/caller.ts';

const needs = { clock, exports, files, jobs };

/** How long the link can be used. */
const SECONDS = 3_600;

export const handle: Handle<typeof readExport, typeof needs> = async (
  { params, caller },
  { clock, exports, files, jobs },
) => {
  const found = await exports.get(caller.tenant_id, params.id);
  if (!found) throw notFound('export');
  for (const scope of found.scopes) requireScope(caller, scope);
  const shown = showExport(found, await jobs.get(jobOf(found)), clock.now());
  const { file, name } = exportFiles(found);
  return shown.status === 'succeeded' ? { ...shown, url: await files.link(file, { name, seconds: SECONDS }) } : shown;
};

export const handler = api(readExport, handle, needs);
