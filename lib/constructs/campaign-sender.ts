import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { ChunkBurial } from './chunk-burial.ts';
import { queueTarget } from './grants.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionSurroundings } from './service-function.ts';

export const sendChunk: FunctionDeclaration = {
  id: 'chunk.send',
  entry: 'functions/queue/send-chunk.ts',
  grants: [
    'table:GetItem',
    'table:BatchGetItem',
    'table:PutItem',
    'table:UpdateItem',
    'sends:SendMessage',
    'credentials:GetSecretValue',
  ],
};

export interface CampaignSenderProps extends FunctionSurroundings {
  readonly timeoutSeconds: number;
  readonly concurrency: number;
  readonly alarms: ITopic;
}

/** The send queue, paced by its messages' delays, and the function that sends each chunk. */
export class CampaignSender extends QueueConsumer {
  constructor(scope: Construct, id: string, { timeoutSeconds, ...props }: CampaignSenderProps) {
    super(scope, id, {
      ...props,
      declaration: { ...sendChunk, timeout: timeoutSeconds },
      ownTargets: (queue) => ({ sends: queueTarget(queue, 'SEND_QUEUE_URL') }),
      // A chunk is spaced over about a second of its own: two in a batch would be sent one after the other, late.
      batchSize: 1,
      failureImpact: 'A chunk of up to 40 customers was given up after five attempts.',
      deadLetters: (scope) => new ChunkBurial(scope, 'Burial', props).queue,
    });
  }
}
