import { setTimeout as sleep } from 'node:timers/promises';

import { isThrottled } from '../services/service.ts';

/**
 * Calls a function again for as long as it is throttled, after each of these delays (milliseconds).
 * @throws whatever the call throws that is not to be repeated; the last throttle, too
 */
export async function whileThrottled<Result>(
  call: () => Promise<Result>,
  delays: readonly number[],
  signal: AbortSignal,
): Promise<Result> {
  for (const delay of delays) {
    try {
      return await call();
    } catch (error) {
      if (!isThrottled(error) || signal.aborted) throw error;
    }
    await sleep(delay, undefined, { signal }).catch(() => undefined);
  }
  return await call();
}
