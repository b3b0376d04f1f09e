import { campaigns, clock, customers, ids, lanes, log, rollups, senders, sends } from '../../shared/dependencies.ts';
import { task } from '../../shared/events/task.ts';
import { advanceLane, laneRun } from '../../shared/messaging/advance-lane.ts';

export const handler = task(laneRun, advanceLane, {
  campaigns,
  clock,
  customers,
  ids,
  lanes,
  log,
  rollups,
  senders,
  sends,
});
