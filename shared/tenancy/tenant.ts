import * as z from 'zod';

import { foldText } from '../platform/fold-text.ts';
import { countryCode } from '../platform/country.ts';
import { idOf } from '../platform/ids.ts';
import { frequencyCap } from './frequency-cap.ts';
import { sendingHours } from './sending-hours.ts';

export const tenant = z.object({
  id: idOf('ten'),
  name: z.string().min(1).max(200),
  /** The sender of a campaign that names none. */
  default_sender_id: idOf('snd').optional(),
  /** For every campaign without hours of its own; undefined permits any time. */
  sending_hours: sendingHours.optional(),
  frequency_cap: frequencyCap.optional(),
  /** Whether a message that WhatsApp held back for its marketing limit is tried once more, a day later. */
  retry_held_back: z.boolean().optional(),
  /** Words that opt out besides the known ones, if they are a whole message. */
  opt_out_words: z
    .array(
      z
        .string()
        .trim()
        .max(64)
        .refine((word) => foldText(word) !== '', { params: { code: 'letters' }, message: 'must have a letter' }),
    )
    .max(100)
    .optional(),
  /** The country of numbers in files that are written without a country code. */
  default_country: countryCode.optional(),
  /** Signs the links of this tenant's messages and seals its lists' cursors; never changed, never shown. */
  link_secret: z.string().min(32).optional(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type Tenant = z.infer<typeof tenant>;
