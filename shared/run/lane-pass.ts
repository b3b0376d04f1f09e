import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Sender } from '../sender/sender.ts';
import type { SendingHours } from '../tenancy/sending-hours.ts';

/** One pass through a lane, and what it goes by. */
export interface LanePass {
  readonly campaign: Campaign;
  readonly sender: Sender;
  readonly lane: number;
  readonly hours: SendingHours | undefined;
  /** Says in the campaign's `status_reason` what it waits for; null: for nothing. */
  readonly reportStatus: (reason: string | null) => Promise<void>;
}

/** What a step of a pass leads to: another step, another pass after some seconds, or the end of the lane. */
export type Next =
  { readonly next: 'again' } | { readonly next: 'wait'; readonly wait_seconds: number } | { readonly next: 'done' };

export const AGAIN: Next = { next: 'again' };
export const DONE: Next = { next: 'done' };

/** @param seconds any; a state machine waits whole seconds */
export function wait(seconds: number): Next {
  return { next: 'wait', wait_seconds: Math.ceil(Math.max(1, seconds)) };
}

/** @param campaigns writes only what is new to whoever reads the campaign */
export function statusReporter(
  campaign: Campaign,
  campaigns: Pick<Campaigns, 'setStatusReason'>,
): LanePass['reportStatus'] {
  let reported = campaign.status_reason ?? null;
  return async (reason) => {
    if (campaign.status !== 'sending' || reason === reported) return;
    reported = reason;
    await campaigns.setStatusReason(campaign, reason);
  };
}
