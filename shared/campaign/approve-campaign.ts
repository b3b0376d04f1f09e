import { conflict, HeraldError } from '../platform/errors.ts';
import { actorName, type Actor } from '../tenancy/actor.ts';
import { authorsOf } from './approval.ts';
import type { Campaign } from './campaign.ts';
import { canTransition } from './campaign-status.ts';

/**
 * Requires that somebody may approve a campaign: a member who wrote none of it, while it can be changed still.
 * @throws HeraldError 403 or 409
 */
export function requireApprover(
  campaign: Campaign,
  actor: Actor,
): asserts actor is Actor & { readonly kind: 'member' } {
  if (!canTransition('change', campaign.status)) throw conflict('campaign.status', begun(campaign.status));
  if (actor.kind !== 'member') throw new HeraldError('forbidden', 'approval.member', NO_MEMBER);
  if (authorsOf(campaign).includes(actorName(actor))) throw new HeraldError('forbidden', 'approval.author', OWN);
}

function begun(status: string): string {
  return `The campaign is ${status}; to be approved, it must be draft, scheduled or paused.`;
}

const NO_MEMBER =
  'Only a member who signs in can approve a campaign, since a key may be in many hands. Ask a member with the scope campaigns:send.';
const OWN = 'You wrote this campaign, or changed it. Ask another member to approve it.';

/** The campaign with its approval for so many people. @throws HeraldError 403 or 409 */
export function approveCampaign(campaign: Campaign, reach: number, actor: Actor, now: string): Campaign {
  requireApprover(campaign, actor);
  const { id: by, name } = actor;
  // It says who wrote it from now on, since this writes over who changed it last.
  const authors = [...authorsOf(campaign)];
  return {
    ...campaign,
    authors,
    approval: { by, name, at: now, reach },
    updated_at: now,
    updated_by: actorName(actor),
  };
}
