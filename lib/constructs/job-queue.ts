import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { queueTarget, type Target } from './grants.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionContext } from './service-function.ts';

export const runJob = {
  id: 'job.run',
  entry: 'functions/queue/run-job.ts',
  grants: [
    'table:GetItem',
    'table:BatchGetItem',
    'table:Query',
    'index:Query',
    'table:UpdateItem',
    'table:DeleteItem',
    'table:PutItem',
    'imports:GetObject',
    'imports:PutObject',
    'imports:DeleteObject',
    'exports:GetObject',
    'exports:PutObject',
    'exports:DeleteObject',
    'jobs:SendMessage',
    'credentials:GetSecretValue',
  ],
  // Half of it is for steps, the rest for the last of them.
  timeout: 60,
  memory: 1_024,
} as const satisfies FunctionDeclaration;

export interface JobsProps extends FunctionContext {
  /** How long after an erasure its second pass begins: longer than any function runs. */
  readonly erasureSettlesAfterSeconds: number;
  /** How long after a campaign has ended it is learnt from. */
  readonly predictionSettlesAfterSeconds: number;
  readonly alarms: ITopic;
}

/** The queue of jobs, and the function that carries them on. */
export class JobQueue extends QueueConsumer {
  /** For functions that add a job. */
  readonly target: Target;

  constructor(
    scope: Construct,
    id: string,
    { erasureSettlesAfterSeconds, predictionSettlesAfterSeconds, ...props }: JobsProps,
  ) {
    super(scope, id, {
      ...props,
      declaration: runJob,
      // A step may take seconds, and the messages of a batch share the function's time.
      batchSize: 1,
      // Jobs are never urgent, and share the table with sending.
      concurrency: 5,
      ownTargets: (queue) => ({ jobs: jobTarget(queue) }),
      environment: {
        ERASURE_SETTLES_AFTER_SECONDS: String(erasureSettlesAfterSeconds),
        PREDICTION_SETTLES_AFTER_SECONDS: String(predictionSettlesAfterSeconds),
      },
      failureImpact:
        'A job failed for good. Of a person who was to be erased something is still stored, until the request is repeated; an import or an export stopped half-way; templates are prepared when their campaign begins; messages whose outcome is unknown were not all asked about; predictions stay as they were.',
    });
    this.target = jobTarget(this.queue);
  }
}

function jobTarget(queue: QueueConsumer['queue']): Target {
  return queueTarget(queue, 'JOB_QUEUE_URL');
}
