import { newestBegun } from '../analytics/insight-campaigns.ts';
import type { Rollups } from '../analytics/rollup.store.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { LANES } from '../platform/lanes.ts';
import { basisOf } from './model.ts';
import { pickTestOf } from './pick-test.ts';
import { timeTestOf } from './time-test.ts';
import type { Learnt, Predictions } from './prediction.store.ts';
import type { Plan } from './training.ts';

/** How many campaigns tell of people: the newest. */
export const MAX_CAMPAIGNS = 12;
/** With fewer nobody has a past. */
const MIN_CAMPAIGNS = 3;
/** How many messages a lane may have: of ten million people the three newest campaigns still fit. */
const MAX_LANE_ROWS = 2_000_000;

export interface PlanPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly predictions: Pick<Predictions, 'get'>;
  readonly rollups: Pick<Rollups, 'totalsOfAll'>;
  /** How long after its end everybody in a campaign has had their time, and it is known; in milliseconds. */
  readonly settlesAfter: number;
}

/** @param now in milliseconds since the epoch */
export async function planTraining(tenant: string, now: number, ports: PlanPorts): Promise<Plan> {
  const { campaigns, predictions, rollups, settlesAfter } = ports;
  const newest = await newestBegun((range) => campaigns.page(tenant, undefined, range), { campaigns: MAX_CAMPAIGNS });
  const ids = newest.campaigns.map(({ id }) => id);
  const totals = await rollups.totalsOfAll(tenant, ids);
  const begun = withinRows(newest.campaigns, (id) => totals.get(id)?.['recipients'] ?? 0);
  const closed = begun.filter((campaign) => closedAt(campaign, settlesAfter) <= now);
  const sum = (counter: string) => ids.reduce((all, id) => all + (totals.get(id)?.[counter] ?? 0), 0);
  const basis = basisOf({ delivered: sum('delivered'), read: sum('read'), clicked: sum('clicked') });
  const unseen = newestUnseen(closed, await predictions.get(tenant), settlesAfter);
  return {
    ...{ training: String(now), basis, unseen },
    campaigns: begun.map(({ id }) => id),
    closed: closed.map(({ id }) => id),
    picks: closed.flatMap((campaign) => pickTestOf(campaign, now) ?? []),
    times: closed.flatMap((campaign) => timeTestOf(campaign) ?? []),
  };
}

/** As many of the newest as a lane has room for. */
function withinRows(newest: readonly Campaign[], recipientsOf: (id: string) => number): Campaign[] {
  let rows = 0;
  return newest.filter(({ id }, n) => {
    rows += recipientsOf(id) / LANES;
    return n < MIN_CAMPAIGNS || rows <= MAX_LANE_ROWS;
  });
}

/** When everybody has had their time, in milliseconds since the epoch; never, of a campaign that goes on. */
function closedAt({ status, completed_at }: Campaign, settlesAfter: number): number {
  const hasEnded = (status === 'completed' || status === 'cancelled') && completed_at !== undefined;
  return hasEnded ? Date.parse(completed_at) + settlesAfter : Infinity;
}

/** The campaign by which the present model is judged: the newest of those that closed since it was trained. */
function newestUnseen(closed: readonly Campaign[], known: Learnt | undefined, settlesAfter: number): Plan['unseen'] {
  const model = known?.taps;
  if (!model) return undefined;
  const seen = new Set([...model.campaigns, ...model.unjudged, ...model.judgements.map((one) => one.campaign_id)]);
  const trained = Date.parse(model.trained_at);
  const found = closed
    .filter((campaign) => !seen.has(campaign.id) && closedAt(campaign, settlesAfter) > trained)
    .toSorted((a, b) => closedAt(b, settlesAfter) - closedAt(a, settlesAfter))[0];
  return found && { campaign_id: found.id, basis: model.basis };
}
