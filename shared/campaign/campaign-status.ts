import * as z from 'zod';

import { conflict } from '../platform/errors.ts';

export const STATUSES = ['draft', 'scheduled', 'sending', 'paused', 'completed', 'cancelled', 'failed'] as const;
export const campaignStatus = z.enum(STATUSES);
export type CampaignStatus = z.infer<typeof campaignStatus>;

/** The legal transitions, once: the pure check and the table's condition both read this. */
export const TRANSITIONS = {
  change: { from: ['draft', 'scheduled'], to: null },
  remove: { from: ['draft', 'cancelled'], to: null },
  schedule: { from: ['draft', 'scheduled'], to: 'scheduled' },
  miss: { from: ['scheduled'], to: 'paused' },
  execute: { from: ['draft', 'scheduled'], to: 'sending' },
  /** At its time, and only at the one that it still has. */
  fire: { from: ['scheduled'], to: 'sending' },
  pause: { from: ['sending'], to: 'paused' },
  resume: { from: ['paused'], to: 'sending' },
  replay: { from: ['completed', 'cancelled', 'paused'], to: 'sending' },
  /** A run whose execution died is carried on by another. */
  revive: { from: ['sending'], to: 'sending' },
  cancel: { from: ['draft', 'scheduled', 'sending', 'paused'], to: 'cancelled' },
  /** So is a cancelled campaign's, which skips whoever was planned and not sent to. */
  wind_up: { from: ['cancelled'], to: 'cancelled' },
  complete: { from: ['sending'], to: 'completed' },
} as const satisfies Record<string, { from: readonly CampaignStatus[]; to: CampaignStatus | null }>;
export type Transition = keyof typeof TRANSITIONS;

/** The transitions that begin a run: a cancelled campaign has one too, which skips whoever was planned and not sent to. */
export const RUN_STEPS = ['execute', 'fire', 'resume', 'cancel', 'replay', 'revive', 'wind_up'] as const;
export type RunStep = (typeof RUN_STEPS)[number];

export function canTransition(transition: Transition, status: CampaignStatus): boolean {
  return (TRANSITIONS[transition].from as readonly CampaignStatus[]).includes(status);
}

/** The 409 for a transition that a campaign in this status cannot make, or that another request came before. */
export function wrongStatus(transition: Transition, status: CampaignStatus): Error {
  return conflict(
    'campaign.status',
    canTransition(transition, status)
      ? `Another request changed the campaign meanwhile; it is ${status} now. Read it and ask again.`
      : `The campaign is ${status}; to ${transition} it, it must be ${TRANSITIONS[transition].from.join(' or ')}.`,
  );
}
