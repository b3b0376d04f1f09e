import type { Finding } from './findings.ts';
import type { Suppression } from './suppressions.ts';

export interface Decision {
  /** Findings without a suppression. */
  readonly open: readonly Finding[];
  /** Suppressions that match no finding in any stage. */
  readonly unused: readonly Suppression[];
}

export function decide(findings: readonly Finding[], suppressions: readonly Suppression[]): Decision {
  return {
    open: findings.filter((finding) => !suppressions.some((suppression) => matches(suppression, finding))),
    unused: suppressions.filter((suppression) => !findings.some((finding) => matches(suppression, finding))),
  };
}

function matches({ rule, where }: Suppression, finding: Finding): boolean {
  return (
    rule.replaceAll('{stage}', finding.stage) === finding.rule &&
    (typeof where === 'string' ? where === finding.path : where.test(finding.path))
  );
}
