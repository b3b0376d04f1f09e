import { posteriorsOf } from './beta.ts';
import { compareRates, isEnough } from './experiment/two-proportions.ts';
import { explain, missingEvidence, type ComparedSides, type Sides } from './insight-evidence.ts';
import { combine, type Values } from './insight-values.ts';
import { chanceOf, counted, number, percent, WORDS } from './insight-words.ts';
import type { ButtonInsights, Dimension } from './insight.wire.ts';

type Recommendation = ButtonInsights['recommendations'][number];

/** The largest chance of each level of confidence, strongest first. */
const CONFIDENCE = [
  ['strong', 0.01],
  ['moderate', 0.05],
  ['weak', 0.2],
] as const;

/** The values of a property, and those of them with enough evidence to be compared with all others together. */
export function sidesOf(values: Values): { readonly sides: readonly Sides[]; readonly enough: readonly Sides[] } {
  const sides = [...values].map(([value, own]) => ({
    value,
    own,
    rest: combine([...values].flatMap(([other, seen]) => (other === value ? [] : [seen]))),
  }));
  const enough = sides.filter((side) => missingEvidence(side).delivered + missingEvidence(side).campaigns === 0);
  return { sides, enough };
}

/** How often equal values differ at least so much; 1 where too few tapped, or too few did not. */
export function chanceOfSides({ own, rest }: Sides): number {
  const pair = { control: rest, arm: own };
  return isEnough(pair) ? compareRates(pair).p : 1;
}

/**
 * Advice for one property: each value that did better than all others together, or why there is none.
 * @param weighed the values with enough evidence, with their chances corrected for all that were compared
 */
export function adviceOn(
  dimension: Dimension,
  sides: readonly Sides[],
  weighed: readonly ComparedSides[],
): { advice: Recommendation[]; unclear: ButtonInsights['not_yet_clear'] } {
  const advice = weighed.flatMap((side) => recommend(dimension, side));
  return { advice, unclear: advice.length > 0 ? [] : [explain(dimension, sides, weighed)] };
}

/** Sorted by confidence, then by lift. */
export function ranked(advice: readonly Recommendation[]): Recommendation[] {
  const rank = ({ confidence }: Recommendation) => CONFIDENCE.findIndex(([name]) => name === confidence);
  const lift = (recommendation: Recommendation) => recommendation.lift ?? Number.MAX_VALUE;
  return advice.toSorted((a, b) => rank(a) - rank(b) || lift(b) - lift(a));
}

function recommend(dimension: Dimension, { value, own, rest, chance }: ComparedSides): Recommendation[] {
  const [named, usual] = [own.successes / own.trials, rest.successes / rest.trials];
  const confidence = CONFIDENCE.find(([, most]) => chance <= most)?.[0];
  if (!confidence || named <= usual) return [];
  const probability = posteriorsOf([own, rest])[0]?.probability_best ?? 0;
  return [
    {
      dimension,
      value,
      advice: `Consider ${WORDS[dimension].named(value)}: customers tapped ${percent(named)} of ${number(own.trials)} delivered in ${counted(own.campaigns.size, 'campaign')}, against ${percent(usual)} of ${number(rest.trials)} for all other ${WORDS[dimension].plural}; a difference at least this large would come by chance in ${chanceOf(chance)} of comparisons of equal ones. That was observed, and is no experiment.`,
      chance,
      probability,
      lift: usual === 0 ? null : named / usual - 1,
      evidence: { delivered: own.trials, clicked: own.successes, campaigns: own.campaigns.size },
      confidence,
    },
  ];
}
