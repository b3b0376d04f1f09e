import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { DeadLetterConsumer } from './dead-letter-consumer.ts';
import { queueTarget } from './grants.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionContext } from './service-function.ts';

export const sendChunk: FunctionDeclaration = {
  id: 'chunk.send',
  entry: 'functions/queue/send-chunk.ts',
  grants: [
    'table:GetItem',
    'table:BatchGetItem',
    'table:PutItem',
    'table:UpdateItem',
    // A template that is gone is forgotten.
    'table:Query',
    'table:DeleteItem',
    'sends:SendMessage',
    'credentials:GetSecretValue',
  ],
};

export interface CampaignSenderProps extends FunctionContext {
  readonly timeoutSeconds: number;
  readonly concurrency: number;
  readonly alarms: ITopic;
}

/** The send queue, paced by the delays of its messages, and the function that sends each chunk. */
export class CampaignSender extends QueueConsumer {
  constructor(scope: Construct, id: string, { timeoutSeconds, ...props }: CampaignSenderProps) {
    super(scope, id, {
      ...props,
      declaration: { ...sendChunk, timeout: timeoutSeconds },
      ownTargets: (queue) => ({ sends: queueTarget(queue, 'SEND_QUEUE_URL') }),
      // Sending a chunk takes about a second: the second chunk of a batch would miss its slot.
      batchSize: 1,
      failureImpact: 'A chunk of up to 40 customers failed five times.',
      // The id is part of the queue's logical id, which may not change.
      deadLetters: (scope) => new DeadLetterConsumer(scope, 'Burial', props).queue,
    });
  }
}
