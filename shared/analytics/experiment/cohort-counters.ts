import { holdoutOf, trialOf, type HoldoutMessage, type TrialMessage } from '../../message/cohort-of-message.ts';
import { hasArrived, type Message } from '../../message/message.ts';
import { timestamp } from '../../platform/clock.ts';

/** As those of the roll-up, which takes these among its own. */
type Counters = Readonly<Record<string, number>>;

/** The fields of a message from which its cohorts are counted. */
export type CohortMessage = Pick<Message, 'status'> & TrialMessage & HoldoutMessage;

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
  const trial = trialOf(message);
  if (!trial) return {};
  const cohort = timestamp(trial.cohort);
  return {
    [`${cohort}#tried#${trial.arm}`]: 1,
    ...(trial.did && { [`${cohort}#did#${trial.arm}`]: 1 }),
    ...(hasArrived(message.status) && { [`${cohort}#delivered#${trial.arm}`]: 1 }),
  };
}

function holdoutCounters(message: CohortMessage): Counters {
  const found = holdoutOf(message);
  if (!found) return {};
  const cohort = timestamp(found.cohort);
  return {
    [`${cohort}#planned#${found.side}`]: 1,
    ...(found.bought && { [`${cohort}#bought#${found.side}`]: 1 }),
  };
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
