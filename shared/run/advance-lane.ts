import * as z from 'zod';

import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { askedBy } from '../campaign/asked.ts';
import { segmentsOf } from '../campaign/criteria.ts';
import { LANES } from '../platform/lanes.ts';
import type { Audiences } from '../segment/audience.store.ts';
import type { Providers } from '../provider/provider.ts';
import { limitOf } from '../sender/provider-limit.ts';
import type { Senders } from '../sender/sender.store.ts';
import { spendingOf } from '../tenancy/spending.ts';
import type { Tenants } from '../tenancy/tenant.store.ts';
import { AGAIN, DONE, statusReporter, wait, type LanePass, type Next, type Terms } from './lane-pass.ts';
import type { Lanes } from './lane.store.ts';
import { recomputeDueAt } from './park-deferred.ts';
import { planPage, type PagePorts } from './plan-page.ts';
import { isReplaying, reparkDeadLetters, replayPage, type ReplayPorts } from './replay-lane.ts';
import { requeueParked, type ParkedPorts } from './requeue-parked.ts';
import { run } from './run.ts';
import { settleLane, type SettlePorts } from './settle-lane.ts';

/** How long one pass may take, in milliseconds: far less than the function's timeout. */
const BUDGET = 15_000;
/** A bound for a pass whose steps take no time; each of them is several calls. */
const MAX_STEPS = 5_000;
/** How many parked chunks a step looks at. */
const PARKED_BATCH = 25;

export const laneRun = run.extend({
  lane: z
    .number()
    .int()
    .min(0)
    .max(LANES - 1),
});
export type LaneRun = z.infer<typeof laneRun>;

export interface LanePorts extends ParkedPorts, PagePorts, ReplayPorts, SettlePorts {
  readonly audiences: Pick<Audiences, 'get'>;
  readonly campaigns: Pick<Campaigns, 'get' | 'setStatusReason' | 'countDeadLetters'>;
  readonly customers: PagePorts['customers'] & ParkedPorts['customers'];
  readonly lanes: Omit<Lanes, 'states' | 'plannedTotals' | 'assignment' | 'addDeadLetter' | 'parkWith' | 'isAnyParked'>;
  readonly messages: PagePorts['messages'] & ReplayPorts['messages'] & SettlePorts['messages'];
  readonly priceLists: Providers<'prices'>;
  readonly senders: Pick<Senders, 'get' | 'reserve'>;
  readonly tenants: Pick<Tenants, 'get'>;
}

/**
 * Works on one lane of a run until nothing is left to do for now. Every step can be repeated: a chunk that is queued twice
 * finds its messages claimed already.
 */
export async function advanceLane(laneRun: LaneRun, ports: LanePorts): Promise<Next> {
  const pass = await beginPass(laneRun, ports);
  if (!pass) return DONE;
  const started = ports.clock.now();
  for (let taken = 0; taken < MAX_STEPS && ports.clock.now() < started + BUDGET; taken += 1) {
    const step = await nextStep(pass, ports);
    if (step.next !== 'again') return step;
  }
  return wait(1);
}

/** @returns undefined when the campaign is in another run or no longer sends */
async function beginPass({ tenant_id, campaign_id, run, lane }: LaneRun, ports: LanePorts) {
  const { campaigns } = ports;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (campaign?.run !== run || !['sending', 'cancelled'].includes(campaign.status)) return undefined;
  let terms: Promise<Terms> | undefined;
  const pass: LanePass = {
    campaign,
    lane,
    terms: () => (terms ??= termsOf(campaign, ports)),
    reportStatus: statusReporter(campaign, lane, campaigns),
  };
  if (run > 1 && campaign.status === 'sending') await rescheduleParked(pass, ports);
  return pass;
}

async function termsOf(
  campaign: Campaign,
  { audiences, priceLists, senders, tenants }: Pick<LanePorts, 'audiences' | 'priceLists' | 'senders' | 'tenants'>,
): Promise<Terms> {
  const { tenant_id, id, sender_id, sending_hours } = campaign;
  const [sender, tenant] = await Promise.all([senders.get(tenant_id, sender_id), tenants.get(tenant_id)]);
  if (!sender) throw new Error('The sender of a running campaign is gone.');
  const hours = sending_hours ?? tenant?.sending_hours;
  const spending = tenant?.spend_cap && spendingOf(tenant, priceLists(sender.provider).prices());
  const isNaming = askedBy(campaign).some((criteria) => segmentsOf(criteria).length > 0);
  return { sender, hours, spending, ...(isNaming && { segments: await audiences.get(tenant_id, id) }) };
}

/** A lane's work in its order: parked chunks that are due, dead letters and replays, further pages, and waiting for the end. */
async function nextStep(pass: LanePass, ports: LanePorts): Promise<Next> {
  const { campaign, lane } = pass;
  const parked = await ports.lanes.parked(campaign.tenant_id, campaign.id, lane, PARKED_BATCH);
  const requeued = await requeueParked(pass, parked, ports);
  if (requeued) return requeued;
  // Nobody replays the dead letters of a cancelled campaign, so they are skipped like its other messages.
  const isCancelled = campaign.status === 'cancelled';
  if (isCancelled && campaign.dead_letters && (await reparkDeadLetters(campaign, lane, ports)) > 0) return AGAIN;
  const state = await ports.lanes.get(campaign.tenant_id, campaign.id, lane);
  if (campaign.status === 'sending' && isReplaying(campaign, state)) return replayPage(pass, state, ports);
  return isPlanned(campaign, state.exhausted_at)
    ? settleLane(pass, state, parked[0], ports)
    : planPage(pass, state, ports);
}

/** A campaign that has ended before is fully planned: a replay looks for no new recipients. */
function isPlanned({ status, completed_at }: Campaign, exhausted_at: number | undefined): boolean {
  return exhausted_at !== undefined || status === 'cancelled' || completed_at !== undefined;
}

/** On the first pass of a resumed run: the tenant may have changed the rules since the lane's chunks were parked. */
async function rescheduleParked({ campaign, lane, terms }: LanePass, { clock, lanes }: LanePorts): Promise<void> {
  const { tenant_id, id, run } = campaign;
  if (((await lanes.get(tenant_id, id, lane)).rescheduled_run ?? 1) >= run) return;
  const { hours, sender } = await terms();
  const now = clock.now();
  const rules = { hours, isDecided: campaign.decision !== undefined, limit: limitOf(sender, true, now) };
  await lanes.rescheduleParked(tenant_id, id, lane, run, (parked) => recomputeDueAt(parked, rules, now));
}
