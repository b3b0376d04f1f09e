import type { Ids } from '../platform/ids.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { FORMATS } from './media-type.ts';
import { mediaToken } from './media-token.ts';
import type { Media } from './media.ts';

const MAX_NAME = 60;

export interface MediaUrlPorts {
  readonly ids: Pick<Ids, 'secret'>;
  /** Without a slash at its end. */
  readonly publicBaseUrl: string;
  readonly tenants: Pick<Tenants, 'ensuredLinkSecret'>;
}

/**
 * A file's name as an address and a header can carry it: ASCII, and with the ending of what the file is. WhatsApp shows a
 * document's name to people, and the ending tells a campaign's check what the file is.
 */
export function safeName({ file_name, content_type = '' }: Pick<Media, 'file_name' | 'content_type'>): string {
  const stem = file_name
    .replace(/\.\w{1,5}$/, '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME)
    .replaceAll(/^-|-$/g, '');
  return `${stem || 'file'}.${FORMATS[content_type]?.ending ?? 'bin'}`;
}

/** @returns the address from which the provider fetches the file; undefined until it is ready */
export async function mediaUrl(
  found: Media,
  { ids, publicBaseUrl, tenants }: MediaUrlPorts,
): Promise<string | undefined> {
  if (found.status !== 'ready') return undefined;
  const secret = await tenants.ensuredLinkSecret(found.tenant_id, ids.secret());
  return `${publicBaseUrl}/m/${mediaToken(found, secret)}/${safeName(found)}`;
}
