import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Campaign } from '../campaign/campaign.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Senders } from '../sender/sender.store.ts';
import { chunkSize, cut, lay, type Chunk, type SendQueue } from '../run/chunk.ts';
import type { Lanes } from '../run/lane.store.ts';
import { pauseCampaign, type PauseReason } from '../run/pause-campaign.ts';

export interface LaterPorts {
  readonly campaigns: Pick<Campaigns, 'tryTake'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly lanes: Pick<Lanes, 'park'>;
  readonly log: Log;
  readonly senders: Pick<Senders, 'get' | 'reserve'>;
  readonly sends: SendQueue;
}

/** What is left of a chunk. Its share of the daily limit holds as long as it has no more messages than before. */
export function remainder(chunk: Chunk, recipients: string[]): Chunk {
  const messages = recipients.length;
  return { ...chunk, recipients, messages, counted: messages > chunk.messages ? undefined : chunk.counted };
}

/** A later slot of the sender's, cut anew if its rate was lowered, or the lane's care when none is free soon. */
export async function postpone(chunk: Chunk, campaign: Campaign, ports: LaterPorts): Promise<void> {
  const { clock, sends, senders } = ports;
  const sender = await senders.get(chunk.tenant_id, campaign.sender_id);
  if (!sender) return pauseChunk(chunk, campaign, { why: 'sender_missing' }, ports);
  const now = clock.now();
  const size = chunkSize(sender.rate);
  const pieces = cut(
    chunk.recipients.map((id) => ({ id, reachable: true })),
    size,
  );
  const chunks =
    chunk.messages > size
      ? pieces.map((piece) => ({ ...remainder(chunk, chunk.recipients), ...piece, id: ports.ids.next('chk') }))
      : [chunk];
  const messages = chunks.reduce((sum, one) => sum + one.messages, 0);
  const slot = await senders.reserve(sender, messages, now);
  if ('ask_again_at' in slot) return parkChunk(chunk, slot.ask_again_at, ports);
  ports.log('chunk.postponed', {
    tenant_id: chunk.tenant_id,
    campaign_id: chunk.campaign_id,
    lane: chunk.lane,
    chunk_id: chunk.id,
  });
  return sends.add(lay(chunks, slot.starts_at, sender.rate), now);
}

/** Parks before it pauses: a crash between the two leaves the chunk to a lane that is still looking. */
export async function pauseChunk(
  chunk: Chunk,
  campaign: Campaign,
  reason: PauseReason,
  ports: LaterPorts,
): Promise<void> {
  await parkChunk(chunk, ports.clock.now(), ports);
  await pauseCampaign(campaign, reason, ports);
}

export async function parkChunk(
  chunk: Chunk,
  not_before: number,
  { lanes, log }: Pick<LaterPorts, 'lanes' | 'log'>,
): Promise<void> {
  await lanes.park(chunk, not_before);
  log('chunk.parked', {
    tenant_id: chunk.tenant_id,
    campaign_id: chunk.campaign_id,
    lane: chunk.lane,
    chunk_id: chunk.id,
  });
}
