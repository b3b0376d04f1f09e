import * as z from 'zod';

import type { Campaigns } from '../campaign/campaign.store.ts';
import { run } from './run.ts';
import { LANES } from '../platform/lanes.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { issueParked, type ParkedPorts } from './requeue-parked.ts';
import { teller, type Look } from './lane-pass.ts';
import type { Lanes } from './lane.store.ts';
import { planPage, type PagePorts } from './plan-page.ts';
import { isReplaying, replayPage, takeDead, type ReplayPorts } from './replay-lane.ts';
import { settleLane, type SettlePorts } from './settle-lane.ts';
import { dueAnew } from './park-deferred.ts';

/** Milliseconds one call spends on planning before it hands back: far below the function's timeout. */
const BUDGET = 15_000;

export const laneRun = run.extend({
  lane: z
    .number()
    .int()
    .min(0)
    .max(LANES - 1),
});
export type LaneRun = z.infer<typeof laneRun>;

/** Done, or to be looked at again after this many seconds. */
export type Progress = { readonly done: true } | { readonly done: false; readonly wait_seconds: number };

export interface LanePorts extends ParkedPorts, PagePorts, ReplayPorts, SettlePorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'explain' | 'deadLetters'>;
  readonly lanes: Omit<Lanes, 'planned' | 'bury'>;
  readonly messages: ReplayPorts['messages'] & SettlePorts['messages'];
  readonly senders: Pick<Senders, 'get' | 'reserve'>;
  readonly tenants: Pick<Tenants, 'get'>;
}

/**
 * Takes one lane of a run as far as it goes now: issues what was parked and is due, plans further pages while the
 * sender has slots, and at the end waits until every planned message has an outcome. Every step can be repeated: a
 * chunk that is issued twice meets its own claims.
 */
export async function advanceLane({ tenant_id, campaign_id, run, lane }: LaneRun, ports: LanePorts): Promise<Progress> {
  const { campaigns, clock, lanes, senders } = ports;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (campaign?.run !== run || !['sending', 'cancelled'].includes(campaign.status)) return { done: true };
  const sender = await senders.get(tenant_id, campaign.sender_id);
  if (!sender) throw new Error('The sender of a running campaign is gone.');

  const hours = campaign.sending_hours ?? (await ports.tenants.get(tenant_id))?.sending_hours;
  const look: Look = { campaign, sender, lane, hours, tell: teller(campaign, campaigns) };
  if (run > 1 && campaign.status === 'sending') await rouse(look, ports);

  const started = clock.now();
  while (clock.now() < started + BUDGET) {
    const issued = await issueParked(look, ports);
    if (issued.wait_seconds !== undefined) return { done: false, wait_seconds: issued.wait_seconds };
    if (issued.more) continue;
    // Nobody replays what a cancelled campaign had given up: they are skipped as its others are.
    if (campaign.status === 'cancelled' && campaign.dead_letters && (await takeDead(campaign, lane, ports)) > 0)
      continue;
    const at = await lanes.get(tenant_id, campaign_id, lane);
    if (campaign.status === 'sending' && isReplaying(campaign, at)) {
      await replayPage(campaign, sender, lane, at, ports);
      continue;
    }
    // What ended once is planned to its end: a replay looks for nobody new.
    const ended = campaign.status === 'cancelled' || campaign.completed_at !== undefined;
    if (at.exhausted_at !== undefined || ended) {
      const wait_seconds = await settleLane(look, at, ports);
      return wait_seconds === undefined ? { done: true } : { done: false, wait_seconds };
    }
    const wait_seconds = await planPage(look, at, ports);
    if (wait_seconds !== undefined) return { done: false, wait_seconds };
  }
  return { done: false, wait_seconds: 1 };
}

/** The first look of a resumed run: rules may have been changed since the lane's chunks were parked. */
async function rouse({ campaign, lane, hours }: Look, { clock, lanes }: LanePorts): Promise<void> {
  const { tenant_id, id, run } = campaign;
  if (((await lanes.get(tenant_id, id, lane)).roused ?? 1) >= run) return;
  await lanes.rouse(tenant_id, id, lane, run, (one) => dueAnew(one, hours, clock.now()));
}
