import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { PauseReason } from './pause-sending.ts';

export interface ForgetPorts {
  readonly campaigns: Pick<Campaigns, 'forgetTemplates'>;
}

/**
 * If a campaign was paused because of a template, forgets its templates: the next run looks at them anew, and makes one that
 * is gone anew. Only after the pause: a campaign that sends without its templates would send texts.
 */
export async function forgetTemplate(
  campaign: Campaign,
  { why }: PauseReason,
  { campaigns }: ForgetPorts,
): Promise<void> {
  if (why === 'template_gone' || why === 'template_paused') await campaigns.forgetTemplates(campaign);
}
