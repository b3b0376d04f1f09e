import { expect, test } from 'vitest';

import { requestsOfFunction } from '../../../shared/runtime/function-table.ts';
import { scriptedServer } from '../../support/scripted-server.ts';
import { leadClientsTo } from '../../support/sdk-environment.ts';

test('a function asks as its role, in its region and with its session', async () => {
  const given = process.env;
  process.env = {};
  const { received, url: endpoint, close } = await scriptedServer({ status: 200, body: {} });
  const input = { TableName: 't', Key: { pk: { S: 'a' } } };
  try {
    expect(requestsOfFunction).toThrow(/AWS_REGION.*AWS_ACCESS_KEY_ID.*AWS_SECRET_ACCESS_KEY/);
    leadClientsTo(endpoint);
    process.env['AWS_SESSION_TOKEN'] = 'session';
    await requestsOfFunction()('GetItem', input);
    Object.assign(process.env, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_DYNAMODB: endpoint });
    await requestsOfFunction()('GetItem', input);
  } finally {
    process.env = given;
    await close();
  }
  expect(received.map(({ headers }) => headers['x-amz-security-token'])).toEqual(['session', 'session']);
  expect(received[0]!.headers.authorization).toMatch(/Credential=test\/\d{8}\/eu-west-1\/.*x-amz-security-token/);
});
