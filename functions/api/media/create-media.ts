import { createMedia } from '../../../shared/media/media.contract.ts';
import { maximumBytes } from '../../../shared/media/media-type.ts';
import { mediaFiles, type Media } from '../../../shared/media/media.ts';
import { beginUpload } from '../../../shared/platform/begin-upload.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, files, ids, media, quotas } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { actorName } from '../../../shared/tenancy/actor.ts';
import { requireRoom } from '../../../shared/tenancy/quota.ts';

const needs = { clock, files, ids, media, quotas };

export const handle: Handle<typeof createMedia, typeof needs> = async (
  { body: { file_name, media_type, size }, caller: { tenant_id, actor } },
  { clock, files, ids, media, quotas },
) => {
  const allowed = await quotas.get(tenant_id);
  requireRoom('media', allowed, await media.count(tenant_id, allowed.media));
  const now = clock.now();
  const draft: Media = {
    ...{ id: ids.next('med'), tenant_id, file_name, media_type, status: 'waiting', reasons: [] },
    created_by: actorName(actor),
    created_at: timestamp(now),
  };
  await media.add(draft);
  // The form says nothing of the type: what the file is, its bytes tell.
  const limits = {
    type: 'application/octet-stream',
    minimumBytes: size,
    maximumBytes: size ?? maximumBytes(media_type),
  };
  return { id: draft.id, ...(await beginUpload(files, mediaFiles(draft).upload, limits, now)) };
};

export const handler = api(createMedia, handle, needs);
