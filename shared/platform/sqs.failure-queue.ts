import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import type { FailureQueue } from './change-record.ts';

/** Queues only the keys of records that could not be processed: their data stays in the table. */
export function sqsFailureQueue(QueueUrl: string): FailureQueue {
  const client = new SQSClient();
  return {
    async add({ pk, sk, sequence }, why) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ pk, sk, sequence, why }) }));
    },
  };
}
