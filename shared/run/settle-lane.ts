import type { Campaign } from '../campaign/campaign.ts';
import type { Messages } from '../message/message.store.ts';
import { DONE, wait, type LanePass, type Next } from './lane-pass.ts';
import type { Lane, Lanes } from './lane.store.ts';
import { waitingReason } from './park-deferred.ts';
import { skipRetries, type RetryPorts } from './replay-lane.ts';
import { RULE_WAIT } from './reserve-for-lane.ts';

/** Seconds between two passes through a lane that waits for its last messages: a tenth of the time waited, within these. */
export const SETTLE_WAIT = { min: 2, max: 60 };
/** Dead letters of a lane that are taken into account: the next hundred would be a campaign beyond repair. */
const MAX_DEAD_LETTERS = 100;
/**
 * How long (milliseconds) another pass through the lane may still go by what the campaign was before it was cancelled:
 * its function's timeout. Until then it may park a chunk, or set messages to be tried again.
 */
const STALE_PASS = 60_000;

/** What the roll-up knows of a lane's messages: how many have an outcome, and how often they were set to be tried again. */
export interface LaneCounts {
  inLane(
    tenant: string,
    campaign: string,
    lane: number,
  ): Promise<{ readonly settled: number; readonly replayed: number }>;
}

export interface SettlePorts extends RetryPorts {
  readonly lanes: Pick<Lanes, 'parked' | 'deadLetters'>;
  readonly messages: RetryPorts['messages'] & Pick<Messages, 'settledAmong'>;
  readonly rollups: LaneCounts;
}

/** The end of a lane: done once everyone planned has an outcome and nobody is parked. */
export async function settleLane(pass: LanePass, at: Lane, ports: SettlePorts): Promise<Next> {
  const { campaign, lane, reportStatus } = pass;
  const { clock, lanes } = ports;
  const [parked] = await lanes.parked(campaign.tenant_id, campaign.id, lane, 1);
  const now = clock.now();
  const settled = !parked && (await isSettled(campaign, lane, at, ports));
  if (campaign.status === 'cancelled') {
    const left = Date.parse(campaign.updated_at) + STALE_PASS - now;
    if (settled && left > 0) return wait(left / 1_000);
    if (!settled && !parked && left <= 0) await skipRetries(campaign, lane, ports);
  }
  if (settled) return DONE;
  const due = parked ? Math.max(parked.not_before - now, 0) / 1000 : Infinity;
  const waited = (now - Math.max(at.exhausted_at ?? 0, Date.parse(campaign.updated_at))) / 10_000;
  const pause = Math.min(SETTLE_WAIT.max, Math.max(SETTLE_WAIT.min, waited));
  if (parked?.why && due > 0) await reportStatus(waitingReason(parked.why, parked.not_before));
  return wait(Math.min(due, parked?.why ? RULE_WAIT : pause));
}

/** Whether everyone planned has an outcome, or is in a dead letter, which nobody waits for. */
async function isSettled(
  { tenant_id, id, status }: Campaign,
  lane: number,
  { planned, replayed = 0 }: Lane,
  { lanes, messages, rollups }: SettlePorts,
): Promise<boolean> {
  const { settled, replayed: known } = await rollups.inLane(tenant_id, id, lane);
  // The roll-up is behind by seconds: what it does not know yet to be tried again, it takes for settled.
  if (known < replayed) return false;
  if (settled >= planned || status === 'cancelled') return settled >= planned;
  const dead = await lanes.deadLetters(tenant_id, id, lane, MAX_DEAD_LETTERS);
  const unsettled = await Promise.all(
    dead.map(async ({ recipients }) => {
      const done = await messages.settledAmong(tenant_id, id, recipients);
      return recipients.filter((recipient) => !done.has(recipient));
    }),
  );
  return settled + new Set(unsettled.flat()).size >= planned;
}
