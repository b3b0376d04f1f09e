import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';

/** What pauses a campaign without anybody asking for it. */
export type PauseReason =
  | {
      readonly why:
        'credentials_missing' | 'sender_missing' | 'provider_unreachable' | 'provider_silent' | 'dead_letter';
    }
  | { readonly why: 'provider_refused' | 'template_failing'; readonly code: number }
  | { readonly why: 'template_refused'; readonly detail: string };

/** The sentence a person reads in `status_reason`: what happened and what to do. */
function sentence(reason: PauseReason): string {
  switch (reason.why) {
    case 'credentials_missing':
      return 'No Twilio credentials are stored for this tenant. Store them with PATCH /v1/tenant {"twilio": {…}}, then resume.';
    case 'sender_missing':
      return "The campaign's sender no longer exists. Cancel this campaign and make one with another sender.";
    case 'provider_unreachable':
      return 'Twilio could not be reached. Nobody was lost; resume when it answers again.';
    case 'provider_silent':
      return 'Twilio takes requests but does not answer. Messages whose outcome is not known are kept apart; resume when it answers again.';
    case 'dead_letter':
      return 'Sending a chunk of messages failed five times for a reason of our own, so it was put aside. Once that is mended, replay the scope dead_letter; resume sends to everyone else.';
    case 'provider_refused':
      return `Twilio refused the account, its credentials or its sender (error ${reason.code}). Mend that at Twilio or with PATCH /v1/tenant, then resume.`;
    case 'template_failing':
      return `Message after message fails by its template or what fills it (error ${reason.code}). Mend the template at Twilio and resume, or cancel this campaign and make one with other content.`;
    case 'template_refused':
      return `The message template was refused: ${reason.detail} Cancel this campaign and make one with other content.`;
  }
}

/** Pauses a campaign unless it is no longer sending, or was paused and resumed meanwhile: old news stops no new run. */
export async function pauseCampaign(
  { tenant_id, id, run }: Pick<Campaign, 'tenant_id' | 'id' | 'run'>,
  reason: PauseReason,
  { campaigns, clock, log }: { campaigns: Pick<Campaigns, 'tryTake'>; clock: Clock; log: Log },
): Promise<void> {
  const paused = await campaigns.tryTake('pause', { tenant_id, id, run }, timestamp(clock.now()), sentence(reason));
  if (paused) log('campaign.paused', { tenant_id, campaign_id: id, code: reason.why });
}
