import type { Campaign } from '../campaign/campaign.ts';
import type { CampaignWatch, LaneNews, Recovery } from './callback-watch.ts';

/** Up to so many messages are asked for one by one; above, the sender's list is read, a thousand to a page. */
const FEW = 20;

/** What a look at a campaign's counters leads to. */
export interface NewsLook {
  /** The watch after the look. */
  readonly after: CampaignWatch;
  /** What to ask the provider, and for how many messages. */
  readonly ask?: { readonly job: Recovery; readonly silent: number } | undefined;
  /** Whether nothing is left to look for. */
  readonly isOver: boolean;
}

/**
 * Decides from counters whether messages are without news for too long. A message is silent while it is accepted and neither
 * delivered nor failed; on the last look also while it is not read.
 *
 * While a campaign sends, the counters do not tell old from new. But when fewer messages have news than had gone out one
 * interval before, some are overdue for certain; scattered ones are found by the looks after the end, at `recoverAfter`.
 */
export function lookAtNews(
  watch: CampaignWatch,
  campaign: Pick<Campaign, 'tenant_id' | 'id' | 'status' | 'run' | 'updated_at'>,
  lanes: readonly LaneNews[],
  { now, recoverAfter }: { readonly now: number; readonly recoverAfter: readonly number[] },
): NewsLook {
  const [interval = 0] = recoverAfter;
  const totals = sumOf(lanes);
  const goneOut = totals.accepted + totals.failed;
  const isNewRun = campaign.run !== watch.run;
  const hasGrown = goneOut > watch.gone_out || isNewRun;
  const isSending = campaign.status === 'sending';
  const grown_at = hasGrown ? now : watch.grown_at;
  // Once a campaign has stopped, nothing is accepted after its last change.
  const lastAccepted = isSending ? grown_at : Math.min(grown_at, Date.parse(campaign.updated_at));
  const taken = isNewRun || (hasGrown && isSending) ? 0 : watch.looks;
  const looks = recoverAfter.filter((after) => lastAccepted + after <= now).length;
  const isLast = looks === recoverAfter.length;

  const silent = isLast ? totals.accepted - totals.read : totals.accepted - totals.delivered;
  // For certain, since whatever has gone out meanwhile may have news already.
  const overdue = Math.max(0, watch.gone_out - totals.delivered - totals.failed);
  const known = Math.min(watch.left, overdue);
  const asks = looks > taken ? silent > 0 : isSending && hasGrown && overdue > known;
  const { tenant_id, id: campaign_id } = campaign;
  const common = { tenant_id, campaign_id, pages: 0 };
  const silentLanes = lanes.filter((lane) => lane.accepted > (isLast ? lane.read : lane.delivered));
  const job: Recovery =
    silent > FEW
      ? { ...common, kind: 'list_sent' }
      : { ...common, kind: 'ask_each', lanes: silentLanes.map(({ lane }) => lane), isLast };

  const nextLook = lastAccepted + (recoverAfter[looks] ?? 0);
  return {
    after: {
      ...watch,
      run: campaign.run,
      looks,
      gone_out: goneOut,
      grown_at,
      left: asks ? overdue : known,
      next_at: isSending ? now + interval : nextLook,
    },
    ask: asks ? { job, silent } : undefined,
    isOver: !isSending && isLast,
  };
}

function sumOf(lanes: readonly LaneNews[]): Omit<LaneNews, 'lane'> {
  const sum = (name: keyof LaneNews) => lanes.reduce((total, lane) => total + lane[name], 0);
  return { accepted: sum('accepted'), delivered: sum('delivered'), read: sum('read'), failed: sum('failed') };
}
