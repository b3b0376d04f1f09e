import { beginTrainings, due } from '../../shared/prediction/begin-trainings.ts';
import { campaigns, clock, ids, jobQueue, jobs, settlesAfter } from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

export const handler = task(due, beginTrainings, { campaigns, clock, ids, jobQueue, jobs, settlesAfter });
