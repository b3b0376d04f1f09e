import { posteriorsOf } from './beta.ts';
import { explain, missingEvidence, type ComparedSides } from './insight-evidence.ts';
import { combine, type Values } from './insight-values.ts';
import { chance, counted, number, percent, WORDS } from './insight-words.ts';
import type { ButtonInsights, Dimension } from './insight.wire.ts';

type Recommendation = ButtonInsights['recommendations'][number];

/** The minimum probability of each level of confidence, strongest first. */
const CONFIDENCE = [
  ['strong', 0.99],
  ['moderate', 0.95],
  ['weak', 0.8],
] as const;

/** Advice for one property: each value that did better than all others together, or why there is none. */
export function adviceOn(
  dimension: Dimension,
  values: Values,
): { advice: Recommendation[]; unclear: ButtonInsights['not_yet_clear'] } {
  const sides = [...values].map(([value, own]) => ({
    value,
    own,
    rest: combine([...values].flatMap(([other, seen]) => (other === value ? [] : [seen]))),
  }));
  const weighed = sides
    .filter((side) => missingEvidence(side).delivered + missingEvidence(side).campaigns === 0)
    .map((side) => ({ ...side, probability: posteriorsOf([side.own, side.rest])[0]?.probability_best ?? 0 }));
  const advice = weighed.flatMap((side) => recommend(dimension, side));
  return { advice, unclear: advice.length > 0 ? [] : [explain(dimension, sides, weighed)] };
}

/** Sorted by confidence, then by lift. */
export function ranked(advice: readonly Recommendation[]): Recommendation[] {
  const rank = ({ confidence }: Recommendation) => CONFIDENCE.findIndex(([name]) => name === confidence);
  const lift = (recommendation: Recommendation) => recommendation.lift ?? Number.MAX_VALUE;
  return advice.toSorted((a, b) => rank(a) - rank(b) || lift(b) - lift(a));
}

function recommend(dimension: Dimension, { value, own, rest, probability }: ComparedSides): Recommendation[] {
  const confidence = CONFIDENCE.find(([, least]) => probability >= least)?.[0];
  if (!confidence) return [];
  const [named, usual] = [own.successes / own.trials, rest.successes / rest.trials];
  return [
    {
      dimension,
      value,
      advice: `Consider ${WORDS[dimension].named(value)}: customers tapped ${percent(named)} of ${number(own.trials)} delivered in ${counted(own.campaigns.size, 'campaign')}, against ${percent(usual)} of ${number(rest.trials)} for all other ${WORDS[dimension].plural}; the probability that it does better is ${chance(probability)}.`,
      probability,
      lift: usual === 0 ? null : named / usual - 1,
      evidence: { delivered: own.trials, clicked: own.successes, campaigns: own.campaigns.size },
      confidence,
    },
  ];
}
