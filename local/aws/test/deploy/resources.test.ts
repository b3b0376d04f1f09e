import { DatabaseSync } from 'node:sqlite';

import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';

import { deployMapping, type EventSources } from '../../deploy/event-source-mapping.ts';
import { functionDefinition } from '../../deploy/function.ts';
import { deployQueue } from '../../deploy/queue.ts';
import { partitionKeyOf } from '../../deploy/table.ts';
import { ALLOW_ALL, type Statement } from '../../iam/statement.ts';
import { clientOptions } from '../../serve.ts';
import { sqs } from '../../services/sqs.ts';
import { loadTemplates } from '../../template/load.ts';

const urls = { endpoint: 'http://127.0.0.1:4566', publicUrl: 'http://127.0.0.1:3000' };

function resource(Type: string, Properties: object, Metadata = {}) {
  const Resources = { It: { Type, Properties: { ...Properties }, Metadata } };
  return loadTemplates({ Main: { Resources } }, urls).resources[0]!;
}

const queues = () => sqs({ db: new DatabaseSync(':memory:'), baseUrl: () => urls.endpoint });

test("a queue has the template's settings, or the defaults of CloudFormation", async () => {
  const service = queues();
  deployQueue(resource('AWS::SQS::Queue', { QueueName: 'plain' }), service);
  deployQueue(resource('AWS::SQS::Queue', { QueueName: 'set', VisibilityTimeout: 60, DelaySeconds: 5 }), service);
  const settings = async (QueueUrl: string) => {
    const AttributeNames = ['VisibilityTimeout', 'DelaySeconds'];
    return service.handle('GetQueueAttributes', { QueueUrl, AttributeNames });
  };
  expect(await settings('plain')).toEqual({ Attributes: { VisibilityTimeout: '30', DelaySeconds: '0' } });
  expect(await settings('set')).toEqual({ Attributes: { VisibilityTimeout: '60', DelaySeconds: '5' } });
});

test('a FIFO queue is an error', () => {
  const queue = resource('AWS::SQS::Queue', { FifoQueue: true });
  expect(() => deployQueue(queue, queues())).toThrow('Main.It: FIFO queues are not supported');
});

test('the partition key of a table is read from its schema', () => {
  const KeySchema = [
    { AttributeName: 'sort', KeyType: 'RANGE' },
    { AttributeName: 'customer', KeyType: 'HASH' },
  ];
  expect(partitionKeyOf(resource('AWS::DynamoDB::Table', { KeySchema }))).toBe('customer');
});

const context = {
  directory: '/cdk.out',
  environment: { AWS_REGION: 'eu-west-1' },
  variables: {},
  concurrency: undefined,
};

test("a function has its asset's code, the variables of both sides, and Lambda's defaults", () => {
  const properties = { FunctionName: 'f', Handler: 'index.handler', Environment: { Variables: { A: '1' } } };
  const fn = resource('AWS::Lambda::Function', properties, { 'aws:asset:path': 'asset.123' });
  expect(functionDefinition(fn, context)).toEqual({
    arn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
    name: 'f',
    codeDirectory: '/cdk.out/asset.123',
    handler: 'index.handler',
    environment: { A: '1', AWS_REGION: 'eu-west-1' },
    timeoutSeconds: 3,
    memoryMegabytes: 128,
    reservedConcurrency: undefined,
  });
});

test('a variable of the template takes the value that is given in its place, and none is added', () => {
  const Variables = { ADDRESS: 'https://later.invalid', A: '1' };
  const properties = { Handler: 'index.handler', Environment: { Variables } };
  const fn = resource('AWS::Lambda::Function', properties, { 'aws:asset:path': '/elsewhere/asset.123' });
  const variables = { ADDRESS: 'http://127.0.0.1:1234', OTHER: '2' };
  const { environment, codeDirectory } = functionDefinition(fn, { ...context, variables });
  expect(environment).toEqual({ ADDRESS: 'http://127.0.0.1:1234', A: '1', AWS_REGION: 'eu-west-1' });
  expect(codeDirectory).toBe('/elsewhere/asset.123');
});

test('a function whose code is not a file asset is an error', () => {
  const fn = resource('AWS::Lambda::Function', { Handler: 'index.handler' });
  expect(() => functionDefinition(fn, context)).toThrow(/^Main.It: its metadata name no file asset/);
});

/** Nothing but what an event source mapping must be allowed. */
const sourcesWith = (...allowed: readonly Statement[]): EventSources => ({
  tables: [],
  sqs: queues(),
  sqsClient: new SQSClient(clientOptions(urls.endpoint)),
  streams: () => Promise.resolve({}),
  runtime: { invoke: async () => null },
  allowed: () => allowed,
  db: new DatabaseSync(':memory:'),
  queueUrl: (arn) => arn,
});

test('a mapping of a stream that belongs to no table of the template is an error', () => {
  const EventSourceArn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/other/stream/1';
  const mapping = resource('AWS::Lambda::EventSourceMapping', { EventSourceArn, FunctionName: 'f' });
  expect(() => deployMapping(mapping, sourcesWith(...ALLOW_ALL))).toThrow(
    /^Main.It reads .*table\/other\/stream\/1, which no table/,
  );
});

test('a mapping whose function may not read its queue is an error', () => {
  const EventSourceArn = 'arn:aws:sqs:eu-west-1:000000000000:orders';
  const mapping = resource('AWS::Lambda::EventSourceMapping', { EventSourceArn, FunctionName: 'f' });
  const receive = { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: EventSourceArn } as const;
  expect(() => deployMapping(mapping, sourcesWith(receive))).toThrow(
    `Main.It: the role of f does not allow sqs:DeleteMessage on ${EventSourceArn}, sqs:GetQueueAttributes on`,
  );
});
