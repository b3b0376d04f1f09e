import { afterEach, expect, test } from 'vitest';

import { endpointIn, tableRequests } from '../../../shared/platform/table-requests.ts';
import { scriptedServer, type Step } from '../../support/scripted-server.ts';

const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' };
const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const says = (status: number, body: string): Step => ({ status, body });
const cutOff = (status: number, body: string): Step => ({ status, body, cutOff: true });

/** Requests of a DynamoDB that gives these answers. */
async function answering(...answers: readonly [Step, ...Step[]]) {
  const { received, url: endpoint, close } = await scriptedServer(...answers);
  closing.push(close);
  return { asked: received, request: tableRequests({ region: 'eu-west-1', endpoint, credentials }) };
}

test('a request is JSON, names its operation, and is signed for the service and the region', async () => {
  const { asked, request } = await answering(says(200, '{"Item":{"n":{"N":"1"}}}'));
  expect(await request('GetItem', { TableName: 'ü', Key })).toEqual({ Item: { n: { N: '1' } } });
  const { headers, body } = asked[0]!;
  expect(JSON.parse(body)).toEqual({ TableName: 'ü', Key });
  expect(headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.GetItem',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=key\/\d{8}\/eu-west-1\/dynamodb\/aws4_request, SignedHeaders=.*host.*x-amz-target.*, Signature=[0-9a-f]{64}$/,
    ),
  });
  expect(headers['x-amz-security-token']).toBeUndefined();
});

test('a refusal has the name that DynamoDB gives it, and what else it says', async () => {
  const Item = { n: { N: '1' } };
  const type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
  const { asked, request } = await answering(
    says(400, JSON.stringify({ __type: type, message: 'The conditional request failed', Item })),
    says(400, JSON.stringify({ __type: 'com.amazon.coral.validate#ValidationException', Message: 'Not a key' })),
  );
  const refused = { name: 'ConditionalCheckFailedException', message: 'The conditional request failed', Item };
  await expect(request('PutItem', { TableName: 't', Item: Key })).rejects.toMatchObject(refused);
  const invalid = { name: 'ValidationException', message: 'Not a key' };
  await expect(request('GetItem', { TableName: 't', Key })).rejects.toMatchObject(invalid);
  expect(asked).toHaveLength(2);
});

test('a throttle is told at once: who waits for it counts the requests', async () => {
  const type = 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException';
  const throttles = says(400, JSON.stringify({ __type: type, message: 'Too fast' }));
  const { asked, request } = await answering(throttles, 'drop', throttles);
  const throttled = (attempts: number) => ({
    name: 'ProvisionedThroughputExceededException',
    $metadata: { httpStatusCode: 400, attempts },
  });
  await expect(request('GetItem', { TableName: 't', Key })).rejects.toMatchObject(throttled(1));
  expect(asked).toHaveLength(1);
  await expect(request('GetItem', { TableName: 't', Key })).rejects.toMatchObject(throttled(2));
  expect(asked).toHaveLength(3);
});

test.each<[string, Step]>([
  ['breaks off', 'drop'],
  ['is answered in part', cutOff(200, '{"Item":{"n"')],
  ['is refused in part', cutOff(400, '{"__type":"x#ConditionalCheckFailedException","Item":{"n"')],
  ['fails', says(500, '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"No"}')],
  ['is answered by what stands in between', says(503, '<html>Service Unavailable</html>')],
])('a request that %s is made again', async (_, failing) => {
  const { asked, request } = await answering(failing, failing, failing, says(200, '{}'));
  expect(await request('PutItem', { TableName: 't', Item: Key })).toEqual({});
  expect(asked.map(({ body }) => body)).toEqual(Array(4).fill(asked[0]!.body));
});

test('and is an error after the fourth time', async () => {
  const failure = says(500, '{"__type":"x#InternalServerError"}');
  const { asked, request } = await answering('drop', says(502, ''), says(503, 'null'), failure);
  const failed = { name: 'InternalServerError', message: 'DynamoDB answered with status 500.' };
  await expect(request('GetItem', { TableName: 't', Key })).rejects.toMatchObject(failed);
  expect(asked).toHaveLength(4);
});

test.each([
  ['eu-west-1', 'https://dynamodb.eu-west-1.amazonaws.com'],
  ['cn-north-1', 'https://dynamodb.cn-north-1.amazonaws.com.cn'],
])('the table of %s is at %s', (region, endpoint) => {
  expect(endpointIn(region)).toBe(endpoint);
});
