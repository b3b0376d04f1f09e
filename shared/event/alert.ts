import * as z from 'zod';

export const ALERT_KINDS = [
  'campaign_paused',
  'dead_letters',
  'experiment_skewed',
  'experiment_arm_worse',
  'template_refused',
  'template_quality',
  'sender_limited',
  'sender_quality',
  'spend_cap_reached',
  'webhook_endpoint_disabled',
] as const;

/** Something that stands still, or will, until a person does something. */
export const alert = z
  .object({
    id: z.string().meta({
      description: 'The same as long as it lasts.',
      examples: ['campaign_paused:cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'],
    }),
    kind: z.enum(ALERT_KINDS).describe('What it is about.'),
    resource: z
      .object({
        type: z.enum(['campaign', 'template', 'sender', 'webhook_endpoint', 'queue', 'tenant']),
        id: z.string().meta({ examples: ['cmp_01KB2QW6ZC8N4T5V7X9Y1A3B5D'] }),
        name: z.string().meta({ examples: ['Summer sale'] }),
      })
      .describe('What it happened to.'),
    message: z.string().meta({
      description: 'What happened, and what to do.',
      examples: ['WhatsApp refused the template: change it, then resume the campaign.'],
    }),
    since: z.iso.datetime().nullable().describe('Since when, where that is known.'),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof alert>;
