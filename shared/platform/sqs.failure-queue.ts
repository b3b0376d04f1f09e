import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import type { FailureQueue } from './change-record.ts';

/** Records that could not be handled, by their place alone: what they hold stays in the table. */
export function sqsFailureQueue(QueueUrl: string): FailureQueue {
  const client = new SQSClient();
  return {
    async add({ pk, sk, sequence }, why) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ pk, sk, sequence, why }) }));
    },
  };
}
