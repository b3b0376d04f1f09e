import { FilterRule } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

import type { FunctionDeclaration } from '../function-declaration.ts';
import type { AppTable } from './app-table.ts';
import type { FunctionSurroundings } from './service-function.ts';
import { StreamConsumer } from './stream-consumer.ts';

export const publishEvents: FunctionDeclaration = {
  id: 'events.publish',
  entry: 'functions/stream/publish-events.ts',
  grants: ['table:GetItem', 'bus:PutEvents', 'failures:SendMessage'],
  timeout: 60,
};

export interface EventPublisherProps extends FunctionSurroundings {
  readonly table: AppTable;
  readonly alarms: ITopic;
}

/** The table's stream, told to the bus: what is recorded is published, at least once. */
export class EventPublisher extends StreamConsumer {
  constructor(scope: Construct, id: string, props: EventPublisherProps) {
    super(scope, id, {
      ...props,
      declaration: publishEvents,
      filters: FILTERS,
      batchSize: 100,
      // An answer to a tap is awaited by a person.
      windowSeconds: 0,
      failureImpact: 'Changes could not be published: their taps get no answer, and webhooks are not told of them.',
      late: {
        minutes: 2,
        failureImpact: 'Answers to taps and webhooks are more than two minutes late; after twelve hours they are lost.',
      },
    });
  }
}

/** Whatever can become an event, and as little else as a filter can tell. */
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
    eventName: FilterRule.isEqual('MODIFY'),
    dynamodb: {
      Keys: sortKey(FilterRule.isEqual('CAMPAIGN')),
      NewImage: { status: { S: FilterRule.or('sending', 'paused', 'completed') } },
    },
  },
  {
    eventName: FilterRule.isEqual('MODIFY'),
    dynamodb: {
      Keys: sortKey(FilterRule.beginsWith('MESSAGE#')),
      NewImage: { status: { S: FilterRule.or('failed', 'undelivered', 'unknown') } },
    },
  },
];

function sortKey(rule: unknown): object {
  return { sk: { S: rule } };
}

function consentStatus(rule: unknown): object {
  return { consent: { M: { status: { S: rule } } } };
}
