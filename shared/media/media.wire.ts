import * as z from 'zod';

import { media, type Media } from './media.ts';

const { id, file_name, status, reasons, media_type, content_type, size, created_at } = media.shape;

export const mediaWire = z
  .object({
    ...{ id, file_name, status },
    reasons: reasons.unwrap(),
    media_type: media_type.unwrap().nullable(),
    content_type: content_type.unwrap().nullable(),
    size: size.unwrap().nullable().describe('Of the file, in bytes; null while nobody has looked at it.'),
    url: z
      .string()
      .nullable()
      .meta({
        description: 'Where anybody who knows it can read the file, for as long as it is here; null until it is ready.',
        examples: ['https://herald.example.com/m/AZb…/spring-offer.jpg'],
      }),
    created_at,
  })
  .meta({ id: 'Media' });

/** @param url of a medium that is ready */
export function showMedia(found: Media, url: string | undefined): z.infer<typeof mediaWire> {
  const { media_type = null, content_type = null, size = null } = found;
  return { ...found, media_type, content_type, size, url: url ?? null };
}
