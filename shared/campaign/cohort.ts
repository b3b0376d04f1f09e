import type { Experiment, Metric } from './experiment.ts';

const HOUR = 3_600_000;
/** How much later than it happened something may be known, in hours: a shop may report its orders once a day. */
const GRACE = { tapped: 1, replied: 1, read: 1, converted: 24 } as const satisfies Record<Metric, number>;

/** What an arm's people are asked for, and for how long they have. */
export interface Window {
  readonly metric: Metric;
  readonly window_hours: number;
}

/** The fields of a campaign that say how long those have who are compared with whoever gets nothing. */
export interface HeldBack {
  readonly experiment?: Experiment | undefined;
  readonly attribution_window_hours: number;
}

/** How many hours share one cohort: two dozen of them fill a window. */
function cohortHours(window_hours: number): number {
  return Math.ceil(window_hours / 24);
}

/** When the cohort of a moment began. Both in milliseconds since the epoch. */
export function cohortOf(time: number, window_hours: number): number {
  const length = cohortHours(window_hours) * HOUR;
  return Math.floor(time / length) * length;
}

/** How many hours after somebody was sent to their cohort is closed at the latest. */
export function hoursToClose({ metric, window_hours }: Window): number {
  return cohortHours(window_hours) + window_hours + GRACE[metric];
}

/** From when on everybody in a cohort has had their whole window, and it is known. In milliseconds since the epoch. */
export function closesAt(begin: number, window: Window): number {
  return begin + hoursToClose(window) * HOUR;
}

/** Whether everybody in a cohort has had their whole window. @param now in milliseconds since the epoch */
export function isClosed(begin: number, window: Window, now: number): boolean {
  return closesAt(begin, window) <= now;
}

/** The window of what a campaign brings: reports of conversions are waited for, whatever the arms are compared by. */
export function holdoutWindow(campaign: HeldBack): Window {
  const { experiment, attribution_window_hours } = campaign;
  return { metric: 'converted', window_hours: experiment?.window_hours ?? attribution_window_hours };
}

/** When an experiment is decided at the latest, in milliseconds since the epoch. @param began when its campaign did */
export function decidesAt(experiment: Experiment, began: string): number {
  return Date.parse(began) + decideAfterHours(experiment) * HOUR;
}

/** How long after its begin that is, in hours. */
export function decideAfterHours(experiment: Experiment): number {
  return experiment.decide_after_hours ?? Math.max(3 * experiment.window_hours, hoursToClose(experiment));
}
