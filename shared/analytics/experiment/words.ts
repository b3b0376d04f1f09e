import type { Campaign } from '../../campaign/campaign.ts';
import type { Metric } from '../../campaign/experiment.ts';
import { chanceOf, number } from '../insight-words.ts';
import type { ArmCounts, Finding } from './decide.ts';
import { rateOf } from './two-proportions.ts';
import type { PairResult } from './winner.ts';

/** What an arm is or does more often, by the metric. */
const DOES: Readonly<Record<Metric, string>> = {
  tapped: 'is tapped by',
  replied: 'is answered by',
  converted: 'is followed by a conversion of',
  read: 'is read by',
};

/** A finding in words. @param variants the arms' names, the control first */
export function sentencesOf(
  finding: Finding,
  counts: ArmCounts,
  variants: readonly string[],
  { metric, isSetTime }: { readonly metric: Metric; readonly isSetTime: boolean },
): string {
  if (finding.kind === 'skewed') return skewed(finding.of, counts, variants);
  if (finding.kind === 'planning') return `${PLANNING} ${countsInWords(counts, variants)}.`;
  if (finding.kind === 'too_few') return `${TOO_FEW} ${countsInWords(counts, variants)}.`;
  const pairs = finding.results.map((result) => pairInWords(result, variants, metric, isSetTime));
  return [headline(finding, variants, isSetTime), ...pairs, ...early(finding, isSetTime)].join(' ');
}

const PLANNING = 'Not decided yet: people are still being planned, and until then only counts are told:';
const TOO_FEW = 'There are too few people, or too few of them did it, to say more than the counts:';

function headline(
  { winner, results }: Extract<Finding, { kind: 'compared' }>,
  variants: readonly string[],
  isSetTime: boolean,
): string {
  const control = named(variants[0]);
  if (winner === 0) return `${control}, the control, is better than every other variant.`;
  if (winner !== undefined) {
    const best = variants.length > 2 ? ' It is not proved to be the best of all.' : '';
    return `${named(variants[winner])} is better than ${control}, the control.${best}`;
  }
  const isAny = results.some(({ proved }) => proved !== undefined);
  if (isAny) return 'No variant is proved better than the control, and the control is not proved better than all.';
  return isSetTime
    ? 'No difference is proved; there may be none, or one too small for so many people.'
    : 'Not decided yet.';
}

/** A variant that a look proved worse than the control. */
export function worseInWords(result: PairResult, variants: readonly string[], metric: Metric): string {
  return `${named(variants[result.arm])} does clearly worse than ${named(variants[0])}, the control: ${pairInWords(result, variants, metric, false)}`;
}

function pairInWords(result: PairResult, variants: readonly string[], metric: Metric, isSetTime: boolean): string {
  const [low, high] = result.interval.map((bound) => (100 * bound).toFixed(1)) as [string, string];
  const sure = `${Number((100 * (1 - result.error)).toFixed(2))} %`;
  const looks = isSetTime && result.chance !== undefined ? '' : ', however often one looks';
  const difference = `${named(variants[result.arm])} ${DOES[metric]} ${between(low, high)} of the people (${sure}${looks})`;
  if (result.chance === undefined) return `${difference}.`;
  return `${difference}; a difference at least this large would come by chance in ${chanceOf(result.chance)} of tests of equal arms.`;
}

/** Points from low to high: "0.9 to 4.1 points more", "4.1 to 0.9 points fewer", "0.3 points fewer to 2.1 points more". */
function between(low: string, high: string): string {
  if (!low.startsWith('-')) return `${low} to ${high} points more`;
  const less = low.slice(1);
  if (high.startsWith('-')) return `${high.slice(1)} to ${less} points fewer`;
  return `between ${less} points fewer and ${high} points more`;
}

/** What is decided early is decided because it looked large. */
function early({ winner }: Extract<Finding, { kind: 'compared' }>, isSetTime: boolean): string[] {
  return winner !== undefined && !isSetTime
    ? ['It was decided early: the difference is likely smaller than it looks.']
    : [];
}

function skewed(of: 'assigned' | 'tried', counts: ArmCounts, variants: readonly string[]): string {
  const what = of === 'tried' ? 'sent to' : 'planned';
  const numbers = variants.map((variant, arm) => `${named(variant)} ${number(counts[of][arm] ?? 0)}`).join(', ');
  return `No verdict. The people who were ${what} are not spread over the variants as their weights say (${numbers}), by more than chance explains. Something else decided who got what, so a difference would say nothing of the variants. Look for what keeps one of them back: a template that was paused, or a fault; then test again.`;
}

/** “short” 3 of 120 (2.5 %), “long” 5 of 118 (4.2 %) */
export function countsInWords({ closed }: Pick<ArmCounts, 'closed'>, variants: readonly string[]): string {
  return variants
    .map((variant, arm) => {
      const tally = closed[arm] ?? { successes: 0, trials: 0 };
      const rate = tally.trials === 0 ? '' : ` (${(100 * rateOf(tally)).toFixed(1)} %)`;
      return `${named(variant)} ${number(tally.successes)} of ${number(tally.trials)}${rate}`;
    })
    .join(', ');
}

/** What the rest gets. */
export function restInWords({ rest }: NonNullable<Campaign['decision']>, hasRest: boolean): string {
  if (!hasRest) return '';
  if (rest === 'stop') return ' The rest gets nothing.';
  if (rest === 'split') return ' Of the rest, each person gets a variant by chance.';
  return ` The rest gets ${named(rest)}.`;
}

export function named(variant = ''): string {
  return `“${variant}”`;
}
