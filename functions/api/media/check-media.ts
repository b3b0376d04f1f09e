import { checkMedia } from '../../../shared/media/check-media.ts';
import { checkMedia as contract } from '../../../shared/media/media.contract.ts';
import { mediaUrl } from '../../../shared/media/media-url.ts';
import { showMedia } from '../../../shared/media/media.wire.ts';
import { api } from '../../../shared/runtime/api.ts';
import { files, ids, media, publicBaseUrl, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { files, ids, media, publicBaseUrl, tenants };

export const handle: Handle<typeof contract, typeof needs> = async ({ params, caller }, ports) => {
  const checked = await checkMedia(caller.tenant_id, params.id, ports);
  return showMedia(checked, await mediaUrl(checked, ports));
};

export const handler = api(contract, handle, needs);
