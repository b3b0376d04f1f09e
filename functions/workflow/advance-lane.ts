import {
  campaigns,
  clock,
  customers,
  dailyCounts,
  ids,
  lanes,
  log,
  messages,
  rollups,
  senders,
  sends,
  tenants,
} from '../../shared/dependencies.ts';
import { task } from '../../shared/events/task.ts';
import { advanceLane, laneRun } from '../../shared/messaging/advance-lane.ts';

export const handler = task(laneRun, advanceLane, {
  campaigns,
  clock,
  customers,
  dailyCounts,
  ids,
  lanes,
  log,
  messages,
  rollups,
  senders,
  sends,
  tenants,
});
