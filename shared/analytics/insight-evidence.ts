import { NOTHING, type Seen } from './insight-values.ts';
import { chance, counted, number, WORDS } from './insight-words.ts';
import type { ButtonInsights, Dimension } from './insight.wire.ts';

/** What a value, and all others together, must have before they are compared: else one odd campaign would decide. */
const ENOUGH = { delivered: 100, campaigns: 2 };

export interface Sides {
  readonly value: string;
  readonly own: Seen;
  /** All other values together. */
  readonly rest: Seen;
}

export interface Weighed extends Sides {
  /** That its rate is higher than the rest's. */
  readonly probability: number;
}

/** How much of each is missing, on the side that has less. */
export function lacking({ own, rest }: Omit<Sides, 'value'>) {
  return {
    delivered: Math.max(0, ENOUGH.delivered - Math.min(own.trials, rest.trials)),
    campaigns: Math.max(0, ENOUGH.campaigns - Math.min(own.campaigns.size, rest.campaigns.size)),
  };
}

/** Why there is no advice, and how much more is needed. @param weighed the sides with enough evidence */
export function explain(
  dimension: Dimension,
  sides: readonly Sides[],
  weighed: readonly Weighed[],
): ButtonInsights['not_yet_clear'][number] {
  const { of, named } = WORDS[dimension];
  const [likeliest] = weighed.toSorted((one, other) => other.probability - one.probability);
  if (likeliest) {
    return {
      dimension,
      reason: 'no_clear_difference',
      detail: `No ${dimension === 'media_type' ? 'media type' : dimension} clearly does better: the likeliest, ${named(likeliest.value)}, does with a probability of ${chance(likeliest.probability)}.`,
      more_delivered: 0,
      more_campaigns: 0,
    };
  }
  const gap = (one: Omit<Sides, 'value'>) => lacking(one).delivered + ENOUGH.delivered * lacking(one).campaigns;
  const [closest = { own: NOTHING, rest: NOTHING, value: undefined }] = sides.toSorted(
    (one, other) => gap(one) - gap(other),
  );
  const { delivered, campaigns } = lacking(closest);
  const seen = (one: Seen) => `${number(one.trials)} delivered in ${counted(one.campaigns.size, 'campaign')}`;
  const found =
    closest.value === undefined
      ? 'nothing with a button was delivered'
      : `of ${named(closest.value)} there are ${seen(closest.own)}, of all other ${of} ${seen(closest.rest)}`;
  return {
    dimension,
    reason: 'too_little_evidence',
    detail: `Too little evidence to compare ${of}: ${found}; at least ${ENOUGH.delivered} in ${ENOUGH.campaigns} campaigns are needed of each.`,
    more_delivered: delivered,
    more_campaigns: campaigns,
  };
}
