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
} from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';
import { advanceLane, laneRun } from '../../shared/run/advance-lane.ts';

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
