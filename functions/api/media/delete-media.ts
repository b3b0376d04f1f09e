import { deleteMedia } from '../../../shared/media/media.contract.ts';
import { removeMedia } from '../../../shared/media/remove-media.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, files, ids, media, publicBaseUrl, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, files, ids, media, publicBaseUrl, tenants };

export const handle: Handle<typeof deleteMedia, typeof needs> = async ({ params: { id }, caller }, ports) => {
  await removeMedia(caller.tenant_id, id, ports);
  return { id, deleted: true };
};

export const handler = api(deleteMedia, handle, needs, ({ params, caller }, { media }) =>
  media.get(caller.tenant_id, params.id),
);
