import { setTimeout as sleep } from 'node:timers/promises';

import type { Pause, Waiting } from './backoff.ts';
import type { Clock } from './clock.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleepUntil(time) {
    const ahead = time - Date.now();
    if (ahead > 0) await sleep(ahead);
  },
};

export const systemPause: Pause = (ceiling) => sleep((ceiling * (1 + Math.random())) / 2);
export const systemWaiting: Waiting = { pause: systemPause, now: () => performance.now() };
