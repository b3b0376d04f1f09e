import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { DelayQueue } from '../platform/delay-queue.ts';
import type { Log } from '../platform/log.ts';
import { sideBySide } from '../platform/side-by-side.ts';
import type { CampaignWatch, NewsCounts, Recovery, SenderWatch } from './callback-watch.ts';
import type { CallbackWatches } from './callback-watch.store.ts';
import { lookAtNews } from './look-at-news.ts';

/** How many watches are swept at the same time. */
const CONCURRENCY = 10;
/** How long after a sender last sent its inbound messages are listed, in milliseconds. */
const LISTEN_FOR = 86_400_000;

export interface CallbackSweepPorts {
  readonly callbackWatches: CallbackWatches;
  readonly campaigns: Pick<Campaigns, 'get'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly recoveries: DelayQueue<Recovery>;
  readonly rollups: NewsCounts;
  /** When messages without news are asked for: milliseconds after the last of them was accepted, ascending. */
  readonly recoverAfter: readonly number[];
}

/**
 * Finds out what may have been lost, and queues what is to be asked of the provider. Reads counters only; each watch that is
 * due costs one write. An error with one watch holds up no other; the first one is thrown at the end.
 */
export async function sweepCallbacks(ports: CallbackSweepPorts): Promise<void> {
  const { callbackWatches, clock } = ports;
  const now = clock.now();
  const watched = await callbackWatches.all();
  const isDue = ({ next_at }: { next_at: number }) => next_at <= now;
  const work = [
    ...[...watched.campaigns.values()].filter(isDue).map((watch) => () => sweepCampaignWatch(watch, now, ports)),
    ...[...watched.senders.values()].filter(isDue).map((watch) => () => sweepSenderWatch(watch, now, ports)),
  ];
  const faults: unknown[] = [];
  await sideBySide(work, CONCURRENCY, (one) => one().catch((fault: unknown) => void faults.push(fault)));
  if (faults.length > 0) throw faults[0];
}

export interface WatchPorts {
  readonly callbackWatches: Pick<CallbackWatches, 'addCampaign' | 'watchSender'>;
  readonly clock: Clock;
  readonly recoverAfter: readonly number[];
}

/** Begins to watch a campaign that has begun, and its sender. */
export async function watchCallbacks(
  { tenant_id, id: campaign_id, sender_id, run, started_at }: Campaign,
  { callbackWatches, clock, recoverAfter }: WatchPorts,
): Promise<void> {
  const now = clock.now();
  const next_at = now + interval(recoverAfter);
  // People may have answered before the sweeper saw the campaign.
  const heard_until = Math.max(Date.parse(started_at ?? timestamp(now)), now - LISTEN_FOR);
  await callbackWatches.watchSender({ tenant_id, sender_id, until: now + LISTEN_FOR, next_at, heard_until });
  const counted = { run, looks: 0, gone_out: 0, left: 0, grown_at: now };
  await callbackWatches.addCampaign({ tenant_id, campaign_id, next_at, ...counted });
}

/** How often a campaign that sends and a sender are looked at: as often as the first look comes after an acceptance. */
function interval(recoverAfter: readonly number[]): number {
  return recoverAfter[0] ?? LISTEN_FOR;
}

async function sweepCampaignWatch(watch: CampaignWatch, now: number, ports: CallbackSweepPorts): Promise<void> {
  const { callbackWatches, campaigns, log, recoverAfter, recoveries, rollups } = ports;
  const { tenant_id, campaign_id } = watch;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (!campaign) return callbackWatches.removeCampaign(watch);
  const counts = await rollups.newsByLane(tenant_id, campaign_id);
  const { after, ask, isOver } = lookAtNews(watch, campaign, counts, { now, recoverAfter });
  // Queued before it is recorded: a sweep that dies in between asks twice, which changes nothing.
  if (ask) {
    await recoveries.add(ask.job, now, now);
    log('callbacks.overdue', { tenant_id, campaign_id, count: ask.silent });
  }
  if (campaign.status === 'sending') {
    const { sender_id } = campaign;
    const next_at = now + interval(recoverAfter);
    await callbackWatches.watchSender({ tenant_id, sender_id, until: now + LISTEN_FOR, next_at, heard_until: now });
  }
  if (isOver) await callbackWatches.removeCampaign(watch);
  else await callbackWatches.moveCampaign(watch, after);
}

async function sweepSenderWatch(watch: SenderWatch, now: number, ports: CallbackSweepPorts): Promise<void> {
  const { callbackWatches, recoveries, recoverAfter } = ports;
  const { tenant_id, sender_id, heard_until: since } = watch;
  await recoveries.add({ kind: 'list_received', tenant_id, sender_id, since, begun: now, pages: 0 }, now, now);
  if (watch.until <= now) await callbackWatches.removeSender(watch);
  else await callbackWatches.moveSender(watch, now + interval(recoverAfter));
}
