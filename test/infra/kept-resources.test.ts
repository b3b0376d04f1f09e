import { describe, expect, it } from 'vitest';

import { development } from './development.ts';
import kept from './kept-resources.json' with { type: 'json' };
import { production } from './production.ts';
import type { StackTemplate } from './synthesize.ts';

/**
 * What may not be replaced, and the properties that would replace it or lose data. Sent links and approved templates hold
 * the API's address; pending schedules hold the ARNs of a function, a role and a queue; running executions hold the ARNs of
 * their functions and their role; a mapping holds its place in the stream; an API has each route once.
 */
const KEPT_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'AWS::DynamoDB::Table': [
    'TableName',
    'KeySchema',
    'LocalSecondaryIndexes',
    'GlobalSecondaryIndexes',
    'StreamSpecification',
    'TimeToLiveSpecification',
  ],
  'AWS::S3::Bucket': ['BucketName'],
  'AWS::CloudFront::Distribution': [],
  'AWS::SNS::Topic': ['TopicName'],
  'AWS::ApiGatewayV2::Api': ['ProtocolType'],
  'AWS::ApiGatewayV2::Stage': ['ApiId', 'StageName'],
  'AWS::ApiGatewayV2::Route': ['ApiId', 'RouteKey'],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::Scheduler::ScheduleGroup': ['Name'],
  'AWS::StepFunctions::StateMachine': ['StateMachineName', 'StateMachineType'],
  'AWS::SQS::Queue': ['QueueName', 'FifoQueue', 'MessageRetentionPeriod', 'RedrivePolicy'],
  'AWS::Lambda::EventSourceMapping': ['EventSourceArn', 'StartingPosition'],
  'AWS::Lambda::Function': ['FunctionName'],
  'AWS::IAM::Role': ['RoleName'],
};

interface KeptStack {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

describe.each([
  ['dev', development.stacks],
  ['prod', production.stacks],
])('%s', (stage, stacks: Readonly<Record<string, StackTemplate>>) => {
  const expected: Readonly<Record<string, KeptStack>> = JSON.parse(JSON.stringify(kept).replaceAll('{stage}', stage));

  describe.each(Object.entries(expected))('keeps in %s', (stack, { Resources, Outputs = {} }) => {
    it.each(Object.entries(Resources))('%s', (logicalId, { Type, Properties = {} }) => {
      const resource = stacks[stack]?.Resources[logicalId];
      expect(resource?.Type, `${logicalId} is gone from ${stack}: it would be deleted, or replaced by another`).toBe(
        Type,
      );
      const properties = pick(resource?.Properties ?? {}, KEPT_PROPERTIES[Type]!);
      expect(properties, `${logicalId} would be replaced, or lose what it holds`).toEqual(Properties);
    });

    it.each(Object.entries(Outputs))('the output %s', (name, value) => {
      expect(stacks[stack]?.Outputs[name]?.Value).toEqual(value);
    });
  });

  it('has every queue, table, bus, schedule group, state machine and API on the list', () => {
    const types = [
      'DynamoDB::Table',
      'S3::Bucket',
      'SQS::Queue',
      'Events::EventBus',
      'Scheduler::ScheduleGroup',
      'SNS::Topic',
    ].concat('StepFunctions::StateMachine', 'ApiGatewayV2::Api', 'ApiGatewayV2::Stage', 'Lambda::EventSourceMapping');
    for (const [stack, { Resources }] of Object.entries(stacks)) {
      const found = Object.keys(Resources).filter((id) => types.includes(Resources[id]!.Type.slice('AWS::'.length)));
      expect(Object.keys(expected[stack]?.Resources ?? {}), 'add it to kept-resources.json').toEqual(
        expect.arrayContaining(found),
      );
    }
  });
});

function pick(properties: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  return Object.fromEntries(names.filter((name) => name in properties).map((name) => [name, properties[name]]));
}
