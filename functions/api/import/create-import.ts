import { createImport } from '../../../shared/customer/import.contract.ts';
import { importFiles, MAX_FILE_BYTES } from '../../../shared/customer/import.ts';
import { requireRoomForImport } from '../../../shared/customer/require-room-for-import.ts';
import { beginUpload } from '../../../shared/platform/begin-upload.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, files, ids, imports, jobs, quotas, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';

const needs = { clock, files, ids, imports, jobs, quotas, tenants };

export const handle: Handle<typeof createImport, typeof needs> = async (
  { body, caller: { tenant_id, actor } },
  { clock, files, ids, imports, jobs, quotas, tenants },
) => {
  await requireRoomForImport({ tenant_id }, { clock, imports, jobs, quotas });
  const now = clock.now();
  const default_country = body.default_country ?? (await tenants.get(tenant_id))?.default_country;
  const draft = {
    ...body,
    ...(default_country && { default_country }),
    id: ids.next('imp'),
    tenant_id,
    created_by: actorName(actor),
    created_at: timestamp(now),
    errors: [],
    errors_kept: 0,
  };
  await imports.add(draft);
  const limits = { type: 'text/csv', maximumBytes: MAX_FILE_BYTES };
  return { id: draft.id, ...(await beginUpload(files, importFiles(draft).upload, limits, now)) };
};

export const handler = api(createImport, handle, needs);
