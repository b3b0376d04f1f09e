import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { QueueDoesNotExist, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { startEndpoint } from '../endpoint.ts';
import type { Principal } from '../iam/principal.ts';
import { createFaults } from '../faults.ts';
import { ALLOW_ALL } from '../iam/statement.ts';
import { arn, ServiceError, type AwsService } from '../services/service.ts';

const TABLE = arn('dynamodb', 'table/app');
const PACKER = 'arn:aws:sts::000000000000:assumed-role/packer/packer';

const handled: string[] = [];
const killed: string[] = [];
const items: AwsService = {
  name: 'dynamodb',
  permissions: (operation) => [{ action: `dynamodb:${operation}`, resource: TABLE }],
  handle: async (operation, input, caller) => {
    handled.push(`${operation} by ${caller}`);
    if (operation === 'GetItem') return Buffer.from('{"Item":{"pk":{"S":"ü"}}}');
    const { pk } = input['Item'] as { pk: { S: string } };
    if (pk.S === 'taken') {
      throw new ServiceError('ConditionalCheckFailedException', 'taken', 400, { Item: { pk: { S: 'old' } } });
    }
    if (pk.S === 'bug') throw new TypeError('a bug');
    return { Attributes: { pk } };
  },
};
const queues: AwsService = {
  name: 'sqs',
  permissions: () => [],
  handle: async () => {
    throw new ServiceError('QueueDoesNotExist', 'no such queue');
  },
};
const put = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: TABLE } as const;
const principals: Readonly<Record<string, Principal>> = {
  operator: { name: 'operator', statements: ALLOW_ALL },
  packer: { name: PACKER, statements: [put] },
};
const faults = createFaults();
const endpoint = await startEndpoint({
  services: [items, queues],
  principals: (accessKeyId) => principals[accessKeyId],
  faults,
  onKill: (accessKeyId) => killed.push(accessKeyId),
});

const clientFor = (accessKeyId: string, maxAttempts = 1) => {
  const credentials = { accessKeyId, secretAccessKey: 'any' };
  return new DynamoDBClient({ endpoint: endpoint.url, region: 'eu-west-1', maxAttempts, credentials });
};
const putItem = (pk = 'a') => new PutItemCommand({ TableName: 'app', Item: { pk: { S: pk } } });
const getItem = new GetItemCommand({ TableName: 'app', Key: { pk: { S: 'a' } } });

afterEach(() => {
  handled.length = killed.length = 0;
  faults.clear();
});
afterAll(() => endpoint.close());

test('a caller may do what its policy allows, and is named to the service', async () => {
  const { Attributes, $metadata } = await clientFor('packer').send(putItem());
  expect(Attributes).toEqual({ pk: { S: 'a' } });
  expect($metadata.requestId).toMatch(/^[\w-]{36}$/);
  expect(handled).toEqual([`PutItem by ${PACKER}`]);
});

test('a caller may do nothing that its policy does not allow', async () => {
  await expect(clientFor('packer').send(getItem)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(
      `User: ${PACKER} is not authorized to perform: dynamodb:GetItem on resource: ${TABLE}`,
    ),
    $metadata: { httpStatusCode: 400 },
  });
  expect(handled).toEqual([]);
});

test('an unknown access key is refused', async () => {
  await expect(clientFor('stranger').send(getItem)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    $metadata: { httpStatusCode: 403 },
  });
});

test.each([
  ['without credentials', {}, '{}', 403, 'MissingAuthenticationTokenException'],
  [
    'for a service not served',
    { authorization: 'Credential=operator/20260101/r/s3/aws4_request' },
    '{}',
    400,
    'UnknownOperationException',
  ],
  [
    'with a broken body',
    { authorization: 'Credential=operator/20260101/r/sqs/aws4_request' },
    '{',
    400,
    'SerializationException',
  ],
])('a call %s is an error', async (_, headers, body, status, code) => {
  const request = { method: 'POST', body, headers: { ...headers, 'x-amz-target': 'A.B' } };
  const response = await fetch(endpoint.url, request);
  expect([response.status, await response.json()]).toMatchObject([status, { __type: code }]);
});

test('errors arrive as exceptions of the SDK', async () => {
  await expect(clientFor('operator').send(putItem('taken'))).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    message: 'taken',
    Item: { pk: { S: 'old' } },
  });
  await expect(clientFor('operator').send(putItem('bug'))).rejects.toMatchObject({
    name: 'InternalServerError',
    message: 'TypeError: a bug',
    $metadata: { httpStatusCode: 500 },
  });
});

test('errors of SQS arrive as exceptions of the SDK, too', async () => {
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'any' };
  const sqs = new SQSClient({ endpoint: endpoint.url, region: 'eu-west-1', credentials });
  const error = await sqs
    .send(new SendMessageCommand({ QueueUrl: endpoint.url, MessageBody: 'x' }))
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(QueueDoesNotExist);
  expect(error).toMatchObject({ $fault: 'client', message: 'no such queue' });
});

test('an error injected before a call is answered without handling it', async () => {
  faults.add({
    service: 'dynamodb',
    operation: 'PutItem',
    caller: 'packer',
    when: 'before',
    action: 'error',
    status: 400,
    code: 'ThrottlingException',
  });
  await expect(clientFor('packer').send(putItem())).rejects.toMatchObject({ name: 'ThrottlingException' });
  expect(handled).toEqual([]);
});

test('a call whose answer is dropped has been handled, and the SDK tries again', async () => {
  faults.add({ when: 'after', action: 'drop', times: 1 });
  await clientFor('packer', 2).send(putItem());
  expect(handled).toHaveLength(2);
  expect(faults.counts()).toMatchObject({ drop: 1 });
});

test('a dropped answer also hides a refusal', async () => {
  faults.add({ when: 'after', action: 'drop' });
  await expect(clientFor('packer').send(putItem('taken'))).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a delayed call is still handled', async () => {
  faults.add({ when: 'before', action: 'delay', delayMs: 5 });
  await clientFor('packer').send(putItem());
  expect(handled).toHaveLength(1);
  expect(faults.counts()).toMatchObject({ delay: 1 });
});

test('a kill names the caller whose worker dies, and gives no answer', async () => {
  faults.add({ when: 'after', action: 'kill', match: (input) => JSON.stringify(input).includes('fatal') });
  await clientFor('packer').send(putItem());
  await expect(clientFor('packer').send(putItem('fatal'))).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(killed).toEqual(['packer']);
  expect(handled).toHaveLength(2);
});
