import * as z from 'zod';

import { defaultFooter } from '../content/default-footer.ts';
import { foldText } from '../platform/fold-text.ts';
import { countryCode } from '../platform/country.ts';
import { idOf } from '../platform/ids.ts';
import { frequencyCap } from './frequency-cap.ts';
import { messagePrices } from './message-prices.ts';
import { retention } from './retention.ts';
import { sendingHours } from './sending-hours.ts';
import { spendCap } from './spend-cap.ts';

/** What callers are told of the settings. */
export const SETTINGS = {
  default_sender_id: 'The sender of a campaign that names none.',
  sending:
    'Whether anything is sent: "stopped" holds back every campaign, test, automatic reply and answer of an agent.',
  sending_hours: 'For every campaign without hours of its own; null permits any time.',
  frequency_cap: 'How many campaign messages a customer may get; null permits any number.',
  retry_held_back:
    'Whether a message that WhatsApp held back for its marketing limit (63049) is tried once more, a day later.',
  opt_out_words: 'Words that opt out besides the known ones, if they are a whole message.',
  default_country: 'The country of numbers in files that are written without a country code.',
  approval_above:
    'A campaign that reaches more people than this goes only once another member than who wrote it has approved it; null for none. An installation may set a figure that a tenant can only go below.',
  retention:
    'For how many days replies, webhook deliveries, ended jobs and the audit are kept, of what is written from now on; null for 30, 30, 30 and 400.',
  message_prices: 'Your currency and your own prices of messages, for estimates; null for the list in USD.',
  spend_cap:
    'What campaigns may cost in a day, as expected by the prices; who does not fit waits for the next day. Null for any amount.',
  default_footer:
    'The footer of new campaigns that name none: "opt_out" tells how to opt out in the language of each content; or a line for each language.',
} as const;

export const tenant = z.object({
  id: idOf('ten'),
  name: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['Bakery Souza'] }),
  default_sender_id: idOf('snd').optional(),
  sending: z.enum(['on', 'stopped']).optional(),
  sending_hours: sendingHours.optional(),
  frequency_cap: frequencyCap.optional(),
  retry_held_back: z.boolean().optional(),
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
  default_country: countryCode.optional(),
  default_footer: defaultFooter.optional(),
  message_prices: messagePrices.optional(),
  retention: retention.optional(),
  spend_cap: spendCap.optional(),
  approval_above: z.int().min(0).max(100_000_000).optional(),
  /** Signs the links of this tenant's messages and seals its lists' cursors; never changed, never shown. */
  link_secret: z.string().min(32).optional(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type Tenant = z.infer<typeof tenant>;
