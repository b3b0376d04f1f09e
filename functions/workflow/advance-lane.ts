import { advanceLane, laneRun, type LanePorts, type LaneRun } from '../../shared/run/advance-lane.ts';
import {
  audiences,
  bestHours,
  campaigns,
  choices,
  clock,
  customers,
  dailyCounts,
  ids,
  lanes,
  log,
  messages,
  priceLists,
  recommender,
  rollups,
  senders,
  sends,
  spends,
  tenants,
} from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

/** The state machine goes by `next`; executions that began under an earlier version of it go by `done`. */
async function advance(laneRun: LaneRun, ports: LanePorts) {
  const pass = await advanceLane(laneRun, ports);
  return { ...pass, done: pass.next === 'done' };
}

export const handler = task(laneRun, advance, {
  audiences,
  bestHours,
  campaigns,
  choices,
  clock,
  customers,
  dailyCounts,
  ids,
  lanes,
  log,
  messages,
  priceLists,
  recommender,
  rollups,
  senders,
  sends,
  spends,
  tenants,
});
