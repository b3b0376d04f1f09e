import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import type { DelayQueue } from './delay-queue.ts';

/** SQS delays a message by 15 minutes at most; for a longer wait, the consumer queues the job again each time. */
const MAX_DELAY = 900;

/** A queue of jobs by due time. The message group is the tenant: on a standard queue, SQS then takes turns between tenants. */
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
