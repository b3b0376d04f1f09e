import { DatabaseSync } from 'node:sqlite';

import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Endpoint } from '../../../local/aws/endpoint.ts';
import { scheduler } from '../../../local/aws/services/scheduler.ts';
import { arn } from '../../../local/aws/services/service.ts';
import { sqs } from '../../../local/aws/services/sqs.ts';
import { eventBridgeSchedules } from '../../../shared/campaign/event-bridge.schedules.ts';
import { campaignOf } from '../fixtures.ts';
import { clientOptions, serve } from '../../support/serve.ts';

const target = {
  group: 'herald-test',
  functionArn: arn('lambda', 'function:fire'),
  roleArn: 'arn:aws:iam::000000000000:role/scheduler',
  deadLettersArn: arn('sqs', 'dead'),
};

let endpoint: Endpoint;
let client: SchedulerClient;
beforeAll(async () => {
  const db = new DatabaseSync(':memory:');
  const service = scheduler({ db, sqs: sqs({ db, baseUrl: () => '' }), invoke: async () => undefined });
  service.createGroup(target.group);
  service.addRole(target.roleArn, []);
  endpoint = await serve(service);
  client = new SchedulerClient(clientOptions(endpoint.url));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});
afterAll(async () => {
  client.destroy();
  await endpoint.close();
});

const read = (Name: string) => client.send(new GetScheduleCommand({ Name, GroupName: target.group }));

test('a campaign has one schedule, in whole seconds that are not too early, and it deletes itself', async () => {
  const schedules = eventBridgeSchedules(target);
  const one = campaignOf();
  await schedules.set({ ...one, scheduled_at: '2030-01-31T09:00:00.001Z' });
  expect(await read(one.id)).toMatchObject({
    Name: one.id,
    ScheduleExpression: 'at(2030-01-31T09:00:01)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: target.functionArn,
      RoleArn: target.roleArn,
      Input: JSON.stringify({
        tenant_id: one.tenant_id,
        campaign_id: one.id,
        scheduled_at: '2030-01-31T09:00:00.001Z',
      }),
      DeadLetterConfig: { Arn: target.deadLettersArn },
    },
  });

  for (let times = 0; times < 2; times++) await schedules.set({ ...one, scheduled_at: '2030-02-01T09:00:00.000Z' });
  expect(await read(one.id)).toMatchObject({ ScheduleExpression: 'at(2030-02-01T09:00:00)' });

  for (let times = 0; times < 2; times++) await schedules.clear(one);
  await expect(read(one.id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('another failure is thrown', async () => {
  const schedules = eventBridgeSchedules({ ...target, group: 'other' });
  const set = schedules.set({ ...campaignOf(), scheduled_at: '2030-01-31T09:00:00.000Z' });
  await expect(set).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
