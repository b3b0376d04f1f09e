import * as z from 'zod';

import { expandedCustomer } from '../customer/expand-customer.ts';
import { idOf } from '../platform/ids.ts';
import { messageStatus } from './message.ts';

const when = (what: string) => z.iso.datetime().nullable().default(null).describe(what);
const text = (what: string) => z.string().nullable().default(null).describe(what);

export const messageWire = z
  .object({
    id: idOf('msg'),
    customer_id: idOf('cus'),
    ...expandedCustomer,
    status: messageStatus,
    status_reason: text('Why it was skipped or failed.'),
    error_code: text('The provider’s code of a failure.'),
    content_key: text('Which of the campaign’s contents it is; null when it has one alone.'),
    variant: text('Which variant of an experiment it got.'),
    provider_sid: text('The provider’s id of it.'),
    payload: z
      .union([
        z.object({
          content_sid: z.string().describe('The template.'),
          content_variables: z.record(z.string(), z.string()).describe('The values of its placeholders.'),
        }),
        z.object({ body: z.string().describe('The text.'), media_url: z.string().optional().describe('The media.') }),
      ])
      .nullable()
      .meta({
        description:
          'What was sent: a template with its variables, or a text with or without media. Null when nothing was sent.',
        examples: [{ body: 'Fresh bread today, Ana!' }],
      }),
    attempts: z.number().int().describe('How often it was tried to send it.'),
    accepted_at: when('When the provider took it.'),
    sent_at: when('When WhatsApp took it.'),
    delivered_at: when('When it reached the phone.'),
    read_at: when('When it was read; never for those who hide that.'),
    failed_at: when('When it failed.'),
    first_click_at: when('When a button was first tapped.'),
    clicked_buttons: z.array(z.string()).default([]).describe('The ids of the tapped buttons, each once.'),
  })
  .meta({ id: 'Message' });

/** A message among those that a customer got. */
export const customerMessageWire = messageWire
  .omit({ customer: true })
  .extend({
    campaign_id: idOf('cmp'),
    created_at: z.iso.datetime().describe('When it was planned.'),
    campaign_name: z.string().meta({ description: 'What the campaign is called.', examples: ['Spring sale'] }),
  })
  .meta({ id: 'CustomerMessage' });
