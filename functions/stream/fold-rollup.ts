import { foldRecords } from '../../shared/analytics/fold-records.ts';
import { failures, log, rollups } from '../../shared/dependencies.ts';
import { stream } from '../../shared/events/stream.ts';

export const handler = stream(foldRecords, { failures, log, rollups });
