import { AHEAD_WAIT } from '../shared/run/reserve-for-lane.ts';
import { SETTLE_WAIT } from '../shared/run/settle-lane.ts';
import { LANES } from '../shared/platform/lanes.ts';
import { HORIZON } from '../shared/sender/sender.ts';

/** About how many passes a run makes through its lanes: while it plans ahead, and while it waits for the last outcomes. */
export function laneLooks(customers: number, rate: number): number {
  const seconds = customers / rate;
  const ahead = Math.min(seconds, HORIZON / 1000);
  let looks = 1 + Math.ceil((seconds - ahead) / AHEAD_WAIT);
  for (let waited = 0; waited < ahead; looks += 1)
    waited += Math.min(SETTLE_WAIT.max, Math.max(SETTLE_WAIT.min, waited / 10));
  return LANES * looks;
}
