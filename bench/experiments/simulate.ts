import { closedTallies, triedOf } from '../../shared/analytics/experiment/cohort.ts';
import { conclude, look, type ArmCounts, type Finding } from '../../shared/analytics/experiment/decide.ts';
import { closesAt, type Window } from '../../shared/campaign/cohort.ts';
import type { Random } from './random.ts';
import { HOUR, sendOut, type SimulatedArm } from './world.ts';

/** A case: its arms, how long sending takes, and what must come of it. */
export interface Case {
  readonly name: string;
  readonly arms: readonly SimulatedArm[];
  /** How long sending takes, in milliseconds. */
  readonly sending: number;
  readonly window: Window;
}

/** What came of many runs of a case, as shares of them. */
export interface Outcomes {
  readonly runs: number;
  /** Any pair was proved, at a look or at the set time. */
  readonly verdict: number;
  /** Before the set time. */
  readonly at_looks: number;
  /** Within the first half of the time. */
  readonly by_half_time: number;
  /** The last arm won. */
  readonly last_won: number;
  /** People were found not to be spread by chance. */
  readonly alarm: number;
}

const LOOKS = 20;

/** Runs a case through the code that decides: 20 looks and the set time together, as a campaign has them. */
export function simulateCase(one: Case, runs: number, random: Random): Outcomes {
  const seen = { verdict: 0, at_looks: 0, by_half_time: 0, last_won: 0, alarm: 0 };
  for (let run = 0; run < runs; run += 1) {
    const { finding, at } = runOnce(one, random);
    if (finding.kind === 'skewed') seen.alarm += 1;
    if (finding.kind !== 'compared') continue;
    if (finding.results.some(({ proved }) => proved !== undefined)) {
      seen.verdict += 1;
      if (at < 1) seen.at_looks += 1;
      if (at <= 0.5) seen.by_half_time += 1;
    }
    if (finding.winner === one.arms.length - 1) seen.last_won += 1;
  }
  const shares = Object.entries(seen).map(([name, count]) => [name, count / runs] as const);
  return { runs, ...(Object.fromEntries(shares) as Omit<Outcomes, 'runs'>) };
}

/** @returns `at`: when it was decided, as a share of the time from the first window's end to the last one's, the set time */
function runOnce({ arms, sending, window }: Case, random: Random): { finding: Finding; at: number } {
  const last = sending + Math.max(...arms.map(({ behind = 0 }) => behind));
  const [first, end] = [closesAt(0, window), closesAt(Math.floor(last / HOUR) * HOUR, window)];
  // Whether people are spread by chance is looked at from the first one on; rates, once the first windows are over.
  const early = Array.from({ length: LOOKS }, (_, n) => (first * (n + 1)) / LOOKS);
  const moments = [...early, ...early.map((_, n) => first + ((end - first) * (n + 1)) / LOOKS)];
  const known = sendOut(arms, { sending, window_hours: window.window_hours, moments }, random);
  for (const [n, now] of moments.entries()) {
    const counts = countsAt(now);
    const isSetTime = n === moments.length - 1;
    const looked = look(counts);
    if (isSetTime) return { finding: conclude(counts), at: 1 };
    const isFound = looked.kind === 'compared' && looked.results.some(({ proved }) => proved !== undefined);
    if (looked.kind === 'skewed' || isFound) return { finding: looked, at: (n + 1 - LOOKS) / LOOKS };
  }
  throw new Error('A simulated experiment has no set time.');

  function countsAt(now: number): ArmCounts {
    const cohorts = known(now);
    return {
      weights: arms.map(() => 1),
      assigned: arms.map(({ people }) => people),
      tried: triedOf(cohorts, arms.length),
      closed: closedTallies(cohorts, window, now, arms.length),
    };
  }
}
