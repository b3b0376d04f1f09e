import type { Faults } from './faults.ts';
import type { Random } from './random.ts';
import type { Ending, Scheduler } from './scheduler.ts';

export interface QueueTerms {
  /** The visibility timeout, in milliseconds. */
  readonly visibility: number;
  readonly mostReceives: number;
  /** Handles one message; `last` on attempts after which no other could make up for a fault. */
  readonly receive: (body: string, last: boolean) => Promise<Ending<unknown>>;
  /** Handles a dead letter. Without it, no fault strikes a message's last attempts. */
  readonly bury?: (body: string) => void;
}

/**
 * A standard SQS queue and its event source: delivers at least once and in any order, hides a message while it is being
 * handled, and moves it to the dead letters after its last attempt. Bodies are JSON.
 */
export function simulatedQueue(
  world: Scheduler,
  faults: Faults,
  roll: Random,
  { visibility, mostReceives, receive, bury }: QueueTerms,
) {
  let givenUp = 0;

  function arrive(body: string, at: number, receives: number): void {
    world.at(at, () => {
      if (receives === mostReceives) {
        world.note('queue: a message was given up');
        givenUp += 1;
        bury?.(body);
        return;
      }
      const received = world.now();
      // Not awaited: the step ends when the handler makes its first call.
      void receive(body, !bury && receives >= mostReceives - 2).then(({ kind }) => {
        const gone = kind === 'done' && !faults.happens('message_not_deleted', 0.05);
        if (!gone) arrive(body, received + visibility, receives + 1);
      });
    });
  }

  return {
    /** How many messages failed in all attempts. */
    get givenUp() {
      return givenUp;
    },

    send(body: string, at: number): void {
      const copies = faults.happens('message_duplicated', 0.1) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        const late = faults.happens('message_late', 0.1) ? roll.between(500, 60_000) : roll.between(0, 200);
        arrive(body, at + late + copy * roll.between(0, 30_000), 0);
      }
    },
  };
}

export type SimulatedQueue = ReturnType<typeof simulatedQueue>;
