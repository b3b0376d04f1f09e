import type { TracedMessage } from '../message/message.ts';
import { cellOf, type Basis } from './cell.ts';
import type { Course } from './course.ts';
import { hasTapped, pastOf, stepOf, type Step } from './past.ts';
import { countPick } from './pick-test.ts';
import { countTime, type OpenHours } from './time-test.ts';
import { count, type CellCount, type Tally } from './tally.ts';
import type { Plan } from './training.ts';

/** What one pass over people counts: what a model is trained by, and what the present one is judged by. */
export interface Counts {
  readonly train: Tally;
  readonly judge: Tally;
  /** By the id of a campaign that tells which arm to give to whom: what became of its test. */
  readonly picks: Map<string, Tally>;
  /** By the id of a campaign that tells at which hour to send: what became of its people. */
  readonly times: Map<string, Tally>;
}

export function noCounts(): Counts {
  return { train: new Map(), judge: new Map(), picks: new Map(), times: new Map() };
}

/** A campaign's messages to the people of a page, by customer. */
export interface Traced {
  readonly course: Course;
  readonly messages: ReadonlyMap<string, TracedMessage>;
}

/**
 * Counts one person's messages of closed campaigns, each by how the person stood before its campaign began. The oldest campaign
 * tells of people alone: before it nothing is known of anybody.
 * @param traced the campaigns that have begun, in any order @param open where the open hours of zones are kept
 */
export function countPerson(
  counts: Counts,
  person: { readonly id: string; readonly timezone: string },
  traced: readonly Traced[],
  plan: Pick<Plan, 'closed' | 'basis' | 'unseen' | 'picks' | 'times'>,
  open: OpenHours = new Map(),
): void {
  const oldest = Math.min(...traced.map(({ course }) => course.began));
  const sent = new Map(
    traced.flatMap(({ course, messages }) => {
      const message = messages.get(person.id);
      return message ? [[stepOf(course, message, person.timezone), message] as const] : [];
    }),
  );
  const steps = [...sent.keys()];
  for (const step of steps) {
    const { course } = step;
    if (!plan.closed.includes(course.id) || course.began <= oldest) continue;
    countStep(counts.train, step, steps, plan.basis);
    if (course.id === plan.unseen?.campaign_id) countStep(counts.judge, step, steps, plan.unseen.basis);
    const [test, message] = [plan.picks.find((one) => one.campaign_id === course.id), sent.get(step)];
    if (test && message)
      countPick(tallyOf(counts.picks, course.id), test, message, {
        past: pastOf(steps, course.began),
        slot: step.slot,
      });
    const timed = plan.times.find((one) => one.campaign_id === course.id);
    if (timed) countTime(tallyOf(counts.times, course.id), timed, step, steps, person, open);
  }
}

/** The tally of a name, made where there is none. */
export function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const tally: Tally = tallies.get(name) ?? new Map<number, CellCount>();
  tallies.set(name, tally);
  return tally;
}

/** Whoever was tried counts, whatever became of the message; where there is nothing to tap, nobody does. */
function countStep(tally: Tally, step: Step, all: readonly Step[], basis: Basis): void {
  const { course, kind, slot, tried } = step;
  if (tried === undefined || !kind) return;
  const past = pastOf(all, course.began);
  count(tally, cellOf(past, { kind, slot }, basis), hasTapped(step));
}
