import { cohortOf } from '../../campaign/cohort.ts';
import type { Message } from '../../message/message.ts';
import { timestamp } from '../../platform/clock.ts';

const HOUR = 3_600_000;

/** As those of the roll-up, which takes these among its own. */
type Counters = Readonly<Record<string, number>>;

/** The fields of a message from which its cohorts are counted. */
export type CohortMessage = Pick<
  Message,
  | 'status'
  | 'phase'
  | 'arm'
  | 'metric'
  | 'window_hours'
  | 'planned_at'
  | 'tried_at'
  | 'did_at'
  | 'bought_at'
  | 'read_at'
  | 'replied_at'
>;

/**
 * What a message counts in the cohorts of its experiment, by the cohort's begin: `<begin>#tried#<arm>`, `did`, `delivered` of those
 * of the test, and `<begin>#planned#held`, `bought` and the same of `sent` where some get nothing by chance. All follows from the
 * message's state alone.
 * @returns undefined of a message that counts in none
 */
export function cohortCounters(message: CohortMessage): Counters | undefined {
  const all = { ...armCounters(message), ...holdoutCounters(message) };
  return Object.keys(all).length > 0 ? all : undefined;
}

function armCounters(message: CohortMessage): Counters {
  const { phase, arm, tried_at, window_hours, status } = message;
  if (phase !== 'test' || arm === undefined || tried_at === undefined || window_hours === undefined) return {};
  const cohort = timestamp(cohortOf(Date.parse(tried_at), window_hours));
  const isDelivered = status === 'delivered' || status === 'read';
  return {
    [`${cohort}#tried#${arm}`]: 1,
    ...(isWithin(tried_at, didAt(message), window_hours) && { [`${cohort}#did#${arm}`]: 1 }),
    ...(isDelivered && { [`${cohort}#delivered#${arm}`]: 1 }),
  };
}

/** When what is counted first came true. */
function didAt({ metric, did_at, read_at, replied_at }: CohortMessage): string | undefined {
  if (metric === 'read') return read_at;
  return metric === 'replied' ? replied_at : did_at;
}

function holdoutCounters({ phase, planned_at, bought_at, window_hours }: CohortMessage): Counters {
  if (planned_at === undefined || window_hours === undefined) return {};
  const cohort = timestamp(cohortOf(Date.parse(planned_at), window_hours));
  const side = phase === 'holdout' ? 'held' : 'sent';
  return {
    [`${cohort}#planned#${side}`]: 1,
    ...(isWithin(planned_at, bought_at, window_hours) && { [`${cohort}#bought#${side}`]: 1 }),
  };
}

function isWithin(since: string, at: string | undefined, window_hours: number): boolean {
  if (at === undefined) return false;
  const after = Date.parse(at) - Date.parse(since);
  return after >= 0 && after <= window_hours * HOUR;
}

/** Counters by the cohort that their names begin with. */
export function byCohort(counters: Counters): ReadonlyMap<string, Counters> {
  const cohorts = new Map<string, Record<string, number>>();
  for (const [name, count] of Object.entries(counters)) {
    const [cohort = ''] = name.split('#', 1);
    const own = cohorts.get(cohort) ?? {};
    own[name.slice(cohort.length + 1)] = count;
    cohorts.set(cohort, own);
  }
  return cohorts;
}

/** The same names with their cohort again. */
export function ofCohort(cohort: string, counters: Counters): Counters {
  return Object.fromEntries(Object.entries(counters).map(([name, count]) => [`${cohort}#${name}`, count]));
}
