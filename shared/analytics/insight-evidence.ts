import { NOTHING, type Seen } from './insight-values.ts';
import { chanceOf, counted, number, WORDS } from './insight-words.ts';
import type { ButtonInsights, Dimension } from './insight.wire.ts';

/** The evidence that a value, and all others together, need before they are compared, so that no single campaign decides. */
const MIN_EVIDENCE = { delivered: 100, campaigns: 2 };

export interface Sides {
  readonly value: string;
  readonly own: Seen;
  /** All other values together. */
  readonly rest: Seen;
}

export interface ComparedSides extends Sides {
  /** How often equal values differ at least so much, corrected for all that were compared. */
  readonly chance: number;
}

/** How much evidence is missing on the side that has less. */
export function missingEvidence({ own, rest }: Omit<Sides, 'value'>) {
  return {
    delivered: Math.max(0, MIN_EVIDENCE.delivered - Math.min(own.trials, rest.trials)),
    campaigns: Math.max(0, MIN_EVIDENCE.campaigns - Math.min(own.campaigns.size, rest.campaigns.size)),
  };
}

/** Why there is no advice, and how much more evidence is needed. @param weighed the values with enough evidence */
export function explain(
  dimension: Dimension,
  sides: readonly Sides[],
  weighed: readonly ComparedSides[],
): ButtonInsights['not_yet_clear'][number] {
  const { singular, plural, named } = WORDS[dimension];
  const [likeliest] = weighed.toSorted((a, b) => a.chance - b.chance);
  if (likeliest) {
    return {
      dimension,
      reason: 'no_clear_difference',
      detail: `No ${singular} clearly does better: the largest difference, of ${named(likeliest.value)}, would come by chance in ${chanceOf(likeliest.chance)} of comparisons of equal ones.`,
      more_delivered: 0,
      more_campaigns: 0,
    };
  }
  const gap = (side: Omit<Sides, 'value'>) =>
    missingEvidence(side).delivered + MIN_EVIDENCE.delivered * missingEvidence(side).campaigns;
  const [closest = { own: NOTHING, rest: NOTHING, value: undefined }] = sides.toSorted((a, b) => gap(a) - gap(b));
  const { delivered, campaigns } = missingEvidence(closest);
  const seen = (group: Seen) => `${number(group.trials)} delivered in ${counted(group.campaigns.size, 'campaign')}`;
  const found =
    closest.value === undefined
      ? 'nothing with a button whose taps can be known was delivered'
      : `of ${named(closest.value)} there are ${seen(closest.own)}, of all other ${plural} ${seen(closest.rest)}`;
  return {
    dimension,
    reason: 'too_little_evidence',
    detail: `Too little evidence to compare ${plural}: ${found}; at least ${MIN_EVIDENCE.delivered} in ${MIN_EVIDENCE.campaigns} campaigns are needed of each.`,
    more_delivered: delivered,
    more_campaigns: campaigns,
  };
}
