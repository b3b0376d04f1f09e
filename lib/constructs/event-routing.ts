import { EventBus, EventField, Rule, RuleTargetInput, type EventPattern } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

import { EVENT_SOURCE, EVENT_TYPES, MESSAGE_EVENT_TYPES, type DomainEvent } from '../../shared/event/domain-event.ts';
import { actionsOf } from '../../shared/reaction/queue-of-action.ts';
import { answerWithAgent, dispatchReply, fanOutEvent, followUpFailure } from './event-consumers.ts';
import { EventPublisher } from './event-publisher.ts';
import { FailureQueue } from './failure-queue.ts';
import { giveUpAnswer, GivenUpAnswers } from './given-up-answers.ts';
import { busTarget, mailTarget, type Target } from './grants.ts';
import { MessageReconciliation } from './message-reconciliation.ts';
import { QueueConsumer } from './queue-consumer.ts';
import type { FunctionContext } from './service-function.ts';
import { SharedQueue } from './shared-queue.ts';
import { WebhookDeliveries } from './webhook-deliveries.ts';
import type { TableAddress } from './table-address.ts';

export interface EventRoutingProps extends FunctionContext {
  readonly busName: string;
  readonly table: TableAddress;
  /** How many batches of each queue are handled concurrently, 2 to 1,000. */
  readonly concurrency: number;
  /** When the provider is asked about a message with an unknown outcome: seconds after the attempt to send it. */
  readonly reconcileAfterSeconds: readonly number[];
  /** The address that mails come from. Nobody is mailed without one. */
  readonly alertSender: string | undefined;
  readonly alarms: ITopic;
}

/** The bus of domain events, its publisher, and the queues of its consumers. */
export class EventRouting extends Construct {
  readonly bus: EventBus;
  /** The queue of webhook deliveries. */
  readonly deliveries: Target;

  constructor(
    scope: Construct,
    id: string,
    { busName, table, targets, concurrency, reconcileAfterSeconds, alertSender, ...props }: EventRoutingProps,
  ) {
    super(scope, id);
    const { alarms } = props;

    this.bus = new EventBus(this, 'Bus', { eventBusName: busName });
    const bus = busTarget(this.bus);
    new EventPublisher(this, 'Publisher', { ...props, table, targets: { ...targets, bus } });

    const webhooks = new WebhookDeliveries(this, 'Deliveries', { ...props, targets, concurrency });
    this.deliveries = webhooks.target;

    const mail = mailTarget(this, alertSender);
    const consumer = { ...props, concurrency, targets: { ...targets, bus, deliveries: this.deliveries } };
    const replies = new QueueConsumer(this, 'Replies', {
      ...consumer,
      declaration: dispatchReply,
      failureImpact: 'The action of a tap failed five times: the customer gets no answer.',
    });
    const agents = new QueueConsumer(this, 'Agents', {
      ...props,
      concurrency,
      targets,
      declaration: answerWithAgent,
      failureImpact:
        'A tap for an agent failed five times, and cannot be marked as failed: the customer gets neither its answer nor the fallback, and no report says so.',
      // Six times the timeout of the function that marks them.
      deadLetterVisibility: 6 * giveUpAnswer.timeout,
    });
    new GivenUpAnswers(this, 'GivenUpAnswers', { ...props, targets, deadLetters: agents.deadLetters });
    const fanOut = new QueueConsumer(this, 'FanOut', {
      ...consumer,
      targets: { ...consumer.targets, mail },
      declaration: fanOutEvent,
      failureImpact:
        "Events failed five times: the tenants' webhook endpoints never hear of them, nor do members of alerts.",
    });

    const failures = new QueueConsumer(this, 'FailedMessages', {
      ...consumer,
      declaration: followUpFailure,
      failureImpact:
        'Failed messages were not followed up: people who opted out or cannot be reached get further messages, and a failing campaign continues.',
    });
    const reconciliation = new MessageReconciliation(this, 'Reconciliation', {
      ...props,
      targets,
      concurrency,
      afterSeconds: reconcileAfterSeconds,
    });

    const shared = new SharedQueue(this, 'Shared', {
      ...props,
      targets: { ...consumer.targets, mail, reconciles: reconciliation.target },
      consumers: [replies, fanOut, failures, reconciliation],
    });

    const deadLetterQueue = new FailureQueue(this, 'Unrouted', {
      holds: 'events.unrouted',
      alarms,
      failureImpact:
        'Events did not reach the queues behind the bus: taps get no answer, webhooks no delivery, and failures no follow-up.',
    });
    // Fair queues: a tenant whose events are many, or whose agent is slow, keeps no other's waiting.
    const messageGroupId = EventField.fromPath('$.detail.tenant_id');
    const isSmall = props.accountConcurrency !== undefined;
    const route = (name: string, consumer: QueueConsumer, eventPattern: EventPattern): void => {
      // Its queue gets the event itself, without the bus's envelope.
      const own = { queue: consumer.queue, message: RuleTargetInput.fromEventPath('$.detail') };
      const common = shared.inputFor(consumer);
      const [{ queue, message }, other] = isSmall && common ? [common, own] : [own, common];
      const { ruleArn } = new Rule(this, name, {
        eventBus: this.bus,
        eventPattern: { source: [EVENT_SOURCE], ...eventPattern },
        targets: [new SqsQueue(queue, { message, messageGroupId, deadLetterQueue })],
      });
      // It may always deliver to both: a queue's policy is changed only after the rule is.
      const conditions = { ArnEquals: { 'aws:SourceArn': ruleArn } };
      other?.queue.grantSendMessages(new ServicePrincipal('events.amazonaws.com', { conditions }));
    };
    const taps = (queue: 'replies' | 'agents') => ({
      detailType: ['campaign.button_clicked' satisfies DomainEvent['type']],
      detail: { data: { action: { type: actionsOf(queue) } } },
    });
    route('TapsWithAction', replies, taps('replies'));
    route('TapsForAgents', agents, taps('agents'));
    route('Subscribable', fanOut, { detailType: [...EVENT_TYPES] });
    // One for each message: the fan-out is asked only where an endpoint asked.
    route('MessageNews', fanOut, { detailType: [...MESSAGE_EVENT_TYPES], detail: { subscribed: [true] } });
    // Of every class: any code that refuses one message after another stops its campaign.
    route('Failures', failures, {
      detailType: ['message.failed', 'message.returned'] satisfies DomainEvent['type'][],
    });
    route('UnknownMessages', reconciliation, { detailType: ['message.unknown' satisfies DomainEvent['type']] });
  }
}
