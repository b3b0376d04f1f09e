import type { Ending, Scheduler } from '../fault/scheduler.ts';
import type { SimulatedQueue } from '../fault/queue.ts';
import type { Random } from '../fault/random.ts';
import type { Ages } from './ages.ts';

export interface QueueTerms {
  /** The visibility timeout, in milliseconds. */
  readonly visibility: number;
  readonly mostReceives: number;
  /** How many messages are handled at once. */
  readonly concurrency: number;
  /** How late a message becomes visible, in milliseconds at most. */
  readonly mostLate: number;
  /** The share of messages that are delivered twice. */
  readonly redelivered: number;
  /** How long messages were waiting when a function took them, beyond the delay they were sent with. */
  readonly ages: Ages;
  readonly receive: (body: string) => Promise<Ending<unknown>>;
}

interface Waiting {
  readonly body: string;
  readonly since: number;
  readonly receives: number;
}

/** A standard SQS queue and its event source, with as many functions at once as it may have: the others wait, and grow old. */
export function countedQueue(world: Scheduler, roll: Random, terms: QueueTerms): SimulatedQueue & { requests: number } {
  const { visibility, mostReceives, concurrency, mostLate, redelivered, ages, receive } = terms;
  const waiting: Waiting[] = [];
  let busy = 0;

  function arrive(body: string, at: number, receives: number): void {
    world.at(at + roll.between(0, mostLate), () => {
      waiting.push({ body, since: at, receives });
      take();
    });
  }

  function take(): void {
    while (busy < concurrency) {
      const next = waiting.shift();
      if (!next) return;
      busy += 1;
      void handle(next).finally(() => {
        busy -= 1;
        take();
      });
    }
  }

  async function handle({ body, since, receives }: Waiting): Promise<void> {
    const received = world.now();
    ages.add(received - since);
    // It is received, and deleted.
    queue.requests += 2;
    const { kind } = await receive(body);
    if (kind === 'done') return;
    if (receives + 1 < mostReceives) arrive(body, received + visibility, receives + 1);
    else queue.givenUp += 1;
  }

  const queue = {
    givenUp: 0,
    requests: 0,
    send(body: string, at: number): void {
      arrive(body, at, 0);
      if (redelivered > 0 && roll.chance(redelivered)) arrive(body, at, 0);
    },
  };
  return queue;
}
