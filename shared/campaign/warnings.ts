import * as z from 'zod';

import { contentOf } from '../content/content.ts';
import type { Campaign } from './campaign.ts';
import { isTemplated } from './contents.ts';

/** Why a campaign will not do what its sender expects, and what to do about it. */
export const warning = z
  .object({
    code: z.enum(['us_marketing', 'audience_unsaid']),
    message: z
      .string()
      .meta({ description: 'What to do, for a person.', examples: ['The campaign names no target_criteria.'] }),
    count: z.number().int().optional().describe('How many of the recipients planned so far are affected.'),
  })
  .meta({ id: 'CampaignWarning' });
export type Warning = z.infer<typeof warning>;

/** Whether WhatsApp blocks the campaign's messages to this country: it delivers no marketing templates to the US. */
export function isBlocked(campaign: Campaign, country: string | null): boolean {
  return country === 'US' && campaign.category === 'marketing' && isTemplated(campaign, contentOf(campaign));
}

/** @param plannedUs how many of the recipients planned so far have US numbers and get a template */
export function warningsOf({ audience_unsaid }: Pick<Campaign, 'audience_unsaid'>, plannedUs: number): Warning[] {
  return [...(audience_unsaid ? [AUDIENCE_UNSAID] : []), ...usMarketing(plannedUs)];
}

const AUDIENCE_UNSAID: Warning = {
  code: 'audience_unsaid',
  message:
    'The campaign names no target_criteria and so goes to every customer. Say {"all": true} if it is meant to: without it, the next version refuses to send.',
};

function usMarketing(plannedUs: number): Warning[] {
  if (plannedUs === 0) return [];
  const message =
    'WhatsApp delivers no marketing templates to numbers of the United States: these customers are skipped. Reach them another way, or leave them out with target_criteria.countries.';
  return [{ code: 'us_marketing', message, count: plannedUs }];
}
