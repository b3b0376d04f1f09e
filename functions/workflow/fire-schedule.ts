import { fireSchedule } from '../../shared/run/fire-schedule.ts';
import { scheduledStart } from '../../shared/campaign/schedule.ts';
import { campaigns, clock, log, runs } from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

export const handler = task(scheduledStart, fireSchedule, { campaigns, clock, log, runs });
