import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Sender } from '../sender/sender.ts';
import type { SendingHours } from '../tenancy/sending-hours.ts';
import type { Room } from './reserve-for-lane.ts';
import { waitingReason } from './park-deferred.ts';

/** Seconds between two looks at a lane that is as far ahead as it may be; slots reach 14 minutes ahead. */
export const AHEAD_WAIT = 300;
/** The same where a rule keeps the rest waiting, for days perhaps: an execution holds some 2,500 looks. */
export const RULE_WAIT = 600;

/** One look at a lane, and what it goes by. */
export interface Look {
  readonly campaign: Campaign;
  readonly sender: Sender;
  readonly lane: number;
  readonly hours: SendingHours | undefined;
  /** Tells whoever reads the campaign what it waits for; null: for nothing. */
  readonly tell: (reason: string | null) => Promise<void>;
}

/** @param campaigns writes only what is new to whoever reads the campaign */
export function teller(campaign: Campaign, campaigns: Pick<Campaigns, 'explain'>): Look['tell'] {
  let told = campaign.status_reason ?? null;
  return async (reason) => {
    if (campaign.status !== 'sending' || reason === told) return;
    told = reason;
    await campaigns.explain(campaign, reason);
  };
}

/** Tells why there is no room for more. @returns seconds until another look */
export async function waitForRoom(
  { full, ask_again_at }: Extract<Room, { readonly full: unknown }>,
  tell: Look['tell'],
  now: number,
): Promise<number> {
  if (full === 'slots') return AHEAD_WAIT;
  await tell(waitingReason(full, ask_again_at));
  return Math.ceil(Math.min(RULE_WAIT, Math.max(1, (ask_again_at - now) / 1000)));
}
