import { createImport } from '../../../shared/customer/import.contract.ts';
import { importFiles, MAX_FILE_BYTES } from '../../../shared/customer/import.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { SIGNED_SECONDS } from '../../../shared/platform/files.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, files, ids, imports, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';

const needs = { clock, files, ids, imports, tenants };

export const handle: Handle<typeof createImport, typeof needs> = async (
  { body, caller: { tenant_id, actor } },
  { clock, files, ids, imports, tenants },
) => {
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
  const limits = { type: 'text/csv', maximumBytes: MAX_FILE_BYTES, seconds: SIGNED_SECONDS };
  const upload = await files.uploadForm(importFiles(draft).upload, limits);
  return { id: draft.id, upload, maximum_bytes: MAX_FILE_BYTES, expires_at: timestamp(now + SIGNED_SECONDS * 1_000) };
};

export const handler = api(createImport, handle, needs);
