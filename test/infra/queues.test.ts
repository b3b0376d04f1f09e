import { expect, it } from 'vitest';

import { production } from './production.ts';

const queues = Object.fromEntries(
  production.all('AWS::SQS::Queue').map(([id, { Properties }]) => [production.text({ Ref: id }), Properties]),
);
const sources = production.all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
const source = (arn: string) => sources.find(({ EventSourceArn }) => production.text(EventSourceArn) === arn);

it('encrypts every queue', () => {
  expect(Object.keys(queues).sort()).toEqual(['RollupFailures', 'SenderDeadLetters', 'SenderQueue']);
  for (const queue of Object.values(queues)) expect(queue.SqsManagedSseEnabled).toBe(true);
});

it('keeps what failed as long as SQS keeps anything', () => {
  for (const name of ['RollupFailures', 'SenderDeadLetters'])
    expect(queues[name].MessageRetentionPeriod).toBe(1_209_600);
});

it('tries a chunk five times, each after the last try has surely ended', () => {
  const queue = queues['SenderQueue'];
  expect(queue.RedrivePolicy.maxReceiveCount).toBe(5);
  expect(production.text(queue.RedrivePolicy.deadLetterTargetArn)).toBe('SenderDeadLetters.Arn');
  const { Timeout } = production.function('chunk.send')[1].Properties;
  expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * Timeout);
});

it('hands the sender one chunk at a time, as many at once as the stage says', () => {
  expect(source('SenderQueue.Arn')).toMatchObject({
    FunctionName: { Ref: production.function('chunk.send')[0] },
    BatchSize: 1,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 250 },
  });
});

it('folds the messages of the stream in order, and gives up none without an account of it', () => {
  const stream = source('Table.StreamArn');
  expect(stream).toMatchObject({
    FunctionName: { Ref: production.function('rollup.fold')[0] },
    BatchSize: 2_000,
    MaximumBatchingWindowInSeconds: 5,
    ParallelizationFactor: 1,
    StartingPosition: 'TRIM_HORIZON',
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
  expect(stream).not.toHaveProperty('MaximumRetryAttempts');
  expect(stream.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3_600);
  expect(production.text(stream.DestinationConfig.OnFailure.Destination)).toBe('RollupFailures.Arn');
  expect(stream.FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
    { dynamodb: { Keys: { sk: { S: [{ prefix: 'MESSAGE#' }] } } } },
  ]);
});

it('has no other event source', () => {
  expect(sources).toHaveLength(2);
});
