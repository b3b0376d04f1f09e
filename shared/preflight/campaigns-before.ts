import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Lanes } from '../run/lane.store.ts';
import type { Preflight } from './preflight.ts';

export interface BeforePorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly lanes: Pick<Lanes, 'plannedTotals'>;
  /** How many messages have an outcome, which a later room counts. */
  readonly rollups: { settledInAll(tenant: string, campaign: string): Promise<number> };
}

/** How many campaigns of a status are looked at, and how many of them are named. */
const LOOKED_AT = 100;
const NAMED = 20;

/** The campaigns that use the same sender at a time (milliseconds since the epoch), the newest first. */
export async function campaignsBefore(
  { tenant_id, id, sender_id }: Campaign,
  starts_at: number,
  { campaigns, lanes, rollups }: BeforePorts,
): Promise<Preflight['timing']['after']> {
  const [sending, scheduled] = await Promise.all(
    (['sending', 'scheduled'] as const).map((status) => campaigns.page(tenant_id, status, { limit: LOOKED_AT })),
  );
  const found = [...(sending?.items ?? []), ...(scheduled?.items ?? []).filter(isBefore)];
  const others = found.filter((other) => other.id !== id && other.sender_id === sender_id).slice(0, NAMED);
  return Promise.all(
    others.map(async ({ id: campaign_id, name, status }) => {
      if (status === 'scheduled') return { campaign_id, name, remaining: null };
      const [{ planned }, settled] = await Promise.all([
        lanes.plannedTotals(tenant_id, campaign_id),
        rollups.settledInAll(tenant_id, campaign_id),
      ]);
      return { campaign_id, name, remaining: Math.max(0, planned - settled) };
    }),
  );

  function isBefore({ scheduled_at }: Campaign): boolean {
    return scheduled_at !== undefined && Date.parse(scheduled_at) <= starts_at;
  }
}
