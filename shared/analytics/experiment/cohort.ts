import type { Tally } from '../beta.ts';

const HOUR = 3_600_000;

/** When an arm's people count, and for how long they have. */
export interface Window {
  readonly metric: 'tapped' | 'replied' | 'converted' | 'read';
  readonly window_hours: number;
}

/** People whose time to answer began in the same hours: counters by arm, in the arms' order. */
export interface Cohort {
  /** In milliseconds since the epoch. */
  readonly begin: number;
  readonly tried: readonly number[];
  readonly did: readonly number[];
  readonly delivered: readonly number[];
}

/** How many hours share one cohort: two dozen of them fill a window. */
function cohortLength(window_hours: number): number {
  return Math.ceil(window_hours / 24) * HOUR;
}

/** When the cohort of a moment began. Both in milliseconds since the epoch. */
export function cohortOf(time: number, window_hours: number): number {
  const length = cohortLength(window_hours);
  return Math.floor(time / length) * length;
}

/** How much later than it happened something may be known; a shop may report its orders once a day. */
function graceOf({ metric }: Pick<Window, 'metric'>): number {
  return metric === 'converted' ? 24 * HOUR : HOUR;
}

/** From when on everybody in a cohort has had their whole window, and it is known. In milliseconds since the epoch. */
export function closesAt(begin: number, window: Window): number {
  return begin + cohortLength(window.window_hours) + window.window_hours * HOUR + graceOf(window);
}

/**
 * Of each arm, who had their whole window, and how many of them did it. Early answers wait, too: counted with "done or over",
 * an arm that went out earlier would win.
 * @param now in milliseconds since the epoch
 */
export function closedTallies(cohorts: readonly Cohort[], window: Window, now: number, arms: number): Tally[] {
  const closed = cohorts.filter(({ begin }) => closesAt(begin, window) <= now);
  return sumOf(closed, arms).map(({ tried, did }) => ({ successes: did, trials: tried }));
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
