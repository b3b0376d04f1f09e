import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import type { DelayQueue } from './delay-queue.ts';

/** SQS delays a message by 15 minutes at most; a longer wait goes in hops, its consumer asking again each time. */
const MAX_DELAY = 900;

/** A queue of what is due at a time. The tenant is the message group: on a standard queue that makes SQS take turns between tenants. */
export function sqsDelayQueue(QueueUrl: string): DelayQueue<{ readonly tenant_id: string }> {
  const client = new SQSClient();
  return {
    async add(job, due, now) {
      await client.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: JSON.stringify(job),
          MessageGroupId: job.tenant_id,
          DelaySeconds: Math.min(MAX_DELAY, Math.max(0, Math.ceil((due - now) / 1_000))),
        }),
      );
    },
  };
}
