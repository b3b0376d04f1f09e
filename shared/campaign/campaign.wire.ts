import * as z from 'zod';

import { campaign } from './campaign.ts';

/** What a caller sees: absent optional fields are null, what only Herald needs stays inside. */
const optional = campaign.pick({
  description: true,
  media_url: true,
  media_caption: true,
  scheduled_at: true,
  started_at: true,
  completed_at: true,
  status_reason: true,
});
const nullable = Object.fromEntries(
  Object.entries(optional.shape).map(([field, schema]) => [field, schema.unwrap().nullable().default(null)]),
) as {
  [Field in keyof typeof optional.shape]: z.ZodDefault<
    z.ZodNullable<ReturnType<(typeof optional.shape)[Field]['unwrap']>>
  >;
};

export const campaignWire = campaign
  .omit({ tenant_id: true, content_sid: true })
  .extend({ ...nullable, metadata: z.record(z.string(), z.string()).default({}) });
