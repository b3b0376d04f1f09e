import { SendMessageBatchCommand, SQSClient, type SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';

import { inBatches, type Pause } from '../platform/backoff.ts';
import { log } from '../platform/log.ts';
import { systemPause } from '../platform/system-clock.ts';
import type { Chunk, SendQueue } from './chunk.ts';

/** SQS takes ten messages a batch and delays a message by 15 minutes at most. */
const BATCH = 10;
const MAX_DELAY = 900;
/** SQS may deliver a little late. A chunk that is early waits for its slot; a late one would run into the next. */
const MARGIN = 300;

/**
 * A chunk becomes visible about a second before its slot, and send-chunk waits for the rest. The message group is the
 * tenant: on a standard queue, SQS then takes turns between tenants (fair queues).
 */
export function sqsSendQueue(QueueUrl: string, pause: Pause = systemPause): SendQueue {
  const client = new SQSClient();

  /** @returns the entries that the queue could not take just now */
  async function send(Entries: readonly SendMessageBatchRequestEntry[]): Promise<SendMessageBatchRequestEntry[]> {
    const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...Entries] }));
    if (Failed.some(({ SenderFault }) => SenderFault)) throw new Error('The send queue refused a chunk.');
    const failed = new Set(Failed.map(({ Id }) => Id));
    return Entries.filter(({ Id }) => failed.has(Id));
  }

  return {
    async add(chunks, now) {
      const entries = chunks.map((chunk, index) => entry(chunk, index, now));
      await inBatches(entries, BATCH, send, pause, (count) => log('queue.throttled', { count }));
    },
  };
}

function entry(chunk: Chunk, index: number, now: number): SendMessageBatchRequestEntry {
  const ahead = Math.floor((chunk.slot_at - now - MARGIN) / 1000);
  return {
    Id: String(index),
    MessageBody: JSON.stringify(chunk),
    MessageGroupId: chunk.tenant_id,
    DelaySeconds: Math.min(MAX_DELAY, Math.max(0, ahead)),
  };
}
