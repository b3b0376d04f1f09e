import { activeWith } from '../campaign/active-with.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { conflict, notFound } from '../platform/errors.ts';
import type { Files } from '../platform/files.ts';
import { mediaUrl, type MediaUrlPorts } from './media-url.ts';
import { mediaFiles } from './media.ts';
import type { MediaStore } from './media.store.ts';

/** How many campaigns a refusal names. */
const NAMED = 5;

export interface RemoveMediaPorts extends MediaUrlPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly files: Pick<Files, 'remove'>;
  readonly media: Pick<MediaStore, 'get' | 'remove'>;
}

/**
 * Removes a medium and its files, unless a campaign that is scheduled, sending or paused has its address.
 * @throws HeraldError 404, or 409 that says which campaigns have it
 */
export async function removeMedia(tenant_id: string, id: string, ports: RemoveMediaPorts): Promise<void> {
  const { campaigns, files, media } = ports;
  const found = await media.get(tenant_id, id);
  if (!found) throw notFound('media');
  const url = await mediaUrl(found, ports);
  const users = url === undefined ? [] : await activeWith(url, tenant_id, campaigns);
  if (users.length > 0) {
    const names = users.slice(0, NAMED).map(({ id, name }) => `${name} (${id})`);
    const more = users.length > NAMED ? ` and ${users.length - NAMED} more` : '';
    const message = `Campaigns to come still need it: ${names.join(', ')}${more}. Change or cancel them first.`;
    throw conflict('media.in_use', message);
  }
  const { upload, checked } = mediaFiles(found);
  // The files first: whoever asks again, after an error, finds the row and removes what is left.
  await files.remove(found.sha256 ? checked(found.sha256) : upload);
  await media.remove(found);
}
