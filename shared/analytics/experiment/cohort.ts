import { isClosed, type Window } from '../../campaign/cohort.ts';
import type { Tally } from '../beta.ts';

/** People whose time to answer began in the same hours: counters by arm, in the arms' order. */
export interface Cohort {
  /** In milliseconds since the epoch. */
  readonly begin: number;
  readonly tried: readonly number[];
  readonly did: readonly number[];
  readonly delivered: readonly number[];
}

/**
 * The cohorts in which everybody had their whole window. Early answers wait, too: counted with "done or over", an arm that
 * went out earlier would win.
 * @param now in milliseconds since the epoch
 */
export function closedOf<One extends Pick<Cohort, 'begin'>>(
  cohorts: readonly One[],
  window: Window,
  now: number,
): One[] {
  return cohorts.filter(({ begin }) => isClosed(begin, window, now));
}

/** Of each arm, who had their whole window, and how many of them did it. */
export function closedTallies(cohorts: readonly Cohort[], window: Window, now: number, arms: number): Tally[] {
  return sumOf(closedOf(cohorts, window, now), arms).map(({ tried, did }) => ({ successes: did, trials: tried }));
}

/** Of each arm, everybody who was tried so far. */
export function triedOf(cohorts: readonly Cohort[], arms: number): number[] {
  return sumOf(cohorts, arms).map(({ tried }) => tried);
}

export function sumOf(cohorts: readonly Cohort[], arms: number) {
  const total = (counter: 'tried' | 'did' | 'delivered', arm: number) =>
    cohorts.reduce((sum, cohort) => sum + (cohort[counter][arm] ?? 0), 0);
  return Array.from({ length: arms }, (_, arm) => ({
    tried: total('tried', arm),
    did: total('did', arm),
    delivered: total('delivered', arm),
  }));
}
