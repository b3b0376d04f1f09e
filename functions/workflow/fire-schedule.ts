import { fireSchedule } from '../../shared/run/fire-schedule.ts';
import { scheduledStart } from '../../shared/campaign/schedule.ts';
import { campaigns, clock, log, quotas, runs } from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

export const handler = task(scheduledStart, fireSchedule, { campaigns, clock, log, quotas, runs });
