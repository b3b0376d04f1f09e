import * as z from 'zod';

import { conflict, outdated } from '../platform/errors.ts';

export const STATUSES = ['draft', 'scheduled', 'sending', 'paused', 'completed', 'cancelled', 'failed'] as const;
export const campaignStatus = z
  .enum(STATUSES)
  .meta({ id: 'CampaignStatus', description: 'Where a campaign stands.', examples: ['draft'] });
export type CampaignStatus = z.infer<typeof campaignStatus>;

/** Those that send, or will. */
export const ACTIVE_STATUSES = ['scheduled', 'sending', 'paused'] as const satisfies readonly CampaignStatus[];

/** Those in which an experiment is decided: it has begun, and was not given up. */
export const DECIDABLE = ['sending', 'paused', 'completed'] as const satisfies readonly CampaignStatus[];

/** The legal transitions: the pure check and the table's condition are both derived from this. */
export const TRANSITIONS = {
  /** A paused one only while nobody was planned: `requireChangeable`. */
  change: { from: ['draft', 'scheduled', 'paused'], to: null },
  remove: { from: ['draft', 'cancelled'], to: null },
  schedule: { from: ['draft', 'scheduled'], to: 'scheduled' },
  miss: { from: ['scheduled'], to: 'paused' },
  execute: { from: ['draft', 'scheduled'], to: 'sending' },
  /** One date of a campaign that recurs is over: it waits for the next, or was the last. */
  recur: { from: ['scheduled'], to: 'scheduled' },
  finish: { from: ['scheduled'], to: 'completed' },
  /** A schedule fires; ignored unless the campaign still has that time. */
  fire: { from: ['scheduled'], to: 'sending' },
  pause: { from: ['sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'sending' },
  replay: { from: ['completed', 'cancelled', 'paused'], to: 'sending' },
  /** Another run takes over from one whose execution died. */
  revive: { from: ['sending'], to: 'sending' },
  cancel: { from: ['draft', 'scheduled', 'sending', 'paused'], to: 'cancelled' },
  /** The same for a cancelled campaign, whose run skips the recipients who were planned and not sent to. */
  wind_up: { from: ['cancelled'], to: 'cancelled' },
  complete: { from: ['sending'], to: 'completed' },
  /** Messages of a completed campaign came back, for a reason that a person must remove. */
  reopen: { from: ['completed'], to: 'paused' },
  /** Messages of a completed campaign came back, to be sent later by itself. */
  carry_on: { from: ['completed'], to: 'sending' },
  /** The table was restored, and more may have been sent than it knows of: a person decides how it goes on. */
  hold: { from: ['draft', 'scheduled', 'sending', 'paused'], to: 'paused' },
} as const satisfies Record<string, { from: readonly CampaignStatus[]; to: CampaignStatus | null }>;
export type Transition = keyof typeof TRANSITIONS;

/** The transitions that begin a run. A cancellation begins one too: it skips the recipients who were planned and not sent to. */
export const RUN_STEPS = ['execute', 'fire', 'resume', 'cancel', 'replay', 'revive', 'wind_up'] as const;
export type RunStep = (typeof RUN_STEPS)[number];

export function canTransition(transition: Transition, status: CampaignStatus): boolean {
  return (TRANSITIONS[transition].from as readonly CampaignStatus[]).includes(status);
}

/** @throws HeraldError 409 when this status does not permit the transition */
export function requireTransition(transition: Transition, status: CampaignStatus): void {
  if (!canTransition(transition, status)) throw wrongStatus(transition, status);
}

/** The statuses in which a campaign's templates are prepared ahead: one that sends has them made itself. */
export const PREPARED: readonly CampaignStatus[] = ['draft', 'scheduled', 'paused'];

/** @throws HeraldError 409 when the campaign's templates are not, or no longer, prepared ahead */
export function requirePreparable(status: CampaignStatus): void {
  if (PREPARED.includes(status)) return;
  const message = `The campaign is ${status}; to prepare it, it must be ${PREPARED.join(' or ')}.`;
  throw conflict('campaign.status', message);
}

/** What is to be done when a campaign that was to begin, or to be scheduled, is not as it was seen. */
export const LOOK_AGAIN = 'Nothing was begun. Look at its preflight again, and ask with the ETag that it answers.';

/** The 412 for a step that was asked for by the ETag of a version that the campaign no longer is. */
export function changedSince(advice = LOOK_AGAIN): Error {
  return outdated('campaign', advice);
}

/** What is to be done before a campaign is deleted that was changed since it was read. */
export const READ_BEFORE_DELETION = 'Read it again before you delete it.';

/** The 409 for a transition that this status does not permit, or that another request overtook. */
export function wrongStatus(transition: Transition, status: CampaignStatus): Error {
  return conflict(
    'campaign.status',
    canTransition(transition, status)
      ? `Another request changed the campaign meanwhile; it is ${status} now. Read it and ask again.`
      : `The campaign is ${status}; to ${transition} it, it must be ${TRANSITIONS[transition].from.join(' or ')}.`,
  );
}
