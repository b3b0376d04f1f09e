/** What a message can have above its text. */
export const MEDIA_TYPES = ['image', 'video', 'document'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** In bytes: what the provider sends over WhatsApp. Its pages say MB; the smaller reading is safe. */
export const MAX_BYTES: Readonly<Record<MediaType, number>> = {
  image: 5_000_000,
  video: 16_000_000,
  document: 16_000_000,
};

interface Format {
  readonly media_type: MediaType;
  /** What a file's name ends in, without the dot. */
  readonly ending: string;
}

/** The formats that WhatsApp takes, by content type. Templates take jpeg, png, mp4 and pdf alone, which a campaign's check says. */
export const FORMATS: Readonly<Record<string, Format>> = {
  'image/jpeg': { media_type: 'image', ending: 'jpg' },
  'image/png': { media_type: 'image', ending: 'png' },
  'video/mp4': { media_type: 'video', ending: 'mp4' },
  'video/3gpp': { media_type: 'video', ending: '3gp' },
  'application/pdf': { media_type: 'document', ending: 'pdf' },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': { media_type: 'document', ending: 'docx' },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { media_type: 'document', ending: 'xlsx' },
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': {
    media_type: 'document',
    ending: 'pptx',
  },
};

/** The most that a file may have. @param type what it is to be; undefined while nobody knows */
export function maximumBytes(type: MediaType | undefined): number {
  return type ? MAX_BYTES[type] : Math.max(...Object.values(MAX_BYTES));
}
