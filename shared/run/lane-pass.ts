import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Sender } from '../sender/sender.ts';
import type { NamedCriteria } from '../segment/resolve-segments.ts';
import type { SendingHours } from '../tenancy/sending-hours.ts';
import type { Spending } from '../tenancy/spending.ts';

/** One pass through a lane, with the campaign as it was when it began. */
export interface LanePass {
  readonly campaign: Campaign;
  readonly lane: number;
  /** As they are when the pass first asks: most passes only look whether the last outcomes are there. */
  readonly terms: () => Promise<Terms>;
  /** Writes to the campaign's `status_reason` what the lane is waiting for; null when it is not waiting. */
  readonly reportStatus: (reason: string | null) => Promise<void>;
}

/** Who sends, when it may, and to whom. */
export interface Terms {
  readonly sender: Sender;
  readonly hours: SendingHours | undefined;
  /** What the tenant may spend, if it has a cap. */
  readonly spending?: Spending | undefined;
  /** The segments that the audience names, as they were when the campaign began. */
  readonly segments?: NamedCriteria | undefined;
}

/** What follows a step: another step, another pass after some seconds, or the end of the lane. */
export type Next =
  { readonly next: 'again' } | { readonly next: 'wait'; readonly wait_seconds: number } | { readonly next: 'done' };

export const AGAIN: Next = { next: 'again' };
export const DONE: Next = { next: 'done' };

/** @param seconds rounded up and at least 1: a state machine waits whole seconds */
export function wait(seconds: number): Next {
  return { next: 'wait', wait_seconds: Math.ceil(Math.max(1, seconds)) };
}

/** A reporter that writes a reason only when it differs from the last one, and never removes what another lane has said. */
export function statusReporter(
  campaign: Campaign,
  lane: number,
  campaigns: Pick<Campaigns, 'setStatusReason'>,
): LanePass['reportStatus'] {
  let reported = campaign.status_reason ?? null;
  return async (reason) => {
    if (campaign.status !== 'sending' || reason === reported) return;
    if (reason === null && (campaign.waiting_lane ?? lane) !== lane) return;
    reported = reason;
    await campaigns.setStatusReason(campaign, lane, reason);
  };
}
