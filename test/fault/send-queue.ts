import type { Chunk, SendQueue } from '../../shared/run/chunk.ts';
import type { SimulatedQueue } from './queue.ts';
import type { Random } from './random.ts';
import type { Worker } from './scheduler.ts';

/** Delays a chunk like shared/run/sqs.send-queue.ts. */
const LONGEST_DELAY = 900;
const MARGIN = 300;

/** The send queue as one invocation sees it; a batch is added whole or not at all. */
export function chunksTo(queue: SimulatedQueue, worker: Worker, roll: Random): SendQueue {
  return {
    async add(chunks, now) {
      for (let left: readonly Chunk[] = chunks; left.length > 0;) {
        const batch = left.slice(0, 1 + roll.below(10));
        left = left.slice(batch.length);
        await worker.call(`send ${batch.map(({ id }) => id.slice(-4)).join(' ')}`, async () => {
          for (const chunk of batch) {
            const ahead = Math.floor((chunk.slot_at - now - MARGIN) / 1000);
            const delay = Math.min(LONGEST_DELAY, Math.max(0, ahead)) * 1000;
            queue.send(JSON.stringify(chunk), worker.clock.now() + delay);
          }
        });
      }
    },
  };
}
