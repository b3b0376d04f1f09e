import * as z from 'zod';

import { campaign } from './campaign.ts';
import { progress } from './progress.ts';
import { warning } from './warnings.ts';

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
  .omit({
    tenant_id: true,
    content_sid: true,
    replay_scope: true,
    replay_run: true,
    silent: true,
    refused: true,
    idle_ms: true,
  })
  .extend({
    ...nullable,
    sending_hours: campaign.shape.sending_hours.unwrap().nullable().default(null),
    metadata: z.record(z.string(), z.string()).default({}),
    dead_letters: z
      .number()
      .int()
      .default(0)
      .describe('How many chunks of its messages were given up. Replay the scope dead_letter to send them.'),
    progress: progress.nullable().default(null).describe('How far it has come. Null before it begins, and in lists.'),
    warnings: z
      .array(warning)
      .default([])
      .describe('What will go otherwise than expected, and what to do. Empty in lists.'),
  });
