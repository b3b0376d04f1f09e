import { listMedia } from '../../../shared/media/media.contract.ts';
import { mediaUrl } from '../../../shared/media/media-url.ts';
import { showMedia } from '../../../shared/media/media.wire.ts';
import { api } from '../../../shared/runtime/api.ts';
import { cursors, ids, media, publicBaseUrl, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList } from '../../../shared/runtime/list.ts';

const needs = { cursors, ids, media, publicBaseUrl, tenants };

export const handle: Handle<typeof listMedia, typeof needs> = async (
  { query, caller },
  { cursors, media, ...ports },
) => {
  const page = await answerList(cursors, { caller, list: ['media'], query }, (range) =>
    media.page(caller.tenant_id, range),
  );
  return { ...page, data: await Promise.all(page.data.map(async (one) => showMedia(one, await mediaUrl(one, ports)))) };
};

export const handler = api(listMedia, handle, needs);
