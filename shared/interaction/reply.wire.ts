import * as z from 'zod';

import { expandedCustomer } from '../customer/expand-customer.ts';
import { words, type Words } from './inbound.ts';

const { shape } = words;
const text = z.string().optional();

/** What a person wrote, as callers see it. */
export const replyWire = z
  .object({
    id: z
      .string()
      .meta({ description: 'The provider’s id of the message.', examples: ['SM11111111111111111111111111111111'] }),
    customer_id: shape.customer_id,
    ...expandedCustomer,
    campaign_id: shape.campaign_id.unwrap().nullable().describe('The campaign that it answers, if that is known.'),
    interaction_id: shape.interaction_id
      .unwrap()
      .nullable()
      .describe('The tap that it belongs to: one that opted out, or one within an hour before, which keeps it.'),
    kind: shape.kind.describe(
      'What was made of it. `reply`: counted as a reply to the campaign. `opt_out`, `opt_in`: what the person agreed to was changed. `help`, `reaction`: nothing.',
    ),
    text: z.string().meta({ description: 'What was written.', examples: ['Until when are you open?'] }),
    media_urls: shape.media_urls.meta({
      description: 'Pictures and files in it, at the provider, which asks for its credentials.',
      examples: [[]],
    }),
    content: z
      .object({
        type: z.enum(['location', 'contact', 'reaction']),
        latitude: z.number().optional().describe('Of a place, in degrees.'),
        longitude: z.number().optional().describe('Of a place, in degrees.'),
        label: text.meta({ description: 'What the place is called.', examples: ['Home'] }),
        address: text.meta({ description: 'Of the place.', examples: ['1 Market Square'] }),
      })
      .nullable()
      .describe('A place, contact cards (their files are in `media_urls`), or an emoji on a message.'),
    received_at: shape.received_at.describe('When it was written.'),
  })
  .meta({ id: 'Reply' });

export function showReply({ sid, tenant_id: _, campaign_id, interaction_id, content, ...fields }: Words) {
  return {
    ...{ ...fields, id: sid, campaign_id: campaign_id ?? null, interaction_id: interaction_id ?? null },
    content: content ?? null,
  };
}
