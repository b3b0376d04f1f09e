import { EventBus, Rule, RuleTargetInput, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

import { EVENT_SOURCE, type DomainEvent } from '../../shared/routing/domain-event.ts';
import type { FunctionDeclaration } from '../function-declaration.ts';
import type { AppTable } from './app-table.ts';
import { EventPublisher } from './event-publisher.ts';
import { FailureQueue } from './failure-queue.ts';
import { busTarget, type Target } from './grants.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionSurroundings } from './service-function.ts';
import { WebhookDeliveries } from './webhook-deliveries.ts';

export const dispatchReply = {
  id: 'reply.dispatch',
  entry: 'functions/queue/dispatch-reply.ts',
  grants: [
    'table:GetItem',
    'table:PutItem',
    'table:UpdateItem',
    'table:Query',
    'credentials:GetSecretValue',
    'deliveries:SendMessage',
    'bus:PutEvents',
  ],
  timeout: 30,
} as const satisfies FunctionDeclaration;

export const fanOutEvent = {
  id: 'webhook.fan_out',
  entry: 'functions/queue/fan-out-event.ts',
  grants: ['table:Query', 'table:PutItem', 'deliveries:SendMessage'],
  timeout: 30,
} as const satisfies FunctionDeclaration;

export interface EventRoutingProps extends FunctionSurroundings {
  readonly busName: string;
  readonly table: AppTable;
  /** How many batches of each queue are handled at a time, 2 to 1,000. */
  readonly concurrency: number;
  readonly alarms: ITopic;
}

/** The bus of domain events: what is put on it, and the queues of those who act on them. */
export class EventRouting extends Construct {
  readonly bus: EventBus;
  /** Of the queue of webhook deliveries. */
  readonly deliveries: Target;

  constructor(scope: Construct, id: string, { busName, table, targets, concurrency, ...props }: EventRoutingProps) {
    super(scope, id);
    const { alarms } = props;

    this.bus = new EventBus(this, 'Bus', { eventBusName: busName });
    const bus = busTarget(this.bus);
    new EventPublisher(this, 'Publisher', { ...props, table, targets: { ...targets, bus } });

    const webhooks = new WebhookDeliveries(this, 'Deliveries', { ...props, targets, concurrency });
    this.deliveries = webhooks.target;

    const consumer = { ...props, concurrency, targets: { ...targets, bus, deliveries: this.deliveries } };
    const replies = new QueueConsumer(this, 'Replies', {
      ...consumer,
      declaration: dispatchReply,
      failureImpact: 'What a tap sets off was given up after five attempts: the customer gets no answer to it.',
    });
    const fanOut = new QueueConsumer(this, 'FanOut', {
      ...consumer,
      declaration: fanOutEvent,
      failureImpact: "Events were given up after five attempts: the tenants' webhook endpoints are not told of them.",
    });

    const deadLetterQueue = new FailureQueue(this, 'Unrouted', {
      alarms,
      failureImpact: 'Events did not reach the queues behind the bus: their taps get no answer, or webhooks no call.',
    });
    // The queue's message is the event itself, not the bus's envelope.
    const message = RuleTargetInput.fromEventPath('$.detail');
    const route = (name: string, { queue }: QueueConsumer, eventPattern: EventPattern) =>
      new Rule(this, name, {
        eventBus: this.bus,
        eventPattern: { source: [EVENT_SOURCE], ...eventPattern },
        targets: [new SqsQueue(queue, { message, deadLetterQueue })],
      });
    route('TapsWithAction', replies, {
      detailType: ['campaign.button_clicked' satisfies DomainEvent['type']],
      detail: { data: { action: { type: [{ exists: true }] } } },
    });
    route('Everything', fanOut, {});
  }
}
