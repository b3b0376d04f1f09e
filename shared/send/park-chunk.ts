import type { Messages } from '../message/message.store.ts';
import type { Log } from '../platform/log.ts';
import { chunkSize, type Chunk } from '../run/chunk.ts';
import type { Lanes, Waiting } from '../run/lane.store.ts';
import { parkDeferred, type Deferred } from '../run/park-deferred.ts';
import type { Sender } from '../sender/sender.ts';

/** Parks a whole chunk until a time, in milliseconds since the epoch. @param why the rule that keeps it waiting, if one does */
export async function parkChunk(
  chunk: Chunk,
  not_before: number,
  { lanes, log }: { readonly lanes: Pick<Lanes, 'park'>; readonly log: Log },
  why?: NonNullable<Waiting['why']>,
): Promise<void> {
  const { tenant_id, campaign_id, lane, id: chunk_id } = chunk;
  await (why ? lanes.park(chunk, not_before, { why }) : lanes.park(chunk, not_before));
  log('chunk.parked', { tenant_id, campaign_id, lane, chunk_id, ...(why && { code: why }) });
}

export interface ParkPorts {
  readonly lanes: Pick<Lanes, 'park'>;
  readonly log: Log;
  readonly messages: Pick<Messages, 'settledAmong'>;
}

/** Parks recipients until a rule permits sending, except those whose message is settled: a chunk may be delivered twice. */
export async function parkRecipients(
  chunk: Chunk,
  deferred: readonly Deferred[],
  why: NonNullable<Waiting['why']>,
  { rate }: Sender,
  { lanes, log, messages }: ParkPorts,
): Promise<void> {
  if (deferred.length === 0) return;
  const { tenant_id, campaign_id, lane, id: chunk_id } = chunk;
  const settled = await messages.settledAmong(
    tenant_id,
    campaign_id,
    deferred.map(({ id }) => id),
  );
  const waiting = deferred.filter(({ id }) => !settled.has(id));
  await parkDeferred(chunk, waiting, { size: chunkSize(rate), why }, lanes);
  log('chunk.parked', { tenant_id, campaign_id, lane, chunk_id, code: why, count: waiting.length });
}
