import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { queueTarget, type Target } from './grants.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionContext } from './service-function.ts';

export const deliverWebhook = {
  id: 'webhook.deliver',
  entry: 'functions/queue/deliver-webhook.ts',
  grants: ['table:GetItem', 'table:UpdateItem', 'deliveries:SendMessage'],
  timeout: 30,
} as const satisfies FunctionDeclaration;

export interface WebhookDeliveriesProps extends FunctionContext {
  readonly concurrency: number;
  readonly alarms: ITopic;
}

/** The queue of webhook deliveries, each delayed until it is due, and the function that posts them. */
export class WebhookDeliveries extends QueueConsumer {
  /** For functions that add a delivery. */
  readonly target: Target;

  constructor(scope: Construct, id: string, props: WebhookDeliveriesProps) {
    super(scope, id, {
      ...props,
      declaration: deliverWebhook,
      ownTargets: (queue) => ({ deliveries: deliveryTarget(queue) }),
      failureImpact:
        'Webhook deliveries failed five times on our side: their endpoints get nothing until somebody replays the deliveries.',
    });
    this.target = deliveryTarget(this.queue);
  }
}

function deliveryTarget(queue: Queue): Target {
  return queueTarget(queue, 'DELIVERY_QUEUE_URL');
}
