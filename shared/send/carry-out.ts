import type { Campaign } from '../campaign/campaign.ts';
import type { ExperimentFields } from '../message/experiment-fields.ts';
import type { Messages } from '../message/message.store.ts';
import type { Message, SkipReason } from '../message/message.ts';
import type { Chunk } from '../run/chunk.ts';
import { pauseOrReopen } from '../run/pause-sending.ts';
import { system } from '../tenancy/actor.ts';
import { ChunkLeased } from './chunk-leased.ts';
import type { Decision } from './decide-chunk.ts';
import { deferChunk, type DeferPorts } from './defer-chunk.ts';
import { parkChunk } from './park-chunk.ts';

export interface CarryOutPorts extends DeferPorts {
  readonly messages: Pick<Messages, 'skip'>;
}

/** Carries out a decision other than sending. @throws ChunkLeased when the queue must deliver the chunk again */
export async function carryOut(
  decision: Decision,
  chunk: Chunk,
  campaign: Campaign | undefined,
  ports: CarryOutPorts,
): Promise<void> {
  switch (decision.do) {
    case 'skip':
      return skipEveryone(chunk, ports);
    case 'requeue':
      return ports.sends.add([chunk], ports.clock.now());
    case 'park':
      return parkChunk(chunk, decision.limit?.until ?? ports.clock.now(), ports, decision.limit?.why);
    case 'defer':
      return (
        campaign && (decision.late ? deferLate(chunk, campaign, ports) : deferChunk(chunk, campaign, 'slower', ports))
      );
    case 'pause':
      // Park first: after a crash between the two, a lane that is still running finds the parked chunk.
      await parkChunk(chunk, ports.clock.now(), ports);
      return campaign && pauseOrReopen(campaign, decision.reason, system('sender'), ports);
    case 'drop':
    case 'send':
      return undefined;
  }
}

function deferLate(chunk: Chunk, campaign: Campaign, ports: DeferPorts): Promise<void> {
  return deferChunk({ ...chunk, late: chunk.late + 1 }, campaign, 'late', ports);
}

async function skipEveryone(chunk: Chunk, ports: CarryOutPorts): Promise<void> {
  const skipped = await Promise.all(
    chunk.recipients.map((customer_id) => skipRecipient(chunk, { customer_id }, 'cancelled', ports)),
  );
  if (skipped.some(isLeased)) throw new ChunkLeased();
}

/** Records that a recipient is skipped, and why. @returns until when another worker leases the message, if one does */
export function skipRecipient(
  { tenant_id, campaign_id }: Chunk,
  recipient: Pick<Message, 'customer_id' | 'content_key'> & ExperimentFields,
  reason: SkipReason,
  { clock, ids, messages }: Pick<CarryOutPorts, 'clock' | 'ids' | 'messages'>,
): ReturnType<Messages['skip']> {
  return messages.skip(tenant_id, { id: ids.next('msg'), campaign_id, ...recipient }, reason, clock.now());
}

export function isLeased({ leased_until }: { readonly leased_until?: number }): boolean {
  return leased_until !== undefined;
}
