import type { Schemas } from '../../client/src/client.ts';
import type { Draft } from './draft.ts';

export type Kind = Exclude<Draft['media_type'], 'text'>;

/** What a message can show, by what it is; templates take these and no others. */
export const FORMATS: Readonly<Record<Kind, { readonly accept: string; readonly words: string }>> = {
  image: { accept: '.jpg,.jpeg,.png', words: 'A picture is a .jpg or .png of up to 5 MB.' },
  video: { accept: '.mp4', words: 'A video is an .mp4 of up to 16 MB.' },
  document: { accept: '.pdf', words: 'A document is a .pdf of up to 16 MB.' },
};
const MAX_BYTES: Readonly<Record<Kind, number>> = { image: 5e6, video: 16e6, document: 16e6 };

/** The three requests of an upload. */
export interface UploadPorts {
  prepare(draft: Schemas['MediaDraft']): Promise<Schemas['MediaUpload']>;
  /** @returns the status of the answer */
  send(form: Schemas['MediaUpload']['upload'], file: File): Promise<number>;
  check(id: string): Promise<Schemas['Media']>;
}

/**
 * Uploads a file for a message and has it checked.
 * @returns its address, or why it cannot be sent, in plain words
 */
export async function uploadMedia(
  file: File,
  kind: Kind,
  { prepare, send, check }: UploadPorts,
): Promise<{ readonly url: string } | { readonly fault: string }> {
  const { words } = FORMATS[kind];
  if (file.size === 0) return { fault: 'The file is empty.' };
  if (file.size > MAX_BYTES[kind]) return { fault: `It has ${(file.size / 1e6).toFixed(1)} MB. ${words}` };
  const { id, upload } = await prepare({ file_name: file.name.slice(0, 200), media_type: kind, size: file.size });
  const status = await send(upload, file);
  if (status >= 300) return { fault: `The file could not be uploaded (${status}). Try again.` };
  const { url, reasons } = await check(id);
  return url ? { url } : { fault: reasons.map(({ message }) => message).join(' ') };
}
