import * as z from 'zod';

import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { LANES } from '../platform/lanes.ts';
import type { Senders } from '../sender/sender.store.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { AGAIN, DONE, statusReporter, wait, type LanePass, type Next } from './lane-pass.ts';
import type { Lanes } from './lane.store.ts';
import { recomputeDueAt } from './park-deferred.ts';
import { planPage, type PagePorts } from './plan-page.ts';
import { isReplaying, reparkDeadLetters, replayPage, type ReplayPorts } from './replay-lane.ts';
import { requeueParked, type ParkedPorts } from './requeue-parked.ts';
import { run } from './run.ts';
import { settleLane, type SettlePorts } from './settle-lane.ts';

/** Milliseconds that one pass may take: far below the function's timeout. */
const BUDGET = 15_000;

export const laneRun = run.extend({
  lane: z
    .number()
    .int()
    .min(0)
    .max(LANES - 1),
});
export type LaneRun = z.infer<typeof laneRun>;

export interface LanePorts extends ParkedPorts, PagePorts, ReplayPorts, SettlePorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'setStatusReason' | 'countDeadLetters'>;
  readonly lanes: Omit<Lanes, 'plannedTotals' | 'addDeadLetter'>;
  readonly messages: ReplayPorts['messages'] & SettlePorts['messages'];
  readonly senders: Pick<Senders, 'get' | 'reserve'>;
  readonly tenants: Pick<Tenants, 'get'>;
}

/** Takes one lane of a run as far as it goes now. Every step can be repeated: a chunk queued twice meets its own claims. */
export async function advanceLane(of: LaneRun, ports: LanePorts): Promise<Next> {
  const pass = await beginPass(of, ports);
  if (!pass) return DONE;
  const started = ports.clock.now();
  while (ports.clock.now() < started + BUDGET) {
    const step = await nextStep(pass, ports);
    if (step.next !== 'again') return step;
  }
  return wait(1);
}

/** @returns undefined when the campaign is in another run, or no longer sends */
async function beginPass({ tenant_id, campaign_id, run, lane }: LaneRun, ports: LanePorts) {
  const { campaigns, senders, tenants } = ports;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (campaign?.run !== run || !['sending', 'cancelled'].includes(campaign.status)) return undefined;
  const sender = await senders.get(tenant_id, campaign.sender_id);
  if (!sender) throw new Error('The sender of a running campaign is gone.');
  const hours = campaign.sending_hours ?? (await tenants.get(tenant_id))?.sending_hours;
  const pass: LanePass = { campaign, sender, lane, hours, reportStatus: statusReporter(campaign, campaigns) };
  if (run > 1 && campaign.status === 'sending') await rescheduleParked(pass, ports);
  return pass;
}

/** The order of a lane's work: what is parked and due, dead letters and replays, further pages, and the wait for the end. */
async function nextStep(pass: LanePass, ports: LanePorts): Promise<Next> {
  const { campaign, sender, lane } = pass;
  const requeued = await requeueParked(pass, ports);
  if (requeued) return requeued;
  // Nobody replays the dead letters of a cancelled campaign: they are skipped as its others are.
  const isCancelled = campaign.status === 'cancelled';
  if (isCancelled && campaign.dead_letters && (await reparkDeadLetters(campaign, lane, ports)) > 0) return AGAIN;
  const at = await ports.lanes.get(campaign.tenant_id, campaign.id, lane);
  if (campaign.status === 'sending' && isReplaying(campaign, at)) return replayPage(campaign, sender, lane, at, ports);
  return isPlanned(campaign, at.exhausted_at) ? settleLane(pass, at, ports) : planPage(pass, at, ports);
}

/** What ended once is planned to its end: a replay looks for nobody new. */
function isPlanned({ status, completed_at }: Campaign, exhausted_at: number | undefined): boolean {
  return exhausted_at !== undefined || status === 'cancelled' || completed_at !== undefined;
}

/** The first pass of a resumed run: rules may have been changed since the lane's chunks were parked. */
async function rescheduleParked({ campaign, lane, hours }: LanePass, { clock, lanes }: LanePorts): Promise<void> {
  const { tenant_id, id, run } = campaign;
  if (((await lanes.get(tenant_id, id, lane)).rescheduled_run ?? 1) >= run) return;
  await lanes.rescheduleParked(tenant_id, id, lane, run, (parked) => recomputeDueAt(parked, hours, clock.now()));
}
