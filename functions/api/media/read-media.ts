import { readMedia } from '../../../shared/media/media.contract.ts';
import { mediaUrl } from '../../../shared/media/media-url.ts';
import { showMedia } from '../../../shared/media/media.wire.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { ids, media, publicBaseUrl, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { ids, media, publicBaseUrl, tenants };

export const handle: Handle<typeof readMedia, typeof needs> = async ({ params, caller }, { media, ...ports }) => {
  const found = await media.get(caller.tenant_id, params.id);
  if (!found) throw notFound('media');
  return showMedia(found, await mediaUrl(found, ports));
};

export const handler = api(readMedia, handle, needs);
