import type { Cohort } from '../../shared/analytics/experiment/cohort.ts';
import type { Random } from './random.ts';

export const HOUR = 3_600_000;

/** One arm of a simulated campaign. */
export interface SimulatedArm {
  readonly people: number;
  /** How likely somebody is to answer at all who is sent to at this time (milliseconds since the campaign's begin). */
  rate(time: number): number;
  /** After how long half of the answers are there, in milliseconds. */
  readonly answers_in: number;
  /** How much later than the others it is sent, in milliseconds. */
  readonly behind?: number;
}

/** What the roll-up knew at each of several moments: counters by cohort. */
export type Knowledge = (now: number) => readonly Cohort[];

/**
 * One campaign: everybody is sent to at a moment of the sending time, and answers, or does not. Only what has happened by a
 * moment is known at it.
 */
export function sendOut(
  arms: readonly SimulatedArm[],
  { sending, window_hours, moments }: { sending: number; window_hours: number; moments: readonly number[] },
  random: Random,
): Knowledge {
  const length = Math.ceil(window_hours / 24) * HOUR;
  const last = sending + Math.max(...arms.map(({ behind = 0 }) => behind));
  const cohorts = Math.floor(last / length) + 1;
  const empty = () => new Int32Array(moments.length * cohorts * arms.length);
  const [tried, did] = [empty(), empty()];
  const place = (moment: number, cohort: number, arm: number) => (moment * cohorts + cohort) * arms.length + arm;
  const momentOf = (time: number) => moments.findIndex((moment) => time <= moment);
  for (const [arm, { people, rate, answers_in, behind = 0 }] of arms.entries()) {
    for (let person = 0; person < people; person += 1) {
      const at = random() * sending + behind;
      const cohort = Math.floor(at / length);
      const known = momentOf(at);
      if (known >= 0) tried[place(known, cohort, arm)]! += 1;
      if (random() >= rate(at)) continue;
      const after = (-Math.log(1 - random()) * answers_in) / Math.LN2;
      if (after > window_hours * HOUR) continue;
      const heard = momentOf(at + after);
      if (heard >= 0) did[place(heard, cohort, arm)]! += 1;
    }
  }
  for (let n = cohorts * arms.length; n < tried.length; n += 1) {
    tried[n]! += tried[n - cohorts * arms.length]!;
    did[n]! += did[n - cohorts * arms.length]!;
  }
  return (now) => {
    const moment = moments.indexOf(now);
    return Array.from({ length: cohorts }, (_, cohort) => {
      const [begin, end] = [place(moment, cohort, 0), place(moment, cohort, arms.length)];
      const counts = { tried: [...tried.subarray(begin, end)], did: [...did.subarray(begin, end)] };
      return { begin: cohort * length, ...counts, delivered: counts.tried };
    });
  };
}
