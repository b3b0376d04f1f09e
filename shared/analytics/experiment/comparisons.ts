import type { Comparison } from '../../campaign/decision.ts';
import type { Finding } from './decide.ts';

/** Each variant that can be compared, against the control. @param variants the arms' names, the control first */
export function comparisonsOf(finding: Finding, variants: readonly string[]): Comparison[] {
  if (finding.kind !== 'compared') return [];
  return finding.results.map(({ arm, difference, interval: [lower, upper], error }) => {
    return { variant: variants[arm] ?? '', difference, interval: { lower, upper }, confidence: 1 - error };
  });
}
