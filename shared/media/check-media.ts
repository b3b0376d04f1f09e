import { conflict, notFound } from '../platform/errors.ts';
import type { FilePart, Files } from '../platform/files.ts';
import { sha256 } from '../platform/ids.ts';
import { examineFile } from './examine-file.ts';
import { maximumBytes } from './media-type.ts';
import { mediaFiles, type Media } from './media.ts';
import type { MediaStore, MediaVerdict } from './media.store.ts';

export interface CheckMediaPorts {
  readonly files: Pick<Files, 'read' | 'put' | 'remove'>;
  readonly media: Pick<MediaStore, 'get' | 'conclude'>;
}

/**
 * Looks at what was uploaded, once; asked again, it answers the same. A good file is copied to where no form leads, so that
 * nobody can exchange it after it was checked.
 * @throws HeraldError 404 without such a medium, 409 when nothing has been uploaded
 */
export async function checkMedia(tenant_id: string, id: string, { files, media }: CheckMediaPorts): Promise<Media> {
  const found = await media.get(tenant_id, id);
  if (!found) throw notFound('media');
  if (found.status !== 'waiting') return found;
  const { upload, checked } = mediaFiles(found);
  const file = await files.read(upload, { start: 0, length: maximumBytes(undefined) });
  if (!file) throw conflict('media.not_uploaded', 'The file has not been uploaded yet; upload it first.');
  const verdict = await verdictOf(file, found);
  const { sha256: hash, content_type } = verdict;
  // Under its hash, so that two checks of different files do not write over each other.
  if (hash && content_type) await files.put(checked(hash), file.bytes, content_type);
  const concluded = await media.conclude(found, verdict);
  if (concluded) {
    await files.remove(upload);
    return concluded;
  }
  const winner = await media.get(tenant_id, id);
  if (hash && winner?.sha256 !== hash) await files.remove(checked(hash));
  if (!winner) throw notFound('media');
  return winner;
}

async function verdictOf(file: FilePart, { media_type }: Media): Promise<MediaVerdict> {
  const { size } = file;
  const examined = await examineFile(file, media_type);
  if ('reasons' in examined) return { status: 'refused', reasons: [...examined.reasons], size };
  return { status: 'ready', ...examined, size, sha256: sha256(file.bytes) };
}
