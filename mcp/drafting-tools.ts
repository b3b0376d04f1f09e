import * as z from 'zod';

import { answerOf, type Herald } from '../client/src/client.ts';
import { campaignId, targetCriteria } from './inputs.ts';
import { tool, type Tool } from './tool.ts';

const button = z.strictObject({
  id: z.string().min(1).max(128).describe('Your name for it, unique in the campaign.'),
  title: z.string().min(1).max(20).describe('What people see.'),
  type: z.enum(['reply', 'url', 'call']),
  url: z.string().max(2_000).optional().describe('Of a url button.'),
  phone_number: z.string().max(20).optional().describe('Of a call button: E.164.'),
});

/** No field that says when it is sent: that is for send_campaign. */
const draft = z.strictObject({
  name: z.string().min(1).max(200).describe('Only staff see it.'),
  description: z.string().max(2_000).optional(),
  message_content: z
    .string()
    .min(1)
    .max(1_024)
    .describe('The text; may hold {{name | default: "friend"}} and {{attributes.x | default: "…"}}.'),
  language: z.string().max(35).optional().describe('Of the text: BCP 47.'),
  header_text: z.string().max(60).optional(),
  footer: z.string().max(60).optional(),
  media_type: z.enum(['text', 'image', 'video', 'document']).optional(),
  media_url: z.string().max(500).optional(),
  buttons: z.array(button).max(3).optional(),
  category: z.enum(['marketing', 'utility']).optional(),
  target_criteria: targetCriteria,
});

const sample = z
  .strictObject({
    name: z.string().max(200).optional(),
    language: z.string().max(35).optional(),
    tags: z.array(z.string().max(64)).max(50).default([]),
    attributes: z.record(z.string().max(64), z.union([z.string().max(1_000), z.number(), z.boolean()])).default({}),
  })
  .optional()
  .describe('Somebody made up; unless given, somebody of whom nothing is known.');

/** What makes a draft, which nobody gets until it is sent. */
export function draftingTools(herald: Herald): Tool[] {
  return [
    tool({
      name: 'draft_campaign',
      title: 'Draft a campaign',
      description: 'Makes a draft. It sends nothing; a person finds it among the drafts.',
      input: draft,
      effect: 'drafts',
      async run(body) {
        const campaign = await answerOf(herald.POST('/v1/campaigns', { body }));
        const { id, name, status, warnings } = campaign;
        return { campaign_id: id, name, status, warnings };
      },
    }),
    tool({
      name: 'preview_campaign',
      title: 'Preview a campaign’s message',
      description: 'The message to the letter, as somebody made up would get it.',
      input: z.strictObject({ campaign_id: campaignId, sample }),
      effect: 'reads',
      run({ campaign_id: id, sample }) {
        const body = sample ? { sample } : { case: 'empty' as const };
        return answerOf(herald.POST('/v1/campaigns/{id}/preview', { params: { path: { id } }, body }));
      },
    }),
    tool({
      name: 'check_campaign',
      title: 'Count who would get a campaign, and what it costs',
      description:
        'The audience, who is left out and why, the cost, the time it takes, and what keeps it from starting.',
      input: z.strictObject({ campaign_id: campaignId }),
      effect: 'reads',
      run: ({ campaign_id: id }) => answerOf(herald.POST('/v1/campaigns/{id}/preflight', { params: { path: { id } } })),
    }),
  ];
}
