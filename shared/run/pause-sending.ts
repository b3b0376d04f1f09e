import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { actorName, type Actor } from '../tenancy/actor.ts';

/** Why Herald itself pauses a campaign. */
export type PauseReason =
  | {
      readonly why:
        'credentials_missing' | 'sender_missing' | 'provider_unreachable' | 'provider_silent' | 'dead_letter';
    }
  | { readonly why: 'provider_refused' | 'template_failing'; readonly code: string }
  | { readonly why: 'template_refused'; readonly detail: string };

/** The sentence a person reads in `status_reason`: what happened and what to do. */
function sentence(reason: PauseReason): string {
  switch (reason.why) {
    case 'credentials_missing':
      return 'No provider credentials are stored for this tenant. Store them with PATCH /v1/tenant, then resume.';
    case 'sender_missing':
      return "The campaign's sender no longer exists. Cancel this campaign and make one with another sender.";
    case 'provider_unreachable':
      return 'The provider could not be reached. Nobody was lost; resume when it answers again.';
    case 'provider_silent':
      return 'The provider takes requests but does not answer. Messages whose outcome is unknown are kept apart; resume when it answers again.';
    case 'dead_letter':
      return 'A chunk of messages could not be sent in five attempts because of an internal error, so it was moved to the dead letters. Once the cause is fixed, replay the scope dead_letter; resume sends to everyone else.';
    case 'provider_refused':
      return `The provider refused the account, its credentials or its sender (error ${reason.code}). Fix that at the provider or with PATCH /v1/tenant, then resume.`;
    case 'template_failing':
      return `Message after message fails because of its template or what fills it (error ${reason.code}). Fix the template at the provider and resume, or cancel this campaign and make one with other content.`;
    case 'template_refused':
      return `The message template was refused: ${reason.detail} Change the content with PATCH and resume; or, once somebody was planned, cancel this campaign and make one with other content.`;
  }
}

export interface PausePorts {
  readonly campaigns: Pick<Campaigns, 'tryTransition'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Pauses a campaign unless it has stopped sending or entered another run: a late failure must not stop a new run. */
export async function pauseSending(
  { tenant_id, id, run }: Pick<Campaign, 'tenant_id' | 'id' | 'run'>,
  reason: PauseReason,
  actor: Actor,
  { campaigns, clock, log }: PausePorts,
): Promise<void> {
  const change = { now: timestamp(clock.now()), by: actorName(actor) };
  const paused = await campaigns.tryTransition('pause', { tenant_id, id, run }, change, sentence(reason));
  if (paused) log('campaign.paused', { tenant_id, campaign_id: id, code: reason.why });
}
