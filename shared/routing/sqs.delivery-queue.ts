import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import type { DeliveryQueue } from './delivery.ts';

/** SQS delays a message by 15 minutes at most; a longer wait goes in hops, its consumer asking again each time. */
const LONGEST_DELAY = 900;

/** The tenant is the message group: on a standard queue that makes SQS take turns between tenants. */
export function sqsDeliveryQueue(QueueUrl: string): DeliveryQueue {
  const client = new SQSClient();
  return {
    async add(reference, due, now) {
      await client.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: JSON.stringify(reference),
          MessageGroupId: reference.tenant_id,
          DelaySeconds: Math.min(LONGEST_DELAY, Math.max(0, Math.ceil((due - now) / 1_000))),
        }),
      );
    },
  };
}
