import * as z from 'zod';

import type { Fault } from '../platform/errors.ts';
import { idOf } from '../platform/ids.ts';
import { maximumBytes, MEDIA_TYPES } from './media-type.ts';

const mediaType = z.enum(MEDIA_TYPES);

export const mediaGiven = z
  .strictObject({
    file_name: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({ description: 'For your own people, and for whoever saves a document.', examples: ['Spring offer.jpg'] }),
    media_type: mediaType
      .optional()
      .describe('What it is to be: a file that turns out to be something else is refused. Any, unless given.'),
    size: z
      .int()
      .min(1)
      .optional()
      .describe('Of the file, in bytes. The form then takes a file of exactly this size, so that none is cut off.'),
  })
  .meta({ id: 'MediaDraft', examples: [{ file_name: 'Spring offer.jpg', media_type: 'image', size: 182_044 }] });
export type MediaGiven = z.infer<typeof mediaGiven>;

/** A size that no file of its type may have is told before anything is uploaded. */
export function sizeFaults(body: unknown): Fault[] {
  const given = mediaGiven.safeParse(body).data;
  const most = maximumBytes(given?.media_type);
  if (given?.size === undefined || given.size <= most) return [];
  const what = given.media_type ?? 'file';
  return [{ path: 'size', code: 'too_big', message: `at most ${most} bytes can be sent as one ${what}` }];
}

export const mediaReason = z.object({
  code: z
    .enum(['format', 'media_type', 'too_big', 'cut_off'])
    .describe('`format`: of none that WhatsApp takes; `media_type`: something else than it was to be.'),
  message: z
    .string()
    .meta({ description: 'What to do.', examples: ['It is an image; upload it as one, or choose another file.'] }),
});
export type MediaReason = z.infer<typeof mediaReason>;

export const media = z.object({
  id: idOf('med'),
  tenant_id: idOf('ten'),
  file_name: mediaGiven.shape.file_name,
  status: z
    .enum(['waiting', 'ready', 'refused'])
    .describe('`waiting` for its file to be uploaded and checked; `refused` for the `reasons`; `ready` to be sent.'),
  reasons: z.array(mediaReason).describe('Why the file was refused.').default([]),
  media_type: mediaType.describe('What the file is; what it is to be, while it is awaited.').optional(),
  content_type: z
    .string()
    .meta({ description: 'By the bytes of the file.', examples: ['image/jpeg'] })
    .optional(),
  size: z.int().describe('Of the file, in bytes.').optional(),
  /** The hash of the file, which is part of where it is kept. */
  sha256: z.string().optional(),
  created_by: z.string(),
  created_at: z.iso.datetime(),
});
export type Media = z.infer<typeof media>;

/** Where the files of a medium are: what was uploaded, which goes after a week, and what was found good. */
export const mediaFiles = ({ tenant_id, id }: Pick<Media, 'tenant_id' | 'id'>) => ({
  upload: `uploads/${tenant_id}/${id}`,
  checked: (sha256: string) => `media/${tenant_id}/${id}/${sha256}`,
});
