import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Explanation } from '../provider/provider.ts';
import { actorName, type Actor } from '../tenancy/actor.ts';
import { stopSentence, type SendingStop } from '../tenancy/sending-stop.ts';
import { unreachableSentence } from './require-address.ts';

/** A refusal with a code, and what is known of the code. */
interface Refusal extends Partial<Explanation> {
  readonly why:
    | 'provider_refused'
    | 'template_failing'
    | 'template_gone'
    | 'template_paused'
    | 'refused_in_a_row'
    | 'recipients_failing';
  readonly code: string;
}

/** Why Herald itself pauses a campaign. */
export type PauseReason =
  | {
      readonly why:
        'credentials_missing' | 'sender_missing' | 'provider_unreachable' | 'provider_silent' | 'dead_letter';
    }
  | Refusal
  | { readonly why: 'template_refused' | 'audience_broken' | 'unapproved'; readonly detail: string }
  | { readonly why: 'sending_stopped'; readonly by: SendingStop }
  | { readonly why: 'address_unreachable'; readonly address: string };

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
      return `The provider refused the account, its credentials, its sender or their set-up ${because(reason)} ${reason.remedy ?? 'Fix that at the provider or with PATCH /v1/tenant.'} Then resume: whoever was refused is sent to.`;
    case 'template_gone':
    case 'template_paused':
      return `The message template may not be sent any more ${because(reason)} ${reason.remedy ?? 'Fix the template at the provider.'} Then resume: whoever was refused is sent to. Or cancel this campaign and make one with other content.`;
    case 'template_failing':
      return `Message after message fails because of its template or what fills it ${because(reason)} Fix the template at the provider and resume, or cancel this campaign and make one with other content.`;
    case 'refused_in_a_row':
      return `The provider refused one message after another with the same error ${because(reason)} Its documentation of this error says what to do about the account, the template or what fills it. Then resume: whoever was refused is sent to. Or cancel this campaign and make one with other content.`;
    case 'recipients_failing':
      return `More than nine of the last ten messages failed in the same way ${because(reason)} Check the audience, then resume for everyone else or cancel.`;
    case 'sending_stopped':
      return `${stopSentence(reason.by)} Then resume: nobody was lost.`;
    case 'address_unreachable':
      return `${unreachableSentence(reason.address)} Then resume.`;
    case 'audience_broken':
      return `The audience names ${reason.detail}. Change target_criteria with PATCH, or the segment; then resume. Nobody was sent to.`;
    case 'unapproved':
      return `${reason.detail} Then resume: nobody was sent to.`;
    case 'template_refused':
      return `The message template was refused: ${reason.detail} Change the content with PATCH and resume; or, once somebody was planned, cancel this campaign and make one with other content.`;
  }
}

/**
 * Whether the next run looks at the templates anew. They are forgotten with the pause: sooner, it would go on with texts; later,
 * whoever resumes it in between would send with those that were refused.
 */
function forgettingOf({ why }: PauseReason): { readonly forgetsTemplates?: true } {
  return why === 'template_gone' || why === 'template_paused' ? { forgetsTemplates: true } : {};
}

/** The code for which later refusals find the campaign paused: those are no more about their people than this one. */
function codeOf(reason: PauseReason): { readonly code?: string } {
  if (!('code' in reason) || reason.why === 'template_failing' || reason.why === 'recipients_failing') return {};
  return { code: reason.code };
}

function because({ code, meaning }: Refusal): string {
  return meaning ? `(error ${code}): ${meaning}` : `(error ${code}).`;
}

export interface PausePorts {
  readonly campaigns: Pick<Campaigns, 'tryTransition'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Pauses a campaign unless it has stopped sending or entered another run: a late failure must not stop a new run. */
export async function pauseSending(
  campaign: Pick<Campaign, 'tenant_id' | 'id' | 'run'>,
  reason: PauseReason,
  actor: Actor,
  ports: PausePorts,
): Promise<void> {
  await stop('pause', campaign, reason, actor, ports);
}

/** The same for a campaign that may have been completed before messages of its last run came back. */
export async function pauseOrReopen(
  campaign: Pick<Campaign, 'tenant_id' | 'id' | 'run' | 'status'>,
  reason: PauseReason,
  actor: Actor,
  ports: PausePorts,
): Promise<void> {
  if (campaign.status === 'sending' && (await stop('pause', campaign, reason, actor, ports))) return;
  await stop('reopen', campaign, reason, actor, ports);
}

async function stop(
  step: 'pause' | 'reopen',
  { tenant_id, id, run }: Pick<Campaign, 'tenant_id' | 'id' | 'run'>,
  reason: PauseReason,
  actor: Actor,
  { campaigns, clock, log }: PausePorts,
): Promise<boolean> {
  const change = {
    now: timestamp(clock.now()),
    by: actorName(actor),
    ...codeOf(reason),
    ...forgettingOf(reason),
  };
  const done = await campaigns.tryTransition(step, { tenant_id, id, run }, change, sentence(reason));
  if (done) log('campaign.paused', { tenant_id, campaign_id: id, code: reason.why });
  return done;
}
