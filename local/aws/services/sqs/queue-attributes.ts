import { arn } from '../service.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import type { QueueDepth, QueueRow } from './rows.ts';

/** What GetQueueAttributes answers for All. */
export function queueAttributes(queue: QueueRow, { visible, inFlight, delayed }: QueueDepth): Record<string, string> {
  const { dead_letter, max_receives } = queue;
  const redrive = dead_letter && { deadLetterTargetArn: arn('sqs', dead_letter), maxReceiveCount: max_receives };
  return {
    QueueArn: arn('sqs', queue.name),
    CreatedTimestamp: String(Math.floor(queue.created_at / 1000)),
    VisibilityTimeout: String(queue.visibility / 1000),
    DelaySeconds: String(queue.delay / 1000),
    MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ...(redrive && { RedrivePolicy: JSON.stringify(redrive) }),
  };
}
