import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import { queueTarget, type Target } from './grants.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionSurroundings } from './service-function.ts';

export const deliverWebhook = {
  id: 'webhook.deliver',
  entry: 'functions/queue/deliver-webhook.ts',
  grants: ['table:GetItem', 'table:UpdateItem', 'deliveries:SendMessage'],
  timeout: 30,
} as const satisfies FunctionDeclaration;

export interface WebhookDeliveriesProps extends FunctionSurroundings {
  readonly concurrency: number;
  readonly alarms: ITopic;
}

/** The queue of what tenants' own addresses are to be told, each when it is due, and the function that posts it. */
export class WebhookDeliveries extends QueueConsumer {
  /** For whoever adds a delivery. */
  readonly target: Target;

  constructor(scope: Construct, id: string, props: WebhookDeliveriesProps) {
    super(scope, id, {
      ...props,
      declaration: deliverWebhook,
      ownTargets: (queue) => ({ deliveries: deliveries(queue) }),
      failureImpact:
        'Webhook deliveries failed five times on our side: their endpoints are not told until somebody replays them.',
    });
    this.target = deliveries(this.queue);
  }
}

function deliveries(queue: Queue): Target {
  return queueTarget(queue, 'DELIVERY_QUEUE_URL');
}
