import * as z from 'zod';

import { expandedCustomer } from '../customer/expand-customer.ts';
import { messageStatus } from './message.ts';

const when = z.iso.datetime().nullable().default(null);

export const messageWire = z.object({
  id: z.string(),
  customer_id: z.string(),
  ...expandedCustomer,
  status: messageStatus,
  status_reason: z.string().nullable().default(null),
  error_code: z.string().nullable().default(null),
  content_key: z.string().nullable().default(null),
  variant: z.string().nullable().default(null),
  provider_sid: z.string().nullable().default(null),
  /** What was sent: a template with its variables, or a text with or without media. Null when nothing was sent. */
  payload: z
    .union([
      z.object({ content_sid: z.string(), content_variables: z.record(z.string(), z.string()) }),
      z.object({ body: z.string(), media_url: z.string().optional() }),
    ])
    .nullable(),
  attempts: z.number().int(),
  accepted_at: when,
  sent_at: when,
  delivered_at: when,
  read_at: when,
  failed_at: when,
  first_click_at: when,
  clicked_buttons: z.array(z.string()).default([]),
});
