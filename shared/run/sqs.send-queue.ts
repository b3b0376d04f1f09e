import { SendMessageBatchCommand, SQSClient, type SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';

import type { Chunk, SendQueue } from './chunk.ts';

/** SQS takes ten messages a batch and delays a message by 15 minutes at most. */
const BATCH = 10;
const MAX_DELAY = 900;
/** A delayed message may come a little late; a chunk that is early waits, one that is late would crowd the next. */
const MARGIN = 300;

/**
 * A chunk becomes visible about a second before its slot, and its sender waits the rest. The tenant is the message group:
 * on a standard queue that makes SQS take turns between tenants.
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
