import { check, checkRollups } from '../../shared/analytics/check-rollups.ts';
import { campaigns, clock, ids, ledger, log, rollups } from '../../shared/runtime/dependencies.ts';
import { task } from '../../shared/runtime/task.ts';

export const handler = task(check, checkRollups, { campaigns, clock, ids, ledger, log, rollups });
