import { inBatches, type Pause } from '../../shared/platform/backoff.ts';
import type { SendQueue } from '../../shared/run/chunk.ts';
import type { Faults } from './faults.ts';
import type { Permit } from './permits.ts';
import type { SimulatedQueue } from './queue.ts';
import type { Random } from './random.ts';
import type { Worker } from './scheduler.ts';

/** Delays a chunk like shared/run/sqs.send-queue.ts. */
const LONGEST_DELAY = 900;
const MARGIN = 300;

/** The send queue as one invocation sees it; of a batch it may take a part, and is then asked again by the real code. */
export function chunksTo(
  queue: SimulatedQueue,
  worker: Worker,
  permit: Permit,
  faults: Faults,
  roll: Random,
  pause: Pause,
): SendQueue {
  const isTaken = () => worker.spared || !faults.happens('queue_throttled', 0.3);
  return {
    async add(chunks, now) {
      permit('sends:SendMessage');
      const send = (batch: typeof chunks) =>
        worker.call(`send ${batch.map(({ id }) => id.slice(-4)).join(' ')}`, async () => {
          const taken = batch.filter(isTaken);
          for (const chunk of taken) {
            const ahead = Math.floor((chunk.slot_at - now - MARGIN) / 1000);
            const delay = Math.min(LONGEST_DELAY, Math.max(0, ahead)) * 1000;
            queue.send(JSON.stringify(chunk), worker.clock.now() + delay);
          }
          return batch.filter((chunk) => !taken.includes(chunk));
        });
      await inBatches(chunks, 1 + roll.below(10), send, pause);
    },
  };
}
