import type { Clock } from '../platform/clock.ts';
import type { Campaign } from './campaign.ts';
import { progressOf, type Progress } from './progress.ts';
import { warningsOf, type Warning } from './warnings.ts';

/** The counts that later rooms provide: planned recipients and their outcomes. */
export interface ProgressPorts {
  readonly clock: Clock;
  readonly lanes: {
    /** `planned_us`: how many of them have US numbers and get a template. */
    plannedTotals(tenant: string, campaign: string): Promise<{ planned: number; planned_us: number }>;
  };
  readonly rollups: { settledInAll(tenant: string, campaign: string): Promise<number> };
}

/** The same of a campaign that has not begun. */
export function showDraft(campaign: Campaign) {
  return { ...campaign, progress: null, warnings: warningsOf(campaign, 0) };
}

/** A campaign with its progress and warnings. */
export async function showCampaign(
  campaign: Campaign,
  { clock, lanes, rollups }: ProgressPorts,
): Promise<Campaign & { readonly progress: Progress | null; readonly warnings: Warning[] }> {
  if (!campaign.started_at) return showDraft(campaign);
  const [{ planned, planned_us }, settled] = await Promise.all([
    lanes.plannedTotals(campaign.tenant_id, campaign.id),
    rollups.settledInAll(campaign.tenant_id, campaign.id),
  ]);
  const progress = progressOf(campaign, { planned, settled }, clock.now());
  // A campaign that is being replayed has not ended, although it once did.
  const completed_at = campaign.status === 'sending' ? undefined : campaign.completed_at;
  return { ...campaign, completed_at, progress, warnings: warningsOf(campaign, planned_us) };
}
