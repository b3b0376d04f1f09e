import type { Campaign } from '../campaign/campaign.ts';
import { RULE_WAIT, type Look } from './lane-pass.ts';
import type { Lane, Lanes } from './lane.store.ts';
import type { Messages } from '../message/message.store.ts';
import { skipRetries, type RetryPorts } from './replay-lane.ts';
import { waitingReason } from './park-deferred.ts';

/** Seconds between two looks at a lane that waits for its last messages: a tenth of the time waited, within these. */
export const SETTLE_WAIT = { least: 2, most: 60 };
/** Dead letters of a lane that are taken into account: the next hundred would be a campaign beyond repair. */
const MOST_DEAD = 100;

/** What the roll-up knows of a lane's messages: how many have an outcome, and how often they were set to be tried anew. */
export interface Counted {
  inLane(
    tenant: string,
    campaign: string,
    lane: number,
  ): Promise<{ readonly settled: number; readonly replayed: number }>;
}

/**
 * How long (milliseconds) another look at the lane may still go by what the campaign was before it was cancelled: its
 * function's timeout. Until then it may park a chunk, or set messages to be tried anew.
 */
const OUTLIVED = 60_000;

export interface SettlePorts extends RetryPorts {
  readonly lanes: Pick<Lanes, 'parked' | 'dead'>;
  readonly messages: RetryPorts['messages'] & Pick<Messages, 'settledAmong'>;
  readonly rollups: Counted;
}

/** @returns undefined when the lane is done, or the seconds until another look */
export async function settleLane(
  { campaign, lane, tell }: Look,
  at: Lane,
  ports: SettlePorts,
): Promise<number | undefined> {
  const { clock, lanes } = ports;
  const [waiting] = await lanes.parked(campaign.tenant_id, campaign.id, lane, 1);
  const now = clock.now();
  const settled = !waiting && (await isSettled(campaign, lane, at, ports));
  if (campaign.status === 'cancelled') {
    const left = Date.parse(campaign.updated_at) + OUTLIVED - now;
    if (settled && left > 0) return Math.ceil(left / 1_000);
    if (!settled && !waiting && left <= 0) await skipRetries(campaign, lane, ports);
  }
  if (settled) return undefined;
  const due = waiting ? Math.max(waiting.not_before - now, 0) / 1000 : Infinity;
  const waited = (now - Math.max(at.exhausted_at ?? 0, Date.parse(campaign.updated_at))) / 10_000;
  const patient = Math.min(SETTLE_WAIT.most, Math.max(SETTLE_WAIT.least, waited));
  if (waiting?.why && due > 0) await tell(waitingReason(waiting.why, waiting.not_before));
  return Math.ceil(Math.max(1, Math.min(due, waiting?.why ? RULE_WAIT : patient)));
}

/** Whether everyone planned has an outcome, or is in a chunk that was given up, which nobody waits for. */
async function isSettled(
  { tenant_id, id, status }: Campaign,
  lane: number,
  { planned, replayed = 0 }: Lane,
  { lanes, messages, rollups }: SettlePorts,
): Promise<boolean> {
  const { settled, replayed: known } = await rollups.inLane(tenant_id, id, lane);
  // The roll-up is behind by seconds: what it does not know yet to be tried anew, it takes for settled.
  if (known < replayed) return false;
  if (settled >= planned || status === 'cancelled') return settled >= planned;
  const dead = await lanes.dead(tenant_id, id, lane, MOST_DEAD);
  const waiting = await Promise.all(
    dead.map(async ({ recipients }) => {
      const done = await messages.settledAmong(tenant_id, id, recipients);
      return recipients.filter((one) => !done.has(one));
    }),
  );
  return settled + new Set(waiting.flat()).size >= planned;
}
