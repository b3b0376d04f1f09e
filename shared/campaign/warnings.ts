import * as z from 'zod';

import type { Content } from '../content/content.ts';
import type { Campaign } from './campaign.ts';
import { fallbackSentence, type Fallbacks } from './recommend.ts';
import { categoryOf, contentsOf, isTemplated } from './contents.ts';

/** Why a campaign will not do what its sender expects, and what to do about it. */
export const warning = z
  .object({
    code: z.enum(['us_marketing', 'audience_unsaid', 'template_not_approved', 'recommendation_fallback']),
    message: z
      .string()
      .meta({ description: 'What to do, for a person.', examples: ['The campaign names no target_criteria.'] }),
    count: z
      .number()
      .int()
      .optional()
      .describe('How many of the recipients planned so far are affected, or how many contents.'),
  })
  .meta({ id: 'CampaignWarning' });
export type Warning = z.infer<typeof warning>;

/** Whether WhatsApp blocks a content in this country: it delivers no marketing templates to the US. */
export function isBlocked(
  campaign: Parameters<typeof isTemplated>[0] & Partial<Pick<Campaign, 'category'>>,
  content: Content,
  country: string | null,
): boolean {
  const { category = 'marketing' } = campaign;
  return country === 'US' && categoryOf({ category }, content) === 'marketing' && isTemplated(campaign);
}

/**
 * @param plannedUs how many of the recipients planned so far WhatsApp does not deliver a marketing template to
 * @param fallbacks how many of them got the fallback of a recommendation
 */
export function warningsOf(campaign: Campaign, plannedUs: number, fallbacks: Fallbacks = {}): Warning[] {
  const { audience_unsaid } = campaign;
  return [
    ...(audience_unsaid ? [AUDIENCE_UNSAID] : []),
    ...unapproved(campaign),
    ...usMarketing(plannedUs),
    ...fellBack(fallbacks),
  ];
}

const AUDIENCE_UNSAID: Warning = {
  code: 'audience_unsaid',
  message:
    'The campaign names no target_criteria and so goes to every customer. Say {"all": true} if it is meant to: without it, the next version refuses to send.',
};

/** For existing templates that were not approved when the campaign named them, and are not known to be since. */
function unapproved(campaign: Campaign): Warning[] {
  const waiting = contentsOf(campaign).filter(
    ({ key, content: { existing } }) =>
      existing && existing.status !== 'approved' && campaign.content_templates?.[key]?.state !== 'approved',
  );
  if (waiting.length === 0) return [];
  const message =
    'WhatsApp has not approved the template yet: the campaign waits for that before it sends. A draft is submitted when the campaign is prepared.';
  return [{ code: 'template_not_approved', message, count: waiting.length }];
}

function fellBack(fallbacks: Fallbacks): Warning[] {
  const count = Object.values(fallbacks).reduce((sum, people) => sum + people, 0);
  return count === 0 ? [] : [{ code: 'recommendation_fallback', message: fallbackSentence(fallbacks), count }];
}

function usMarketing(plannedUs: number): Warning[] {
  if (plannedUs === 0) return [];
  const message =
    'WhatsApp delivers no marketing templates to numbers of the United States: these customers are skipped. Reach them another way, or leave them out with target_criteria.countries.';
  return [{ code: 'us_marketing', message, count: plannedUs }];
}
