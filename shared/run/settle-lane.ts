import type { Campaign } from '../campaign/campaign.ts';
import type { Messages } from '../message/message.store.ts';
import { DONE, wait, type LanePass, type Next } from './lane-pass.ts';
import type { LaneState, Lanes, Parked } from './lane.store.ts';
import { waitingSentence } from './park-deferred.ts';
import { skipRetries, type RetryPorts } from './replay-lane.ts';
import { RULE_WAIT } from './reserve-for-lane.ts';

/** Seconds between two passes through a lane that waits for its last outcomes: a tenth of the time waited, within these. */
export const SETTLE_WAIT = { min: 2, max: 60 };
/** How many dead letters of a lane are taken into account; a lane with more has a fault that waiting does not cure. */
const MAX_DEAD_LETTERS = 100;
/**
 * How long (milliseconds) another pass may still act on the campaign as it was before its cancellation: the timeout of
 * its function. Until then it may park a chunk or set messages to `retry`.
 */
const STALE_PASS = 60_000;

/** A lane's counters in the roll-up: how many messages have an outcome, and how often messages were set to `retry`. */
export interface LaneCounts {
  inLane(
    tenant: string,
    campaign: string,
    lane: number,
  ): Promise<{ readonly settled: number; readonly replayed: number }>;
}

export interface SettlePorts extends RetryPorts {
  readonly lanes: Pick<Lanes, 'deadLetters'>;
  readonly messages: RetryPorts['messages'] & Pick<Messages, 'settledAmong'>;
  readonly rollups: LaneCounts;
}

/**
 * Ends a lane once every planned recipient has an outcome and nobody is parked; until then it waits.
 * @param parked the next chunk that is due, if any is parked
 */
export async function settleLane(
  pass: LanePass,
  state: LaneState,
  parked: Parked | undefined,
  ports: SettlePorts,
): Promise<Next> {
  const { campaign, lane, reportStatus } = pass;
  const now = ports.clock.now();
  const settled = !parked && (await isSettled(campaign, lane, state, ports));
  if (campaign.status === 'cancelled') {
    const left = Date.parse(campaign.updated_at) + STALE_PASS - now;
    if (settled && left > 0) return wait(left / 1_000);
    if (!settled && !parked && left <= 0) await skipRetries(campaign, lane, ports);
  }
  if (settled) {
    await reportStatus(null);
    return DONE;
  }
  const due = parked ? Math.max(parked.not_before - now, 0) / 1000 : Infinity;
  const waited = (now - Math.max(state.exhausted_at ?? 0, Date.parse(campaign.updated_at))) / 10_000;
  const pause = Math.min(SETTLE_WAIT.max, Math.max(SETTLE_WAIT.min, waited));
  if (parked?.why && due > 0) await reportStatus(waitingSentence(parked.why, parked.not_before));
  // A decision may be late; whoever decides begins a run that sends to the rest at once.
  const least = parked?.why === 'experiment' ? SETTLE_WAIT.max : 0;
  return wait(Math.min(Math.max(due, least), parked?.why ? RULE_WAIT : pause));
}

/** Whether every planned recipient has an outcome or is in a dead letter, which the lane does not wait for. */
async function isSettled(
  { tenant_id, id, status, dead_letters }: Campaign,
  lane: number,
  { planned, replayed = 0 }: LaneState,
  { lanes, messages, rollups }: SettlePorts,
): Promise<boolean> {
  const { settled, replayed: countedReplays } = await rollups.inLane(tenant_id, id, lane);
  // The roll-up lags by seconds: until it has counted a retry, it still counts that message as settled.
  if (countedReplays < replayed) return false;
  if (settled >= planned || status === 'cancelled') return settled >= planned;
  if (!dead_letters) return false;
  const dead = await lanes.deadLetters(tenant_id, id, lane, MAX_DEAD_LETTERS);
  const unsettled = await Promise.all(
    dead.map(async ({ recipients }) => {
      const done = await messages.settledAmong(tenant_id, id, recipients);
      return recipients.filter((recipient) => !done.has(recipient));
    }),
  );
  return settled + new Set(unsettled.flat()).size >= planned;
}
