import type { Campaigns } from '../campaign/campaign.store.ts';
import { timestamp, type Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Chunk } from '../run/chunk.ts';
import type { Lanes } from '../run/lane.store.ts';
import type { Messages } from '../message/message.store.ts';
import { pauseCampaign } from '../run/pause-campaign.ts';
import { ChunkHeld } from './send-chunk.ts';

export interface BuryPorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'tryTake' | 'deadLetters'>;
  readonly clock: Clock;
  readonly lanes: Pick<Lanes, 'bury'>;
  readonly log: Log;
  readonly messages: Pick<Messages, 'giveUp' | 'settledAmong'>;
}

/**
 * Takes a chunk that could not be sent in all its tries: whoever of it has no outcome is kept in a row of its own, for a
 * replay, and the campaign pauses, since what this chunk met others will meet. A chunk whose messages are all settled is
 * nobody's loss.
 * @throws ChunkHeld while some of the chunk is in other hands
 */
export async function buryChunk(chunk: Chunk, { campaigns, clock, lanes, log, messages }: BuryPorts): Promise<void> {
  const { tenant_id, campaign_id, lane, id: chunk_id } = chunk;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (!campaign) return;
  const now = clock.now();
  const given = await Promise.all(
    chunk.recipients.map((customer_id) => messages.giveUp(tenant_id, { campaign_id, customer_id }, now)),
  );
  if (given.some(({ held_until }) => held_until !== undefined)) throw new ChunkHeld();
  const settled = await messages.settledAmong(tenant_id, campaign_id, chunk.recipients);
  const recipients = chunk.recipients.filter((id) => !settled.has(id));
  if (recipients.length === 0) return;
  const rest = { ...chunk, recipients, messages: Math.min(chunk.messages, recipients.length) };
  const buried = await lanes.bury(rest, timestamp(now), campaigns.deadLetters(campaign, 1));
  if (buried) log('chunk.buried', { tenant_id, campaign_id, lane, chunk_id, count: recipients.length });
  await pauseCampaign(campaign, { why: 'dead_letter' }, { campaigns, clock, log });
}
