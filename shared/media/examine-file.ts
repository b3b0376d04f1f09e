import { fileTypeFromBuffer } from 'file-type';

import { isWhole } from './is-whole.ts';
import { FORMATS, MAX_BYTES, type MediaType } from './media-type.ts';
import type { MediaReason } from './media.ts';

/** What a file is, or why it cannot be sent. */
export type Examined =
  | { readonly media_type: MediaType; readonly content_type: string }
  | { readonly reasons: readonly [MediaReason, ...MediaReason[]] };

const ENDINGS = Object.values(FORMATS)
  .map(({ ending }) => ending)
  .join(', ');

/**
 * Says by a file's bytes alone what it is: neither its name nor a header counts, since whoever uploads it chooses both.
 * @param size of the whole file, of which `bytes` may be the beginning when it is larger than anything that can be sent
 * @param wanted what it is to be; anything, unless given
 */
export async function examineFile(
  { bytes, size }: { readonly bytes: Uint8Array; readonly size: number },
  wanted?: MediaType,
): Promise<Examined> {
  const content_type = await contentTypeOf(bytes);
  const format = content_type === undefined ? undefined : FORMATS[content_type];
  if (content_type === undefined || !format) {
    const seen = content_type ? `It is a file of type ${content_type}` : 'What kind of file it is could not be told';
    return { reasons: [{ code: 'format', message: `${seen}; WhatsApp takes ${ENDINGS}. Save it as one of these.` }] };
  }
  const { media_type } = format;
  const most = MAX_BYTES[media_type];
  const other = `It is ${withArticle(media_type)}, not ${withArticle(wanted ?? media_type)}; upload it as what it is.`;
  const [first, ...more]: MediaReason[] = [
    ...(wanted && wanted !== media_type ? [{ code: 'media_type' as const, message: other }] : []),
    ...(size > most ? [{ code: 'too_big' as const, message: tooBig(media_type, most) }] : []),
    ...(size === bytes.length && !isWhole(bytes, content_type) ? [CUT_OFF] : []),
  ];
  return first ? { reasons: [first, ...more] } : { media_type, content_type };
}

const CUT_OFF: MediaReason = {
  code: 'cut_off',
  message: 'It breaks off before its end; save it again and upload it anew.',
};

function tooBig(type: MediaType, most: number): string {
  return `${withArticle(type)} may have ${most / 1e6} MB; make it smaller.`.replace(/^a/, 'A');
}

function withArticle(type: MediaType): string {
  return type === 'image' ? 'an image' : `a ${type}`;
}

async function contentTypeOf(bytes: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime;
  } catch {
    // It looks inside some containers, and stumbles over broken ones.
    return undefined;
  }
}
