import { describe, expect, it } from 'vitest';

import { FUNCTIONS } from '../../lib/functions.ts';
import { production } from './production.ts';
import type { Resource } from './synthesize.ts';

const SERVICES: Record<string, [service: string, resource: string]> = {
  table: ['dynamodb', 'Table.Arn'],
  index: ['dynamodb', 'Table.Arn/index/*'],
  imports: ['s3', 'Files.Arn/imports/*'],
  exports: ['s3', 'Files.Arn/exports/*'],
  uploads: ['s3', 'Files.Arn/uploads/*'],
  media: ['s3', 'Files.Arn/media/*'],
  site: ['s3', 'Files.Arn/*'],
  sends: ['sqs', 'SenderQueue.Arn'],
  failures: ['sqs', 'RollupFailures.Arn'],
  deliveries: ['sqs', 'EventsDeliveriesQueue.Arn'],
  reconciles: ['sqs', 'EventsReconciliationQueue.Arn'],
  recoveries: ['sqs', 'CallbackRecoveryQueue.Arn'],
  jobs: ['sqs', 'JobsQueue.Arn'],
  bus: ['events', 'EventsBus.Arn'],
  schedules: ['scheduler', 'arn:partition:scheduler:region:accountid:schedule/SchedulesGroup/*'],
  schedule_role: ['iam', 'SchedulesRole.Arn'],
  mail: ['ses', 'arn:partition:ses:region:accountid:identity/*'],
  runs: ['states', 'arn:partition:states:region:accountid:execution:herald-prod-campaign-run:*'],
  credentials: ['secretsmanager', 'arn:partition:secretsmanager:region:accountid:secret:herald/prod/twilio/ten_*'],
};

/** A role may be passed to the scheduler alone, and a stage without an address to send from mails nobody; nothing else has a condition. */
const CONDITIONS: Record<string, object> = {
  'iam:PassRole': { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  'ses:SendEmail': { StringEquals: { 'ses:FromAddress': 'nobody' } },
};

/** Those that nobody empties by itself. */
const DEAD_LETTERS = [
  ...['CallbackRecoveryDeadLetters', 'EventsDeliveriesDeadLetters', 'EventsFailedMessagesDeadLetters'],
  ...['EventsFanOutDeadLetters', 'EventsPublisherFailures', 'EventsReconciliationDeadLetters'],
  ...['EventsRepliesDeadLetters', 'EventsUnrouted', 'JobsDeadLetters', 'RollupFailures', 'SchedulesUndelivered'],
  ...['EventsAgentsDeadLetters', 'EventsSharedDeadLetters', 'SenderBurialDeadLetters'],
];

/** Of the functions that share a queue in a small account. */
const OWN_QUEUES = [
  'EventsRepliesQueue',
  'EventsFanOutQueue',
  'EventsFailedMessagesQueue',
  'EventsReconciliationQueue',
];

const RECEIVE = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
const receiving = (queue: string) => RECEIVE.map((action) => `sqs:${action} → ${queue}.Arn`);
const READ_STREAM = [
  ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action} → Table.StreamArn`),
  'dynamodb:ListStreams → Table.Arn/stream/*',
];

/** What a function's event source needs on top of its grants. */
const EVENT_SOURCES: Record<string, string[]> = {
  'chunk.send': receiving('SenderQueue'),
  'reply.dispatch': receiving('EventsRepliesQueue'),
  'agent.answer': receiving('EventsAgentsQueue'),
  'agent.give_up': receiving('EventsAgentsDeadLetters'),
  'webhook.fan_out': receiving('EventsFanOutQueue'),
  'webhook.deliver': receiving('EventsDeliveriesQueue'),
  'failure.follow_up': receiving('EventsFailedMessagesQueue'),
  'message.reconcile': receiving('EventsReconciliationQueue'),
  'events.handle': receiving('EventsSharedQueue'),
  'chunk.bury': receiving('SenderBurialQueue'),
  'callbacks.recover': receiving('CallbackRecoveryQueue'),
  'job.run': receiving('JobsQueue'),
  'rollup.fold': READ_STREAM,
  'events.publish': READ_STREAM,
};

function expected(grant: string, id: string): string | string[] {
  if (grant === 'dead_letters:ReceiveMessage') return DEAD_LETTERS.map((name) => `sqs:ReceiveMessage → ${name}.Arn`);
  if (grant === 'own_queues:SendMessage') return OWN_QUEUES.map((name) => `sqs:SendMessage → ${name}.Arn`);
  if (grant === 'failures:SendMessage' && id === 'events.publish')
    return 'sqs:SendMessage → EventsPublisherFailures.Arn';
  if (grant === 'runs:StartExecution') {
    return 'states:StartExecution → arn:partition:states:region:accountid:stateMachine:herald-prod-campaign-run';
  }
  if (grant === 'site:ListBucket') return 's3:ListBucket → Files.Arn';
  if (grant === 'schedule_role:PassRole' && id === 'campaign.sweep') return 'iam:PassRole → SchedulesStartRole.Arn';
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
  for (const { Effect, Action, Resource, Condition } of policy.PolicyDocument.Statement) {
    expect(Effect).toBe('Allow');
    expect(Condition).toEqual(CONDITIONS[Action]);
    for (const action of [Action].flat()) {
      for (const resource of [Resource].flat()) pairs.push(`${action} → ${production.text(resource)}`);
    }
  }
  return pairs.sort();
}

describe.each(FUNCTIONS)('$id', ({ id, grants }) => {
  const [, lambda] = production.function(id);

  it('may use its grants, its log and its traces, and nothing else', () => {
    const log = production.text(lambda.Properties.LoggingConfig.LogGroup);
    expect(allowed(lambda)).toEqual(
      [
        ...new Set(grants.flatMap((grant) => expected(grant, id))),
        ...(EVENT_SOURCES[id] ?? []),
        `logs:CreateLogStream → ${log}.Arn`,
        `logs:PutLogEvents → ${log}.Arn`,
        'xray:PutTelemetryRecords → *',
        'xray:PutTraceSegments → *',
      ].sort(),
    );
  });

  it('shares its role with no other function', () => {
    const sharing = production.all('AWS::Lambda::Function').filter(([, { Properties }]) => {
      return Properties.Role['Fn::GetAtt'][0] === lambda.Properties.Role['Fn::GetAtt'][0];
    });
    expect(sharing).toHaveLength(1);
  });
});

it('has no policies outside the functions’ roles but those of the state machine', () => {
  const policies = production.all('AWS::IAM::Policy');
  expect(policies.map(([, { Properties }]) => Properties.Roles.map((role: object) => production.text(role)))).toEqual([
    ['RunMachineRole'],
    // A distributed map starts its lanes as executions.
    ['RunMachineRole'],
  ]);
  const actions = policies
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
    .flatMap(({ Action }) => Action);
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});
