import { notFound } from '../platform/errors.ts';
import { SIGNED_SECONDS, type Files } from '../platform/files.ts';
import { addToLogContext } from '../platform/log-context.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { readMediaToken } from './media-token.ts';
import { safeName } from './media-url.ts';
import { mediaFiles } from './media.ts';
import type { MediaStore } from './media.store.ts';

/** In bytes. Lambda answers with 6 MB at most, and a file takes a third more in base64. */
const MAX_ANSWERED = 4_000_000;

export interface ServeMediaPorts {
  readonly files: Pick<Files, 'read' | 'link'>;
  readonly media: Pick<MediaStore, 'get'>;
  readonly tenants: Pick<Tenants, 'linkSecret'>;
}

/** A file, or where it is for an hour. */
export type Served =
  { readonly bytes: Uint8Array; readonly type: string; readonly name: string } | { readonly location: string };

/** @param method of the request, by which a large file's own address can be asked @throws HeraldError 404 for a token that the tenant's key did not sign, and for what was removed */
export async function serveMedia(
  token: string,
  method: 'GET' | 'HEAD',
  { files, media, tenants }: ServeMediaPorts,
): Promise<Served> {
  const named = await readMediaToken(token, tenants);
  if (named) addToLogContext({ tenant_id: named.tenant_id });
  const found = named && (await media.get(named.tenant_id, named.id));
  if (!found?.sha256 || !found.content_type) throw notFound('media');
  const key = mediaFiles(found).checked(found.sha256);
  const name = safeName(found);
  if ((found.size ?? 0) > MAX_ANSWERED)
    return { location: await files.link(key, { name, seconds: SIGNED_SECONDS, method }) };
  const file = await files.read(key, { start: 0, length: MAX_ANSWERED });
  if (!file) throw notFound('media');
  return { bytes: file.bytes, type: found.content_type, name };
}
