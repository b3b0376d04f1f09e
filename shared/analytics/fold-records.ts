import type * as z from 'zod';

import { message } from '../messaging/message.ts';
import type { Log } from '../platform/log.ts';
import { fold, padded, type Counted, type RollupRow, type Step } from './rollup.ts';
import type { Rollups } from './rollup.store.ts';

/** One change of a message row, as the stream delivers it. */
export interface ChangeRecord {
  readonly sequence: string;
  readonly pk: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where records go that cannot be folded, so that a person can look at them and the rest goes on. */
export interface FailureQueue {
  add(record: ChangeRecord, why: string): Promise<void>;
}

const MESSAGE_PARTITION = /^TENANT#(?<tenant_id>[^#]+)#CAMPAIGN#(?<campaign_id>[^#]+)#LANE#(?<lane>\d\d)$/;
const counted: z.ZodType<Counted> = message.pick({ status: true, error_code: true, status_reason: true });

/** Folds a batch of changes into the rollup rows, each row written once. */
export async function foldRecords(
  records: readonly ChangeRecord[],
  { rollups, failures, log }: { rollups: Pick<Rollups, 'add'>; failures: FailureQueue; log: Log },
): Promise<void> {
  const rows = new Map<string, { row: RollupRow; steps: Step[] }>();
  for (const record of records) {
    const read = readRecord(record);
    if ('why' in read) {
      log('rollup.unfoldable', { code: read.why });
      await failures.add(record, read.why);
      continue;
    }
    const entry = rows.get(record.pk) ?? { row: read.row, steps: [] };
    entry.steps.push(read.step);
    rows.set(record.pk, entry);
  }
  await Promise.all([...rows.values()].map(({ row, steps }) => rollups.add(row, steps)));
  log('rollup.folded', { count: records.length });
}

function readRecord({ sequence, pk, before, after }: ChangeRecord): { row: RollupRow; step: Step } | { why: string } {
  const place = MESSAGE_PARTITION.exec(pk)?.groups;
  if (!place) return { why: 'unknown_partition' };
  const images = [before, after].map((image) => (image === undefined ? undefined : counted.safeParse(image)));
  if (images.some((image) => image?.success === false)) return { why: 'unknown_message' };
  const { tenant_id = '', campaign_id = '', lane } = place;
  const adds = fold(images[0]?.data, images[1]?.data);
  return { row: { tenant_id, campaign_id, lane: Number(lane) }, step: { sequence: padded(sequence), adds } };
}
