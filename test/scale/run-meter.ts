import type { Steps } from '../fault/state-machine.ts';

/** The events of one look at a lane, in an execution's history: task (5), choice (2) and wait (2). ADR 7 counts the same. */
const EVENTS_OF_LOOK = 9;
/** Execution started and succeeded, and the state that ends it. */
const EVENTS_OF_EXECUTION = 4;
const TRANSITIONS_OF_LOOK = 3;
/** Of the run itself: opening, choice, map and closing. */
const TRANSITIONS_OF_RUN = 4;

/** Counts how much of a Step Functions history the executions use, and their transitions. */
export function runMeter() {
  const looks = new Map<string, number>();
  const runs = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    /** The same steps, counted. */
    watched: (steps: Steps): Steps => ({
      open(run) {
        count(runs, `${run.campaign_id} ${run.run}`);
        return steps.open(run);
      },
      advance(run) {
        count(looks, `${run.campaign_id} ${run.run} lane ${run.lane}`);
        return steps.advance(run);
      },
      close: (run) => steps.close(run),
    }),
    /** The events of the execution that has the most, which is that of a lane. */
    get longest() {
      const [name = '', most = 0] = [...looks].toSorted(([, one], [, other]) => other - one)[0] ?? [];
      return { name, looks: most, events: most * EVENTS_OF_LOOK + EVENTS_OF_EXECUTION };
    },
    get transitions() {
      const sum = (counts: Map<string, number>) => [...counts.values()].reduce((total, one) => total + one, 0);
      return sum(looks) * TRANSITIONS_OF_LOOK + runs.size * TRANSITIONS_OF_RUN + sum(runs) * TRANSITIONS_OF_LOOK;
    },
  };
}
