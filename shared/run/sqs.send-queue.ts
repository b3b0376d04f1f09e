import { SendMessageBatchCommand, SQSClient, type SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';

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
export function sqsSendQueue(QueueUrl: string): SendQueue {
  const client = new SQSClient();
  return {
    async add(chunks, now) {
      let pending = chunks.map((chunk, index) => entry(chunk, index, now));
      while (pending.length > 0) {
        const answer = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: pending.slice(0, BATCH) }));
        const failed = new Set(answer.Failed?.map(({ Id }) => Id));
        if (answer.Failed?.some(({ SenderFault }) => SenderFault)) throw new Error('The send queue refused a chunk.');
        pending = [...pending.slice(0, BATCH).filter(({ Id }) => failed.has(Id)), ...pending.slice(BATCH)];
      }
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
