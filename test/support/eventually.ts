import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_PAUSE_MS = 100;
/** Dozens of tests wait at a time, and each look takes some of the processor time that they wait for. */
const MAX_PAUSE_MS = 2_000;

/**
 * Waits until a check passes, and returns what it returns.
 * @param patience milliseconds; five minutes are well within a test's time: what is awaited may go through several queues
 * @throws the check's own failure once they are over
 */
export async function eventually<Value>(check: () => Value | Promise<Value>, patience = 300_000): Promise<Value> {
  const end = Date.now() + patience;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(pause);
  }
}
