import type { Campaigns } from '../campaign/campaign.store.ts';
import type { Messages } from '../message/message.store.ts';
import { timestamp } from '../platform/clock.ts';
import type { Chunk } from '../run/chunk.ts';
import type { Lanes } from '../run/lane.store.ts';
import { pauseSending, type PausePorts } from '../run/pause-sending.ts';
import { system } from '../tenancy/actor.ts';
import { ChunkLeased } from './chunk-leased.ts';

export interface DeadLetterPorts extends PausePorts {
  readonly campaigns: Pick<Campaigns, 'get' | 'tryTransition' | 'countDeadLetters'>;
  readonly lanes: Pick<Lanes, 'addDeadLetter'>;
  readonly messages: Pick<Messages, 'expireLease' | 'settledAmong'>;
}

/**
 * Handles a chunk that failed in all its attempts: keeps the recipients without an outcome as a dead letter, for a replay,
 * and pauses the campaign, since other chunks would fail the same way. A chunk whose messages are all settled needs
 * neither.
 * @throws ChunkLeased while another worker leases some of its messages
 */
export async function moveToDeadLetters(chunk: Chunk, ports: DeadLetterPorts): Promise<void> {
  const { campaigns, clock, lanes, log, messages } = ports;
  const { tenant_id, campaign_id, lane, id: chunk_id } = chunk;
  const campaign = await campaigns.get(tenant_id, campaign_id);
  if (!campaign) return;
  const now = clock.now();
  const leases = await Promise.all(
    chunk.recipients.map((customer_id) => messages.expireLease(tenant_id, { campaign_id, customer_id }, now)),
  );
  if (leases.some(({ leased_until }) => leased_until !== undefined)) throw new ChunkLeased();
  const settled = await messages.settledAmong(tenant_id, campaign_id, chunk.recipients);
  const recipients = chunk.recipients.filter((id) => !settled.has(id));
  if (recipients.length === 0) return;
  const rest = { ...chunk, recipients, messages: Math.min(chunk.messages, recipients.length) };
  const isNew = await lanes.addDeadLetter(rest, timestamp(now), campaigns.countDeadLetters(campaign, 1));
  if (isNew) log('chunk.dead_lettered', { tenant_id, campaign_id, lane, chunk_id, count: recipients.length });
  await pauseSending(campaign, { why: 'dead_letter' }, system('dead_letters'), ports);
}
