import type { Arm } from '../../campaign/arms.ts';
import type { Window } from '../../campaign/cohort.ts';
import type { CohortRow } from '../rollup.store.ts';
import { closedTallies, triedOf, type Cohort } from './cohort.ts';
import type { ArmCounts } from './decide.ts';

/** The roll-up's rows as cohorts, the arms in their order. A lane's rows of one cohort are cohorts of their own: sums are the same. */
export function cohortsOf(rows: readonly Pick<CohortRow, 'cohort' | 'counters'>[], arms: readonly Arm[]): Cohort[] {
  return rows.map(({ cohort, counters }) => {
    const of = (counter: 'tried' | 'did' | 'delivered') =>
      arms.map(({ variant }) => counters[`${counter}#${variant}`] ?? 0);
    return { begin: Date.parse(cohort), tried: of('tried'), did: of('did'), delivered: of('delivered') };
  });
}

/** What is known of the arms now. @param assigned how many people each variant was given */
export function armCountsOf(
  cohorts: readonly Cohort[],
  {
    arms,
    assigned,
    window,
    now,
  }: {
    readonly arms: readonly Arm[];
    readonly assigned: Readonly<Record<string, number>>;
    readonly window: Window;
    readonly now: number;
  },
): ArmCounts {
  return {
    weights: arms.map(({ weight }) => weight),
    assigned: arms.map(({ variant }) => assigned[variant] ?? 0),
    tried: triedOf(cohorts, arms.length),
    closed: closedTallies(cohorts, window, now, arms.length),
  };
}
