import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import { DEAD_LETTERS, type DeadLetterQueue, type DeadLetterQueues } from './dead-letters.ts';

/** How often a queue is asked; SQS gives ten messages at most, and may give the same ones again. */
const ASKS = 5;
const BATCH = 10;

/** @param urls the queues that there are */
export function sqsDeadLetterQueues(urls: Readonly<Partial<Record<DeadLetterQueue, string>>>): DeadLetterQueues {
  const client = new SQSClient();

  return {
    names: (Object.keys(DEAD_LETTERS) as DeadLetterQueue[]).filter((name) => urls[name] !== undefined),

    async look(queue) {
      const bodies = new Map<string, string>();
      for (let asked = 0; asked < ASKS; asked += 1) {
        // Visible all the while: the alarm counts them, and whoever redrives them misses none. A wait asks all of SQS's servers.
        const request = { MaxNumberOfMessages: BATCH, VisibilityTimeout: 0, WaitTimeSeconds: 1 };
        const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: urls[queue], ...request }));
        const found = bodies.size;
        for (const { MessageId = '', Body = '' } of Messages) bodies.set(MessageId, Body);
        if (Messages.length < BATCH || bodies.size === found) break;
      }
      return [...bodies.values()];
    },
  };
}
