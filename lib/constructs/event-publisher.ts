import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import type { FunctionContext } from './service-function.ts';
import { StreamConsumer } from './stream-consumer.ts';
import type { TableAddress } from './table-address.ts';

export const publishEvents: FunctionDeclaration = {
  id: 'events.publish',
  entry: 'functions/stream/publish-events.ts',
  grants: ['table:GetItem', 'table:PutItem', 'table:Query', 'bus:PutEvents', 'failures:SendMessage'],
  timeout: 60,
};

export interface EventPublisherProps extends FunctionContext {
  readonly table: TableAddress;
  readonly alarms: ITopic;
}

/**
 * Publishes changes of the table to the bus: every recorded change, at least once. It keeps the audit of what no request did,
 * too: a stream takes two readers, and the roll-up is the other.
 */
export class EventPublisher extends StreamConsumer {
  constructor(scope: Construct, id: string, props: EventPublisherProps) {
    super(scope, id, {
      ...props,
      declaration: publishEvents,
      filters: FILTERS,
      batchSize: 100,
      // A person waits for the answer to a tap.
      windowSeconds: 0,
      failureImpact:
        'Some changes could not be published: taps among them get no answer, and webhook endpoints never hear of them.',
      late: {
        minutes: 2,
        failureImpact:
          'Answers to taps and webhook deliveries are more than two minutes late; after twelve hours they are lost.',
      },
    });
  }
}

/** What a campaign, a job, a webhook endpoint, a template or dead letters become that is told or kept. */
const TOLD_STATUSES = [
  ...['scheduled', 'sending', 'paused', 'completed'],
  ...['succeeded', 'failed'],
  ...['enabled', 'disabled', 'rejected'],
];

/** Every change that can become an event or an audit entry, and as few others as a filter can exclude. */
const FILTERS = [
  { eventName: FilterRule.or('INSERT', 'MODIFY'), dynamodb: { Keys: sortKey(FilterRule.beginsWith('INTERACTION#')) } },
  {
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: {
      Keys: sortKey(FilterRule.beginsWith('INBOUND#')),
      NewImage: { kind: { S: FilterRule.isEqual('reply') } },
    },
  },
  {
    eventName: FilterRule.isEqual('MODIFY'),
    dynamodb: {
      Keys: sortKey(FilterRule.beginsWith('CUSTOMER#')),
      OldImage: consentStatus(FilterRule.notEquals('opted_out')),
      NewImage: consentStatus(FilterRule.isEqual('opted_out')),
    },
  },
  {
    eventName: FilterRule.or('INSERT', 'MODIFY'),
    dynamodb: {
      Keys: sortKey([
        ...FilterRule.or('CAMPAIGN', 'JOB'),
        ...FilterRule.beginsWith('ENDPOINT#'),
        ...FilterRule.beginsWith('TEMPLATE#'),
        ...FilterRule.beginsWith('DEADLETTERS#'),
      ]),
      NewImage: { status: { S: FilterRule.or(...TOLD_STATUSES) } },
    },
  },
  {
    eventName: FilterRule.isEqual('MODIFY'),
    dynamodb: {
      Keys: sortKey(FilterRule.beginsWith('MESSAGE#')),
      NewImage: { status: { S: FilterRule.or('failed', 'undelivered', 'unknown', 'retry', 'delivered', 'read') } },
    },
  },
];

function sortKey(rule: unknown): object {
  return { sk: { S: rule } };
}

function consentStatus(rule: unknown): object {
  return { consent: { M: { status: { S: rule } } } };
}
