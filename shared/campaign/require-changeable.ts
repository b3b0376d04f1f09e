import { conflict } from '../platform/errors.ts';
import type { Campaign, CampaignChange } from './campaign.ts';

/** How many recipients were planned, which a later room counts. */
export interface PlannedLookup {
  plannedTotals(tenant: string, campaign: string): Promise<{ readonly planned: number }>;
}

/**
 * A paused campaign may be changed while nobody was planned for it: when its template was refused, say.
 * @throws HeraldError 409 when somebody was, or when it is to be given a time, which a resume does not wait for
 */
export async function requireChangeable(
  { tenant_id, id, status }: Pick<Campaign, 'tenant_id' | 'id' | 'status'>,
  change: Pick<CampaignChange, 'scheduled_at' | 'recurrence'>,
  lanes: PlannedLookup,
): Promise<void> {
  if (status !== 'paused') return;
  if (change.scheduled_at !== undefined || change.recurrence !== undefined) throw conflict('campaign.status', NO_TIME);
  const { planned } = await lanes.plannedTotals(tenant_id, id);
  if (planned > 0)
    throw conflict(
      'campaign.status',
      `The campaign is paused after ${planned} of its recipients were planned, who all get the same content. To change it, cancel it and make another one.`,
    );
}

const NO_TIME = 'The campaign is paused; it has no time to change. Resume it to send it now.';
