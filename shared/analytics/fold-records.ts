import * as z from 'zod';

import { interaction } from '../interaction/interaction.ts';
import { message } from '../message/message.ts';
import type { ChangeRecord, FailureQueue } from '../platform/change-record.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { CHECKPOINT } from './checkpoint.ts';
import { tellOfBatch } from './tell-of-batch.ts';
import { byCohort } from './experiment/cohort-counters.ts';
import {
  fold,
  interactionCounters,
  messageCounters,
  paddedSequence,
  type Counted,
  type Family,
  type RollupRow,
  type Source,
  type Step,
} from './rollup.ts';
import type { Rollups } from './rollup.store.ts';

/** Messages are in the partition of their lane, interactions in that of the campaign. */
const PARTITION = /^TENANT#(?<tenant_id>[^#]+)#CAMPAIGN#(?<campaign_id>[^#]+)(?:#LANE#(?<lane>\d\d))?$/;

const countedMessage = message.pick({
  status: true,
  replays: true,
  error_code: true,
  status_reason: true,
  content_key: true,
  clicked_buttons: true,
  replied_at: true,
  opted_out_at: true,
  ...{ phase: true, arm: true, metric: true, window_hours: true, planned_at: true },
  ...{ tried_at: true, did_at: true, bought_at: true, read_at: true },
});
const countedInteraction = interaction.pick({
  button_id: true,
  clicked_at: true,
  response_seconds: true,
  local_weekday: true,
  local_hour: true,
  conversion: true,
  agent: true,
});

export interface FoldPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly failures: FailureQueue;
  readonly log: Log;
  readonly rollups: Pick<Rollups, 'add' | 'passCheckpoint'>;
}

/** Folds a batch of changes into the roll-up rows; writes each row once. */
export async function foldRecords(
  records: readonly ChangeRecord[],
  { clock, failures, log, rollups }: FoldPorts,
): Promise<void> {
  const counted: Counted[] = [];
  const rows = new Map<string, { row: RollupRow; steps: Step[] }>();
  const checkpoints: { readonly source: Source; readonly id: string }[] = [];
  for (const record of records) {
    if (record.sk === CHECKPOINT) {
      checkpoints.push(...readCheckpoint(record));
      continue;
    }
    const read = readRecord(record);
    if ('why' in read) {
      log('rollup.unfoldable', { code: read.why });
      await failures.add(record, read.why);
      continue;
    }
    counted.push(read.counted);
    for (const { adds, ...which } of changesOf(read.counted)) {
      const name = `${record.pk}#${which.family}#${which.cohort ?? ''}`;
      const entry = rows.get(name) ?? { row: { ...read.place, ...which }, steps: [] };
      entry.steps.push({ sequence: paddedSequence(record.sequence), adds, at: record.at });
      rows.set(name, entry);
    }
  }
  await Promise.all([...rows.values()].map(({ row, steps }) => rollups.add(row, steps)));
  // After the counters: a checkpoint says that whatever came before it is counted.
  for (const { source, id } of checkpoints) await rollups.passCheckpoint(source, id);
  log('rollup.folded', { count: records.length });
  tellOfBatch(records, counted, { clock, log });
}

/** What is added to each row of a source. */
function changesOf({ cohorts, ...families }: Counted): (Pick<RollupRow, 'family' | 'cohort'> & Pick<Step, 'adds'>)[] {
  const plain = Object.entries(families) as [Family, Step['adds']][];
  return [
    ...plain.map(([family, adds]) => ({ family, adds })),
    ...[...byCohort(cohorts ?? {})].map(([cohort, adds]) => ({ family: 'cohorts' as const, cohort, adds })),
  ];
}

const checkpoint = z.object({ id: z.string() });

/** @returns nothing when it was removed, which means nothing */
function readCheckpoint({ pk, after }: ChangeRecord): { source: Source; id: string }[] {
  const source = sourceOf(pk);
  const { data } = checkpoint.safeParse(after);
  return source && data ? [{ source, id: data.id }] : [];
}

function sourceOf(pk: string): Source | undefined {
  const { tenant_id, campaign_id, lane } = PARTITION.exec(pk)?.groups ?? {};
  return tenant_id && campaign_id ? { tenant_id, campaign_id, source: lane ?? 'campaign' } : undefined;
}

type Read = { readonly place: Source; readonly counted: Counted } | { readonly why: string };

function readRecord({ pk, before, after }: ChangeRecord): Read {
  const place = sourceOf(pk);
  if (!place) return { why: 'unknown_partition' };
  const images = [before, after].map((image) =>
    image === undefined ? { counted: undefined } : count(image, place.source !== 'campaign'),
  );
  const [old, current] = images;
  if (!old || !current) return { why: 'unknown_item' };
  return { place, counted: fold(old.counted, current.counted) };
}

/** @returns undefined for an item that does not belong in its partition */
function count(image: unknown, inLane: boolean): { counted: Counted } | undefined {
  if (inLane) {
    const { data } = countedMessage.safeParse(image);
    return data && { counted: messageCounters(data) };
  }
  const { data } = countedInteraction.safeParse(image);
  return data && { counted: interactionCounters(data) };
}
