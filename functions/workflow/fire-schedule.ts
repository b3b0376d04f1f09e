import { fireSchedule } from '../../shared/campaign/fire-schedule.ts';
import { scheduledStart } from '../../shared/campaign/schedule.ts';
import { campaigns, clock, log, runs } from '../../shared/dependencies.ts';
import { task } from '../../shared/events/task.ts';

export const handler = task(scheduledStart, fireSchedule, { campaigns, clock, log, runs });
