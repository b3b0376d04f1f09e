import type { DatabaseSync } from 'node:sqlite';

import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

import type { FunctionDefinition } from './lambda/function-definition.ts';
import { pollQueue } from './pollers/sqs-poller.ts';
import { pollStream, type StreamPoller } from './pollers/stream-poller.ts';
import type { FunctionRuntime } from './services/service.ts';
import type { SqsService } from './services/sqs.ts';
import type { Resource } from './template/resource.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Makes a table that is not there yet, and tells the template its stream. */
export async function deployTable(table: Resource, client: DynamoDBClient): Promise<void> {
  const { TimeToLiveSpecification, StreamSpecification, ...given } = table.properties as Properties & {
    TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean };
    StreamSpecification?: { StreamViewType: string };
  };
  const wanted = {
    TableName: table.name,
    KeySchema: given['KeySchema'],
    AttributeDefinitions: given['AttributeDefinitions'],
    GlobalSecondaryIndexes: given['GlobalSecondaryIndexes'],
    LocalSecondaryIndexes: given['LocalSecondaryIndexes'],
    BillingMode: given['BillingMode'],
    ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
  } as CreateTableCommandInput;
  try {
    await client.send(new DescribeTableCommand({ TableName: table.name }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    await client.send(new CreateTableCommand(wanted));
    if (TimeToLiveSpecification)
      await client.send(new UpdateTimeToLiveCommand({ TableName: table.name, TimeToLiveSpecification }));
  }
  const described = await client.send(new DescribeTableCommand({ TableName: table.name }));
  table.provide('StreamArn', described.Table?.LatestStreamArn ?? '');
}

export function deployQueue(queue: Resource, sqs: SqsService): void {
  const { VisibilityTimeout = 30, RedrivePolicy } = queue.properties as Properties & {
    VisibilityTimeout?: number;
    RedrivePolicy?: { deadLetterTargetArn: string; maxReceiveCount: number };
  };
  const redrive = RedrivePolicy && {
    deadLetterArn: RedrivePolicy.deadLetterTargetArn,
    maxReceiveCount: RedrivePolicy.maxReceiveCount,
  };
  sqs.createQueue({ name: queue.name, visibilityTimeout: VisibilityTimeout, ...(redrive && { redrive }) });
}

/** A function as the template describes it, with what AWS adds to its environment here: where to call, and as whom. */
export function functionDefinition(
  fn: Resource,
  {
    assembly,
    environment,
    concurrency,
  }: { assembly: string; environment: Readonly<Record<string, string>>; concurrency: number | undefined },
): FunctionDefinition {
  const { Handler, Timeout, MemorySize, Environment } = fn.properties as {
    Handler: string;
    Timeout: number;
    MemorySize: number;
    Environment?: { Variables: Record<string, string> };
  };
  return {
    arn: fn.attribute('Arn'),
    name: fn.name,
    codeDirectory: `${assembly}/${String(fn.metadata['aws:asset:path'])}`,
    handler: Handler,
    environment: { ...Environment?.Variables, ...environment },
    timeoutSeconds: Timeout,
    memoryMegabytes: MemorySize,
    reservedConcurrency: concurrency,
  };
}

/** How many invocations a queue's mapping makes at a time, by function. */
export function mappedConcurrency(mappings: readonly Resource[]): ReadonlyMap<string, number | undefined> {
  const given = mappings.map(({ properties }) => properties as unknown as MappingProperties);
  return new Map(given.map(({ FunctionName, ScalingConfig }) => [FunctionName, ScalingConfig?.MaximumConcurrency]));
}

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

export interface Sources {
  readonly sqs: SqsService;
  readonly sqsClient: SQSClient;
  readonly streams: DynamoDBStreamsClient;
  readonly runtime: FunctionRuntime;
  readonly db: DatabaseSync;
  readonly queueUrl: (queueArn: string) => string;
}

/** Starts what an event source mapping does: reads its queue or its stream and calls its function. */
export function deployMapping(
  mapping: Resource,
  { sqs, sqsClient, streams, runtime, db, queueUrl }: Sources,
): { close(): Promise<void> } | StreamPoller {
  const given = mapping.properties as unknown as MappingProperties;
  const shared = {
    runtime,
    functionArn: given.FunctionName,
    batchingWindowSeconds: given.MaximumBatchingWindowInSeconds ?? 0,
    reportBatchItemFailures: given.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
  };
  if (given.EventSourceArn.startsWith('arn:aws:sqs:')) {
    return pollQueue({
      ...shared,
      queue: sqs,
      queueArn: given.EventSourceArn,
      batchSize: given.BatchSize ?? 10,
      maximumConcurrency: given.ScalingConfig?.MaximumConcurrency ?? 5,
    });
  }
  const failures = given.DestinationConfig?.OnFailure.Destination;
  return pollStream({
    ...shared,
    streams,
    streamArn: given.EventSourceArn,
    db,
    mappingId: mapping.name,
    partitionKey: 'pk',
    batchSize: given.BatchSize ?? 100,
    filters: given.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? [],
    parallelizationFactor: given.ParallelizationFactor ?? 1,
    maximumRetryAttempts: given.MaximumRetryAttempts ?? -1,
    bisectOnError: given.BisectBatchOnFunctionError ?? false,
    ...(failures && {
      onFailure: async ({ error, ...info }) => {
        const MessageBody = JSON.stringify({ ...info, error: error.name });
        await sqsClient.send(new SendMessageCommand({ QueueUrl: queueUrl(failures), MessageBody }));
      },
    }),
  });
}
