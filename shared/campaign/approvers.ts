import { permits } from '../contract/permits.ts';
import { actorName } from '../tenancy/actor.ts';
import { scopesOf, type Member } from '../tenancy/member.ts';
import { authorsOf } from './approval.ts';
import type { Campaign } from './campaign.ts';
import { canTransition } from './campaign-status.ts';

/** How many are named. */
const MAX_NAMED = 100;

/** The members who may approve a campaign as it is: they have signed in, may send, and wrote none of it. */
export function approversOf(campaign: Campaign, members: readonly Member[]) {
  if (!canTransition('change', campaign.status)) return [];
  const authors = authorsOf(campaign);
  return members
    .filter((one) => one.identity !== undefined && permits(scopesOf(one), 'campaigns:send'))
    .map(({ id, name, email }) => ({ id, name: name ?? email }))
    .filter(({ id, name }) => !authors.includes(actorName({ kind: 'member', id, name })))
    .slice(0, MAX_NAMED);
}
