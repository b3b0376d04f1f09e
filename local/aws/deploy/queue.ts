import type { SqsService } from '../services/sqs.ts';
import type { Resource } from '../template/resource.ts';

/** CloudFormation's default, in seconds. */
const DEFAULT_VISIBILITY_TIMEOUT = 30;

interface QueueProperties {
  readonly VisibilityTimeout?: number;
  readonly DelaySeconds?: number;
  readonly FifoQueue?: boolean;
  readonly RedrivePolicy?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
}

/** Creates a queue, or gives an existing one the template's settings; its messages stay. @throws Error for a FIFO queue */
export function deployQueue(queue: Resource, sqs: SqsService): void {
  const { VisibilityTimeout, DelaySeconds, FifoQueue, RedrivePolicy } = queue.properties as QueueProperties;
  if (FifoQueue) throw new Error(`${queue.stack}.${queue.logicalId}: FIFO queues are not supported`);
  sqs.createQueue({
    name: queue.name,
    visibilityTimeout: VisibilityTimeout ?? DEFAULT_VISIBILITY_TIMEOUT,
    delay: DelaySeconds ?? 0,
    ...(RedrivePolicy && {
      redrive: { deadLetterArn: RedrivePolicy.deadLetterTargetArn, maxReceiveCount: RedrivePolicy.maxReceiveCount },
    }),
  });
}
