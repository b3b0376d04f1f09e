import { cohortOf } from '../campaign/cohort.ts';
import type { Message } from './message.ts';

const HOUR = 3_600_000;

/** What a message tells of its campaign's experiment, from its own state alone. */
export type TrialMessage = Pick<
  Message,
  'phase' | 'arm' | 'metric' | 'window_hours' | 'tried_at' | 'did_at' | 'read_at' | 'replied_at'
>;

/** What it tells where some get nothing by chance. */
export type HoldoutMessage = Pick<Message, 'phase' | 'window_hours' | 'planned_at' | 'bought_at'>;

/** As what somebody of the test is compared: undefined of whoever is not of it, or was not tried. `cohort` is when that began, in milliseconds since the epoch. */
export function trialOf(
  message: TrialMessage,
): { readonly arm: string; readonly cohort: number; readonly did: boolean } | undefined {
  const { phase, arm, tried_at, window_hours } = message;
  if (phase !== 'test' || arm === undefined || tried_at === undefined || window_hours === undefined) return undefined;
  const cohort = cohortOf(Date.parse(tried_at), window_hours);
  return { arm, cohort, did: isWithin(tried_at, didAt(message), window_hours) };
}

/** When what is counted first came true. */
function didAt({ metric, did_at, read_at, replied_at }: TrialMessage): string | undefined {
  if (metric === 'read') return read_at;
  return metric === 'replied' ? replied_at : did_at;
}

/** The sides of what a campaign brings: whoever was planned, and whoever got nothing by chance. */
export const HOLDOUT_SIDES = ['sent', 'held'] as const;
export type HoldoutSide = (typeof HOLDOUT_SIDES)[number];

/** On which side somebody is compared: undefined of whoever is on none. `cohort` is as above. */
export function holdoutOf({
  phase,
  planned_at,
  bought_at,
  window_hours,
}: HoldoutMessage): { readonly side: HoldoutSide; readonly cohort: number; readonly bought: boolean } | undefined {
  if (planned_at === undefined || window_hours === undefined) return undefined;
  const side = phase === 'holdout' ? 'held' : 'sent';
  const cohort = cohortOf(Date.parse(planned_at), window_hours);
  return { side, cohort, bought: isWithin(planned_at, bought_at, window_hours) };
}

function isWithin(since: string, at: string | undefined, window_hours: number): boolean {
  if (at === undefined) return false;
  const after = Date.parse(at) - Date.parse(since);
  return after >= 0 && after <= window_hours * HOUR;
}
