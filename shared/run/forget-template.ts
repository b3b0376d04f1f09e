import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Templates } from '../template/template.store.ts';
import type { PauseReason } from './pause-sending.ts';

export interface ForgetPorts {
  readonly campaigns: Pick<Campaigns, 'forgetTemplate'>;
  readonly templates: Pick<Templates, 'forget'>;
}

/**
 * If a campaign was paused because of its template, forgets that template: the next run looks at it anew, and makes one
 * that is gone anew. Only after the pause: a campaign that sends without its template would send a text.
 */
export async function forgetTemplate(
  campaign: Campaign,
  { why }: PauseReason,
  { campaigns, templates }: ForgetPorts,
): Promise<void> {
  const { tenant_id, provider_template_id } = campaign;
  if (provider_template_id === undefined || (why !== 'template_gone' && why !== 'template_paused')) return;
  await campaigns.forgetTemplate(campaign);
  if (why === 'template_gone') await templates.forget(tenant_id, provider_template_id);
}
