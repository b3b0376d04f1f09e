import * as z from 'zod';

import { conflict } from '../platform/errors.ts';
import type { Campaign, Change } from './campaign.ts';
import { copyCampaign, nameWith } from './copy-campaign.ts';
import type { Engagement } from './engagement.ts';

/** Who of those whom a campaign was sent to gets the next one. */
const WHO = {
  not_delivered: { did_not: 'delivered' },
  not_read: { did_not: 'read' },
  not_tapped: { did_not: 'tapped' },
  not_replied: { did_not: 'replied' },
  not_converted: { did_not: 'converted' },
  failed: { did: 'failed' },
  skipped: { did: 'skipped' },
  delivered: { did: 'delivered' },
  read: { did: 'read' },
  tapped: { did: 'tapped' },
  replied: { did: 'replied' },
  converted: { did: 'converted' },
} as const satisfies Readonly<Record<string, Omit<Engagement, 'campaign_id'>>>;

export const retargetAudience = z
  .enum(Object.keys(WHO) as (keyof typeof WHO)[])
  .meta({ id: 'RetargetAudience', examples: ['not_tapped'] })
  .describe('Who of those whom the campaign was sent to; "skipped": those whom it was not.');
export type RetargetAudience = z.infer<typeof retargetAudience>;

/**
 * A draft of the same contents for some of a campaign's recipients. Who they are is asked when it begins.
 * @throws HeraldError 409 when the campaign has not begun
 */
export function retargetCampaign(
  campaign: Campaign,
  who: RetargetAudience,
  { name, ...made }: Pick<Campaign, 'id'> & Change & { readonly name?: string | undefined },
): Campaign {
  if (!campaign.started_at)
    throw conflict('campaign.not_begun', 'The campaign has not begun, so nobody has got it yet. To copy it, clone it.');
  const target_criteria = { engagement: [{ campaign_id: campaign.id, ...WHO[who] }] };
  return copyCampaign(campaign, { ...made, target_criteria, name: name ?? nameWith(campaign.name, who) });
}
