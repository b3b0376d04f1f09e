import { describe, expect, it } from 'vitest';

import { FUNCTIONS } from '../../lib/functions.ts';
import { production } from './production.ts';
import type { Resource } from './synthesize.ts';

const SERVICES: Record<string, [service: string, resource: string]> = {
  table: ['dynamodb', 'Table.Arn'],
  index: ['dynamodb', 'Table.Arn/index/*'],
  sends: ['sqs', 'SenderQueue.Arn'],
  failures: ['sqs', 'RollupFailures.Arn'],
  deliveries: ['sqs', 'EventsDeliveriesQueue.Arn'],
  reconciles: ['sqs', 'EventsReconciliationQueue.Arn'],
  bus: ['events', 'EventsBus.Arn'],
  schedules: ['scheduler', 'arn:partition:scheduler:region:accountid:schedule/SchedulesGroup/*'],
  schedule_role: ['iam', 'SchedulesRole.Arn'],
  runs: ['states', 'arn:partition:states:region:accountid:execution:herald-prod-campaign-run:*'],
  credentials: ['secretsmanager', 'arn:partition:secretsmanager:region:accountid:secret:herald/prod/twilio/*'],
};

const RECEIVE = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
const receiving = (queue: string) => RECEIVE.map((one) => `sqs:${one} → ${queue}.Arn`);
const READING = [
  ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((one) => `dynamodb:${one} → Table.StreamArn`),
  'dynamodb:ListStreams → Table.Arn/stream/*',
];

/** What the event source of a function reads on its behalf. */
const EVENT_SOURCES: Record<string, string[]> = {
  'chunk.send': receiving('SenderQueue'),
  'reply.dispatch': receiving('EventsRepliesQueue'),
  'webhook.fan_out': receiving('EventsFanOutQueue'),
  'webhook.deliver': receiving('EventsDeliveriesQueue'),
  'failure.follow_up': receiving('EventsFailedMessagesQueue'),
  'message.reconcile': receiving('EventsReconciliationQueue'),
  'chunk.bury': receiving('SenderBurialQueue'),
  'rollup.fold': READING,
  'events.publish': READING,
};

function expected(grant: string, id: string): string {
  if (grant === 'failures:SendMessage' && id === 'events.publish')
    return 'sqs:SendMessage → EventsPublisherFailures.Arn';
  if (grant === 'runs:StartExecution') {
    return 'states:StartExecution → arn:partition:states:region:accountid:stateMachine:herald-prod-campaign-run';
  }
  const [name, action] = grant.split(':') as [string, string];
  const [service, resource] = SERVICES[name]!;
  return `${service}:${action} → ${resource}`;
}

/** Every action on every resource that a function's role allows. */
function allowed(lambda: Resource): string[] {
  const role = production.resource(lambda.Properties.Role['Fn::GetAtt'][0]);
  const [policy, ...others] = role.Properties.Policies;
  expect(others).toEqual([]);
  expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');

  const pairs: string[] = [];
  for (const { Effect, Action, Resource } of policy.PolicyDocument.Statement) {
    expect(Effect).toBe('Allow');
    for (const action of [Action].flat()) {
      for (const resource of [Resource].flat()) pairs.push(`${action} → ${production.text(resource)}`);
    }
  }
  return pairs.sort();
}

describe.each(FUNCTIONS)('$id', ({ id, grants }) => {
  const [, lambda] = production.function(id);

  it('may do what it declares, log and trace', () => {
    const log = production.text(lambda.Properties.LoggingConfig.LogGroup);
    expect(allowed(lambda)).toEqual(
      [
        ...new Set(grants.map((grant) => expected(grant, id))),
        ...(EVENT_SOURCES[id] ?? []),
        `logs:CreateLogStream → ${log}.Arn`,
        `logs:PutLogEvents → ${log}.Arn`,
        'xray:PutTelemetryRecords → *',
        'xray:PutTraceSegments → *',
      ].sort(),
    );
  });

  it('has a role that no other function has', () => {
    const sharing = production.all('AWS::Lambda::Function').filter(([, { Properties }]) => {
      return Properties.Role['Fn::GetAtt'][0] === lambda.Properties.Role['Fn::GetAtt'][0];
    });
    expect(sharing).toHaveLength(1);
  });
});

it('leaves no policy outside a role but that of the state machine', () => {
  const policies = production.all('AWS::IAM::Policy');
  expect(policies.map(([, { Properties }]) => Properties.Roles.map((one: object) => production.text(one)))).toEqual([
    ['RunMachineRole'],
    // A distributed map starts its lanes as executions.
    ['RunMachineRole'],
  ]);
  const actions = policies.flatMap(([, one]) => one.Properties.PolicyDocument.Statement).flatMap((one) => one.Action);
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});
