import { armsOf, type Arm } from '../campaign/arms.ts';
import type { Candidate } from '../campaign/audience.ts';
import type { Campaign } from '../campaign/campaign.ts';
import { isBlocked } from '../campaign/warnings.ts';
import { chooseContent, type CampaignContent, type WithContents } from '../campaign/contents.ts';
import { drawArm, placeOf } from '../campaign/placement.ts';
import type { PlaceholderValues } from '../content/placeholder.ts';
import { contentReason, personal, type Personal } from './personal.ts';

/** In which part of an experiment somebody is, and which arm they got with what probability. */
export interface Part {
  readonly phase: 'test' | 'rest';
  readonly arm: string;
  readonly propensity: number;
}

/** What a campaign says to one customer. */
export interface Personalised extends Personal {
  /** The content's key as the message keeps it: each would pay for its bytes, so only where there are several. */
  readonly content_key: string | undefined;
  /** Undefined for whoever takes no part in an experiment. */
  readonly part?: Part | undefined;
  /** Why somebody who takes part gets nothing now: it is not decided yet, or was decided against all arms. */
  readonly awaits?: 'decision' | 'nothing' | undefined;
}

type Experimental = WithContents & Partial<Pick<Campaign, 'id' | 'decision' | 'picking' | 'send_as' | 'started_at'>>;
type Person = Candidate & PlaceholderValues & { readonly picked?: string | undefined };

/**
 * Chooses a customer's content, and the values of its placeholders. Who takes part in an experiment is settled before an arm is
 * drawn: whoever cannot get every arm gets the control, and counts nowhere. So no arm loses people that another keeps.
 */
export function personalise(campaign: Experimental, customer: Person): Personalised {
  const chosen = chooseContent(campaign, customer);
  const arms = armsOf(campaign);
  const all = chosen.arm && arms[0]?.variant === chosen.arm.variant ? armsFor(campaign, arms, chosen, customer) : [];
  const [control = personal(chosen, customer)] = all;
  if (campaign.id === undefined || all.length === 0) return kept(campaign, control);
  const { id, experiment, holdout, decision, picking } = campaign;
  const shares = arms.map(({ share }) => share);
  const drawn = drawArm(id, customer.id, shares);
  const get = (place: number, phase: Part['phase'], propensity: number): Personalised => ({
    ...kept(campaign, all[place] ?? control),
    part: { phase, arm: arms[place]?.variant ?? '', propensity },
  });
  const share = shares[drawn] ?? 1;
  // Whatever was decided meanwhile: an arm that was drawn stays, also of what is sent again.
  if (placeOf({ id, experiment, holdout, picking }, customer.id).isTest) return get(drawn, 'test', share);
  if (picking) {
    const picked = arms.findIndex(({ variant }) => variant === (customer.picked ?? decision?.rest));
    return get(Math.max(0, picked), 'rest', 1);
  }
  if (!decision) return { ...kept(campaign, control), awaits: 'decision' };
  if (decision.rest === 'stop') return { ...kept(campaign, control), awaits: 'nothing' };
  if (decision.rest === 'split') return get(drawn, 'rest', share);
  const winner = arms.findIndex(({ variant }) => variant === decision.rest);
  return get(Math.max(0, winner), 'rest', 1);
}

/** Each arm's content for a customer, in one language; none unless they can get every one of them. */
function armsFor(campaign: Experimental, arms: readonly Arm[], chosen: CampaignContent, customer: Person): Personal[] {
  const { language } = chosen.content;
  const own = arms.flatMap(({ contents }) => {
    const content = contents.find((one) => one.content.language === language);
    return content ? [personal(content, customer)] : [];
  });
  const isKept = (one: Personal) =>
    contentReason(campaign, one) === undefined && !isBlocked(campaign, one.content, customer.country);
  return own.length === arms.length && own.every(isKept) ? own : [];
}

function kept({ contents = [] }: WithContents, own: Personal): Personalised {
  return { ...own, content_key: contents.length > 0 ? own.key : undefined };
}
