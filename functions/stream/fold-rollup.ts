import { foldRecords } from '../../shared/analytics/fold-records.ts';
import { clock, failures, log, rollups, tableName } from '../../shared/runtime/dependencies.ts';
import { stream } from '../../shared/runtime/stream.ts';

export const handler = stream(foldRecords, { clock, failures, log, rollups }, tableName);
