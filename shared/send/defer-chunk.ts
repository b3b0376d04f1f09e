import type { Campaign } from '../campaign/campaign.ts';
import type { Ids } from '../platform/ids.ts';
import { assignSlots, chunkSize, splitIntoChunks, type Chunk, type SendQueue } from '../run/chunk.ts';
import type { Lanes } from '../run/lane.store.ts';
import { pauseSending, type PausePorts } from '../run/pause-sending.ts';
import type { Sender } from '../sender/sender.ts';
import type { Senders } from '../sender/sender.store.ts';
import { system } from '../tenancy/actor.ts';
import { parkChunk } from './park-chunk.ts';

export interface DeferPorts extends PausePorts {
  readonly ids: Ids;
  readonly lanes: Pick<Lanes, 'park'>;
  readonly senders: Pick<Senders, 'get' | 'reserve'>;
  readonly sends: SendQueue;
}

/** The chunk for the remaining recipients. It keeps its shares of daily limit and spend cap unless it now has more messages. */
export function remainingChunk(chunk: Chunk, recipients: string[]): Chunk {
  const messages = recipients.length;
  const isMore = messages > chunk.messages;
  return { ...chunk, recipients, messages, ...(isMore && { counted: undefined, spend: undefined }) };
}

/**
 * Gives a chunk a later slot, or parks it when the sender has none soon.
 * @param why its own slot had passed, or the sender may not send now
 */
export async function deferChunk(
  chunk: Chunk,
  campaign: Campaign,
  why: 'late' | 'slower',
  ports: DeferPorts,
): Promise<void> {
  const { clock, log, sends, senders } = ports;
  const sender = await senders.get(chunk.tenant_id, campaign.sender_id);
  if (!sender) {
    await parkChunk(chunk, clock.now(), ports);
    return pauseSending(campaign, { why: 'sender_missing' }, system('sender'), ports);
  }
  const now = clock.now();
  const chunks = resized(chunk, sender, ports.ids);
  const messages = chunks.reduce((sum, piece) => sum + piece.messages, 0);
  const slot = await senders.reserve(sender, messages, now);
  const { tenant_id, campaign_id, lane, id: chunk_id } = chunk;
  log('chunk.postponed', { tenant_id, campaign_id, lane, chunk_id, code: why, count: chunk.messages });
  if ('ask_again_at' in slot) return parkChunk(chunk, slot.ask_again_at, ports);
  return sends.add(assignSlots(chunks, slot.starts_at, sender.rate), now);
}

/** The chunk, split again if the sender's rate has been lowered since. */
function resized(chunk: Chunk, { rate }: Sender, ids: Ids): Chunk[] {
  const size = chunkSize(rate);
  if (chunk.messages <= size) return [chunk];
  const recipients = chunk.recipients.map((id) => ({ id, takesSlot: true }));
  return splitIntoChunks(recipients, size).map((piece) => ({
    ...remainingChunk(chunk, chunk.recipients),
    ...piece,
    id: ids.next('chk'),
  }));
}
