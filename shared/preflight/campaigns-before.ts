import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Lanes } from '../run/lane.store.ts';
import type { Preflight } from './preflight.ts';
import { plannedIn, stillToPlan, type Underway } from './still-ahead.ts';

export interface BeforePorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly lanes: Pick<Lanes, 'states'>;
  /** How many messages have an outcome, which a later room counts. */
  readonly rollups: { settledInAll(tenant: string, campaign: string): Promise<number> };
}

/** How many campaigns of a status are looked at, and how many of them are named. */
const LOOKED_AT = 100;
const NAMED = 20;

/** A campaign that is sent before another, by the same sender. */
export interface Before {
  readonly campaign: Campaign;
  /** Undefined while it has not begun. */
  readonly underway: (Underway & { readonly unsettled: number }) | undefined;
}

/** The campaigns that use the same sender at a time (milliseconds since the epoch), the newest first. */
export async function campaignsBefore(
  { tenant_id, id, sender_id }: Campaign,
  starts_at: number,
  { campaigns, lanes, rollups }: BeforePorts,
): Promise<Before[]> {
  const [sending, scheduled] = await Promise.all(
    (['sending', 'scheduled'] as const).map((status) => campaigns.page(tenant_id, status, { limit: LOOKED_AT })),
  );
  const found = [...(sending?.items ?? []), ...(scheduled?.items ?? []).filter(isBefore)];
  const others = found.filter((other) => other.id !== id && other.sender_id === sender_id).slice(0, NAMED);
  return Promise.all(
    others.map(async (campaign) => {
      if (campaign.status === 'scheduled') return { campaign, underway: undefined };
      const [states, settled] = await Promise.all([
        lanes.states(tenant_id, campaign.id),
        rollups.settledInAll(tenant_id, campaign.id),
      ]);
      return { campaign, underway: { campaign, states, unsettled: Math.max(0, plannedIn(states) - settled) } };
    }),
  );

  function isBefore({ scheduled_at }: Campaign): boolean {
    return scheduled_at !== undefined && Date.parse(scheduled_at) <= starts_at;
  }
}

/** The same as they are told: how many people each has still to send to, where it has begun. */
export function toldOf(before: readonly Before[], ahead: ReadonlyMap<string, number>): Preflight['timing']['after'] {
  return before.map(({ campaign: { id: campaign_id, name }, underway }) => {
    const remaining = underway ? underway.unsettled + stillToPlan(underway, ahead) : null;
    return { campaign_id, name, remaining };
  });
}

/** How many people each of those underway has still to send to who have no slot yet. @param reserved messages that have one */
export function withoutSlot(
  before: readonly Before[],
  ahead: ReadonlyMap<string, number>,
  reserved: number,
): readonly number[] {
  const underway = before.flatMap((one) => one.underway ?? []);
  const planned = underway.reduce((sum, { unsettled }) => sum + unsettled, 0);
  const parked = planned === 0 ? 0 : Math.max(0, 1 - reserved / planned);
  return underway.map((one) => Math.round(one.unsettled * parked) + stillToPlan(one, ahead));
}
