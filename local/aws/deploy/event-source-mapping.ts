import type { DatabaseSync } from 'node:sqlite';

import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

import { allows, type Statement } from '../iam/statement.ts';
import { pollQueue } from '../pollers/sqs-poller.ts';
import { pollStream, type StreamPoller } from '../pollers/stream-poller.ts';
import type { StreamCalls } from '../services/dynamodb.ts';
import type { FunctionRuntime } from '../services/service.ts';
import type { SqsService } from '../services/sqs.ts';
import type { Resource } from '../template/resource.ts';
import { partitionKeyOf } from './table.ts';

interface MappingProperties {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency: number };
  readonly FilterCriteria?: { readonly Filters: readonly { readonly Pattern: string }[] };
  readonly ParallelizationFactor?: number;
  readonly MaximumRetryAttempts?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly DestinationConfig?: { readonly OnFailure: { readonly Destination: string } };
}

export interface EventSources {
  readonly tables: readonly Resource[];
  readonly sqs: SqsService;
  readonly sqsClient: SQSClient;
  readonly streams: StreamCalls;
  readonly runtime: FunctionRuntime;
  /** What a function's role allows. @param functionId ARN or name */
  readonly allowed: (functionId: string) => readonly Statement[];
  /** Keeps the checkpoints of streams. */
  readonly db: DatabaseSync;
  readonly queueUrl: (queueArn: string) => string;
}

export type Poller = { close(): Promise<void> } | StreamPoller;

/** What Lambda asks of a function's role. @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const STREAM_ACTIONS = ['DescribeStream', 'GetShardIterator', 'GetRecords', 'ListStreams'].map(
  (one) => `dynamodb:${one}`,
);

/**
 * Starts to poll a mapping's queue or stream for its function.
 * @throws Error when the function's role does not allow what Lambda needs for it
 */
export function deployMapping(mapping: Resource, sources: EventSources): Poller {
  const properties = propertiesOf(mapping);
  requirePermissions(mapping, properties, sources);
  const { EventSourceArn, FunctionName, MaximumBatchingWindowInSeconds, FunctionResponseTypes } = properties;
  const shared = {
    runtime: sources.runtime,
    functionArn: FunctionName,
    batchingWindowSeconds: MaximumBatchingWindowInSeconds ?? 0,
    reportBatchItemFailures: FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
  };
  if (EventSourceArn.startsWith('arn:aws:sqs:')) {
    return pollQueue({
      ...shared,
      queue: sources.sqs,
      queueArn: EventSourceArn,
      batchSize: properties.BatchSize ?? 10,
      maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? 5,
    });
  }
  return pollStream({
    ...shared,
    streams: sources.streams,
    streamArn: EventSourceArn,
    db: sources.db,
    mappingId: mapping.name,
    partitionKey: partitionKeyOf(tableOf(mapping, EventSourceArn, sources.tables)),
    batchSize: properties.BatchSize ?? 100,
    filters: properties.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? [],
    parallelizationFactor: properties.ParallelizationFactor ?? 1,
    maximumRetryAttempts: properties.MaximumRetryAttempts ?? -1,
    bisectOnError: properties.BisectBatchOnFunctionError ?? false,
    onFailure: failureDestination(properties, sources),
  });
}

function requirePermissions(
  { stack, logicalId }: Resource,
  { EventSourceArn, FunctionName, DestinationConfig }: MappingProperties,
  { allowed }: EventSources,
): void {
  const source = EventSourceArn.startsWith('arn:aws:sqs:') ? QUEUE_ACTIONS : STREAM_ACTIONS;
  const needed = source.map((action) => [action, EventSourceArn] as const);
  if (DestinationConfig) needed.push(['sqs:SendMessage', DestinationConfig.OnFailure.Destination]);
  const statements = allowed(FunctionName);
  const missing = needed.filter(([action, resource]) => !allows(statements, action, resource));
  if (missing.length === 0) return;
  const refusals = missing.map(([action, resource]) => `${action} on ${resource}`);
  throw new Error(`${stack}.${logicalId}: the role of ${FunctionName} does not allow ${refusals.join(', ')}`);
}

/** How many invocations a queue's mapping makes at a time, by function. */
export function mappedConcurrency(mappings: readonly Resource[]): ReadonlyMap<string, number | undefined> {
  return new Map(
    mappings
      .map(propertiesOf)
      .map(({ FunctionName, ScalingConfig }) => [FunctionName, ScalingConfig?.MaximumConcurrency]),
  );
}

function propertiesOf(mapping: Resource): MappingProperties {
  return mapping.properties as unknown as MappingProperties;
}

function tableOf(mapping: Resource, streamArn: string, tables: readonly Resource[]): Resource {
  const table = tables.find((candidate) => candidate.attribute('StreamArn') === streamArn);
  if (!table) throw new Error(`${mapping.stack}.${mapping.logicalId} reads ${streamArn}, which no table here has`);
  return table;
}

function failureDestination({ DestinationConfig }: MappingProperties, { sqsClient, queueUrl }: EventSources) {
  if (!DestinationConfig) return undefined;
  const QueueUrl = queueUrl(DestinationConfig.OnFailure.Destination);
  return async ({ error, ...batch }: { readonly error: Error }): Promise<void> => {
    const MessageBody = JSON.stringify({ ...batch, error: error.name });
    await sqsClient.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  };
}
