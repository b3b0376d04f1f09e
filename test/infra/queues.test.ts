import { describe, expect, it } from 'vitest';

import { prod } from '../../lib/stage-settings.ts';
import { production } from './production.ts';
import { synthesize } from './synthesize.ts';

const queues = Object.fromEntries(
  production.all('AWS::SQS::Queue').map(([id, { Properties }]) => [production.text({ Ref: id }), Properties]),
);
const sources = production.all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
const sourceOf = (id: string) => sources.find(({ FunctionName }) => FunctionName.Ref === production.function(id)[0]);
const source = (arn: string) => sources.find(({ EventSourceArn }) => production.text(EventSourceArn) === arn);

it('encrypts every queue', () => {
  expect(Object.keys(queues).sort()).toEqual([
    'CallbackRecoveryDeadLetters',
    'CallbackRecoveryQueue',
    'EventsAgentsDeadLetters',
    'EventsAgentsQueue',
    'EventsDeliveriesDeadLetters',
    'EventsDeliveriesQueue',
    'EventsFailedMessagesDeadLetters',
    'EventsFailedMessagesQueue',
    'EventsFanOutDeadLetters',
    'EventsFanOutQueue',
    'EventsPublisherFailures',
    'EventsReconciliationDeadLetters',
    'EventsReconciliationQueue',
    'EventsRepliesDeadLetters',
    'EventsRepliesQueue',
    'EventsSharedDeadLetters',
    'EventsSharedQueue',
    'EventsUnrouted',
    'JobsDeadLetters',
    'JobsQueue',
    'RollupFailures',
    'SchedulesUndelivered',
    'SenderBurialDeadLetters',
    'SenderBurialQueue',
    'SenderQueue',
  ]);
  for (const queue of Object.values(queues)) expect(queue.SqsManagedSseEnabled).toBe(true);
});

it('denies every request to a queue that comes without TLS', () => {
  const policies = production.all('AWS::SQS::QueuePolicy').map(([, { Properties }]) => Properties);
  expect(policies.flatMap(({ Queues }) => Queues.map(production.text)).sort()).toEqual(Object.keys(queues).sort());
  for (const { Queues, PolicyDocument } of policies) {
    expect(PolicyDocument.Statement).toContainEqual({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sqs:*',
      Resource: { 'Fn::GetAtt': [Queues[0].Ref, 'Arn'] },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  }
});

it('keeps failed messages for 14 days, the longest SQS allows', () => {
  for (const [name, queue] of Object.entries(queues)) {
    expect(queue.MessageRetentionPeriod).toBe(name.endsWith('Queue') ? 345_600 : 1_209_600);
  }
});

describe.each([
  ['Sender', 'chunk.send', { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 250 } }, 'SenderBurialQueue'],
  ['SenderBurial', 'chunk.bury', { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }],
  ['EventsReplies', 'reply.dispatch', { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 50 } }],
  ['EventsAgents', 'agent.answer', { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 50 } }],
  ['EventsFanOut', 'webhook.fan_out', { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 50 } }],
  ['EventsDeliveries', 'webhook.deliver', { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 50 } }],
  ['EventsFailedMessages', 'failure.follow_up', { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 50 } }],
  ['EventsReconciliation', 'message.reconcile', { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 50 } }],
  ['EventsShared', 'events.handle', { BatchSize: 10, ScalingConfig: { MaximumConcurrency: 2 } }],
  ['CallbackRecovery', 'callbacks.recover', { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } }],
  ['Jobs', 'job.run', { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 5 } }],
])('the queue of %s', (name, id, batches, deadLetters = `${name}DeadLetters`) => {
  const queue = queues[`${name}Queue`];
  const [logicalId, lambda] = production.function(id);

  it('tries a message five times, each time after the last attempt has ended', () => {
    // A message may arrive with the five attempts of the send queue on its receive count.
    expect(queue.RedrivePolicy.maxReceiveCount).toBe(name === 'SenderBurial' ? 10 : 5);
    expect(production.text(queue.RedrivePolicy.deadLetterTargetArn)).toBe(`${deadLetters}.Arn`);
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * lambda.Properties.Timeout);
  });

  it('hands its function batches, with the concurrency of the stage', () => {
    expect(source(`${name}Queue.Arn`)).toMatchObject({
      FunctionName: { Ref: logicalId },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...batches,
    });
  });
});

const patterns = (mapping: { FilterCriteria: { Filters: { Pattern: string }[] } }) =>
  mapping.FilterCriteria.Filters.map(({ Pattern }) => JSON.parse(Pattern));

describe.each([
  ['rollup.fold', 'RollupFailures', { BatchSize: 2_000, MaximumBatchingWindowInSeconds: 5 }],
  ['events.publish', 'EventsPublisherFailures', { BatchSize: 100, MaximumBatchingWindowInSeconds: 0 }],
])('%s', (id, failures, batches) => {
  const stream = sourceOf(id);

  it('reads the stream in order, and reports every batch that it discards', () => {
    expect(production.text(stream.EventSourceArn)).toBe('Table.StreamArn');
    expect(stream).toMatchObject({
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...batches,
    });
    expect(stream).not.toHaveProperty('MaximumRetryAttempts');
    expect(stream.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3_600);
    expect(production.text(stream.DestinationConfig.OnFailure.Destination)).toBe(`${failures}.Arn`);
  });
});

it('folds only messages, interactions and checkpoints', () => {
  expect(patterns(sourceOf('rollup.fold'))).toEqual(
    [{ prefix: 'MESSAGE#' }, { prefix: 'INTERACTION#' }, 'CHECKPOINT'].map((rule) => ({
      dynamodb: { Keys: { sk: { S: [rule] } } },
    })),
  );
});

it('has taps that are given up marked, from the dead letters of the agents’ queue', () => {
  const [logicalId, lambda] = production.function('agent.give_up');
  expect(source('EventsAgentsDeadLetters.Arn')).toMatchObject({
    FunctionName: { Ref: logicalId },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 2 },
  });
  expect(queues['EventsAgentsDeadLetters'].VisibilityTimeout).toBe(6 * lambda.Properties.Timeout);
});

it('has no other event source', () => {
  expect(sources).toHaveLength(14);
});

describe('a stage for an account that may run few functions', () => {
  const small = synthesize({ ...prod, accountConcurrency: 10 });
  const received = (stage: typeof small) =>
    stage.all('AWS::SQS::Queue').flatMap(([id, { Properties }]) => {
      const { RedrivePolicy } = Properties;
      return RedrivePolicy ? [[stage.text({ Ref: id }), RedrivePolicy.maxReceiveCount]] : [];
    });

  it('has each queue polled by two calls, the fewest that Lambda takes', () => {
    const mappings = small.all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
    const polled = mappings.filter(({ ScalingConfig }) => ScalingConfig);
    expect(polled.length).toBe(sources.filter(({ ScalingConfig }) => ScalingConfig).length);
    for (const { ScalingConfig } of polled) expect(ScalingConfig).toEqual({ MaximumConcurrency: 2 });
  });

  it('gives up nothing that no function has seen', () => {
    expect(received(small)).toEqual(received(production).map(([id, count]) => [id, count + 100]));
  });

  it('has the resources of any other, so that a change of the setting deletes nothing with what waits in it', () => {
    const large = synthesize(prod);
    for (const [name, { Resources }] of Object.entries(small.stacks))
      expect(Object.keys(Resources)).toEqual(Object.keys(large.stacks[name]!.Resources));
  });
});
