import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  SchedulerClient,
  UpdateScheduleCommand,
  type CreateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Endpoint } from '../../endpoint.ts';
import { arn, FunctionError } from '../../services/service.ts';
import { scheduler, type Scheduler } from '../../services/scheduler.ts';
import { scheduleSchema } from '../../services/scheduler/schedule.ts';
import { sqs, type SqsService } from '../../services/sqs.ts';
import { clientOptions, serve } from '../../serve.ts';
import { PATIENT } from '../patient.ts';

const FUNCTION = arn('lambda', 'function:fire');
const ROLE = 'arn:aws:iam::000000000000:role/scheduler';
const QUEUE = arn('sqs', 'dead');
const START = Date.parse('2026-11-20T12:00:00.000Z');
const at = (seconds: number) => `at(${new Date(START + seconds * 1000).toISOString().slice(0, 19)})`;

let folder: string;
let db: DatabaseSync;
let service: Scheduler;
let queues: SqsService;
let endpoint: Endpoint;
let client: SchedulerClient;
let now: number;
let called: unknown[];
let invoke: (functionArn: string, event: unknown) => Promise<void>;

/** The scheduler of a process that starts now, on the data of the last one. */
async function boot(): Promise<void> {
  db = new DatabaseSync(join(folder, 'test.db'));
  queues = sqs({ db, baseUrl: () => 'http://127.0.0.1' });
  queues.createQueue({ name: 'dead', visibilityTimeout: 30 });
  service = scheduler({ db, sqs: queues, invoke: (...given) => invoke(...given), now: () => now });
  service.createGroup('app');
  service.addRole(ROLE, [
    { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE },
  ]);
  endpoint = await serve(service);
  client = new SchedulerClient({ ...clientOptions(endpoint.url), maxAttempts: 1 });
}

async function shutDown(): Promise<void> {
  client.destroy();
  service.close();
  await endpoint.close();
  db.close();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scheduler-'));
  now = START;
  called = [];
  invoke = async (functionArn, event) => void called.push([functionArn, event]);
  await boot();
});
afterEach(async () => {
  await shutDown();
  rmSync(folder, { recursive: true });
});

const request = (more: Partial<CreateScheduleCommandInput> = {}): CreateScheduleCommandInput => ({
  Name: 'daily',
  GroupName: 'app',
  ScheduleExpression: at(60),
  FlexibleTimeWindow: { Mode: 'OFF' },
  ActionAfterCompletion: 'DELETE',
  Target: { Arn: FUNCTION, RoleArn: ROLE, Input: '{"n":1}', DeadLetterConfig: { Arn: QUEUE } },
  ...more,
});
const create = (more?: Partial<CreateScheduleCommandInput>) => client.send(new CreateScheduleCommand(request(more)));
const read = () => client.send(new GetScheduleCommand({ Name: 'daily', GroupName: 'app' }));
const gone = () =>
  vi.waitFor(() => expect(read()).rejects.toMatchObject({ name: 'ResourceNotFoundException' }), PATIENT);

/** Lets time pass, and has the service check what is due, as its timer would. */
function pass(seconds: number): void {
  now += seconds * 1000;
  service.start();
}

describe('the API', () => {
  test('creates, reads, updates and deletes a schedule', async () => {
    const { ScheduleArn } = await create();
    expect(ScheduleArn).toBe(arn('scheduler', 'schedule/app/daily'));
    expect(await read()).toMatchObject({ Name: 'daily', ScheduleExpression: at(60), CreationDate: new Date(START) });
    await client.send(new UpdateScheduleCommand(request({ ScheduleExpression: at(90) })));
    expect(await read()).toMatchObject({ ScheduleExpression: at(90) });
    await client.send(new DeleteScheduleCommand({ Name: 'daily', GroupName: 'app' }));
    await gone();
  });

  test.each([
    ['a name that is taken', {}, 'ConflictException'],
    ['an unknown group', { Name: 'b', GroupName: 'other' }, 'ResourceNotFoundException'],
    ['a role that the scheduler may not assume', { Target: { Arn: FUNCTION, RoleArn: `${ROLE}-2` } }],
    ['what is no function', { Target: { Arn: QUEUE, RoleArn: ROLE } }],
    ['a time that is none', { ScheduleExpression: 'at(tomorrow)' }],
    ['a time with milliseconds', { ScheduleExpression: 'at(2026-11-20T12:00:00.000)' }],
    ['what is not supported here', { ScheduleExpression: 'cron(0 8 * * ? *)' }],
    ['a flexible window', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }],
    ['another time zone', { ScheduleExpressionTimezone: 'Europe/Berlin' }],
    ['a property that is not supported', { KmsKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/1' }],
  ] as const)('refuses %s', async (_, more, name: string = 'ValidationException') => {
    await create();
    await expect(create({ Name: name === 'ConflictException' ? 'daily' : 'b', ...more })).rejects.toMatchObject({
      name,
    });
  });

  test.each([
    ['update', () => client.send(new UpdateScheduleCommand(request()))],
    ['delete', () => client.send(new DeleteScheduleCommand({ Name: 'daily', GroupName: 'app' }))],
    ['read', read],
  ])('answers that there is no schedule to %s', async (_, send) => {
    await expect(send()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('demands the permission to pass the role', () => {
    expect(service.permissions('CreateSchedule', { ...request() })).toEqual([
      { action: 'scheduler:CreateSchedule', resource: arn('scheduler', 'schedule/app/daily') },
      {
        action: 'iam:PassRole',
        resource: ROLE,
        context: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
      },
    ]);
    expect(service.permissions('DeleteSchedule', { Name: 'daily', GroupName: 'app' })).toEqual([
      { action: 'scheduler:DeleteSchedule', resource: arn('scheduler', 'schedule/app/daily') },
    ]);
  });
});

describe('a one-time schedule', () => {
  test('fires once when it is due, and is deleted', async () => {
    service.start();
    await create();
    pass(59);
    expect(called).toEqual([]);
    pass(1);
    await gone();
    pass(600);
    expect(called).toEqual([[FUNCTION, { n: 1 }]]);
  });

  test('fires by its own timer', async () => {
    now = Date.now();
    service.start();
    service.close();
    await shutDown();
    service = scheduler({ db: (db = new DatabaseSync(join(folder, 'test.db'))), sqs: queues, invoke });
    service.createGroup('app');
    service.addRole(ROLE, [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    service.start();
    await service.handle('CreateSchedule', {
      ...request({ ScheduleExpression: `at(${new Date(Date.now() + 1000).toISOString().slice(0, 19)})` }),
    });
    await vi.waitFor(() => expect(called).toHaveLength(1), PATIENT);
    endpoint = await serve(service);
  });

  test('fires when it becomes due while timers are set', async () => {
    await create({ ScheduleExpression: at(1) });
    // Each reading is a millisecond after the one before, and the second of them is when it is due.
    let reading = START + 999;
    const ticking = scheduler({ db, sqs: queues, invoke: (...given) => invoke(...given), now: () => reading++ });
    ticking.addRole(ROLE, [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    ticking.start();
    await vi.waitFor(() => expect(called).toHaveLength(1), PATIENT);
    ticking.close();
  });

  test('is kept without firing again when it is not to be deleted', async () => {
    await create({ ActionAfterCompletion: 'NONE' });
    pass(60);
    await vi.waitFor(() => expect(called).toHaveLength(1), PATIENT);
    pass(600);
    expect(await read()).toMatchObject({ Name: 'daily' });
    expect(called).toHaveLength(1);
  });

  test('does not fire when it was deleted, updated or disabled before', async () => {
    await create();
    await client.send(new DeleteScheduleCommand({ Name: 'daily', GroupName: 'app' }));
    await create({ Name: 'two', Target: { ...request().Target!, Input: '2' } });
    await client.send(new UpdateScheduleCommand(request({ Name: 'two', ScheduleExpression: at(120) })));
    await create({ Name: 'three', State: 'DISABLED' });
    pass(60);
    expect(called).toEqual([]);
    pass(60);
    expect(called).toHaveLength(1);
  });

  test('fires at the next start when nothing ran while it was due', async () => {
    await create();
    await shutDown();
    now += 3 * 3_600_000;
    await boot();
    service.start();
    await gone();
    expect(called).toEqual([[FUNCTION, { n: 1 }]]);
  });

  test('fires again when the process died while it fired', async () => {
    invoke = () => new Promise(() => undefined);
    await create();
    pass(60);
    await shutDown();
    invoke = async () => void called.push('again');
    await boot();
    service.start();
    await gone();
    expect(called).toEqual(['again']);
  });

  test('fires again at its new time when it was updated while it fired', async () => {
    let end: () => void = () => undefined;
    invoke = (_, event) => {
      called.push(event);
      return new Promise((resolve) => (end = resolve));
    };
    await create();
    pass(60);
    await client.send(new UpdateScheduleCommand(request({ ScheduleExpression: at(120) })));
    end();
    expect(await read()).toMatchObject({ ScheduleExpression: at(120) });
    pass(60);
    expect(called).toHaveLength(2);
    end();
    await gone();
  });
});

test('a rate fires at every interval, and does not make up for intervals it missed', async () => {
  await create({ ScheduleExpression: 'rate(1 minute)' });
  pass(59);
  expect(called).toHaveLength(0);
  pass(1);
  await vi.waitFor(() => expect(called).toHaveLength(1), PATIENT);
  await Promise.resolve();
  pass(600);
  await vi.waitFor(() => expect(called).toHaveLength(2), PATIENT);
  pass(59);
  expect(called).toHaveLength(2);
});

test("a template's schedule keeps its next time over a restart, unless it has changed", async () => {
  const { FlexibleTimeWindow, Target } = request();
  const template = { Name: 'rate', GroupName: 'app', FlexibleTimeWindow, Target };
  const hourly = scheduleSchema.parse({ ...template, ScheduleExpression: 'rate(1 hour)' });
  service.deploy(hourly);
  now += 1_800_000;
  service.deploy(hourly);
  pass(1_800);
  await vi.waitFor(() => expect(called).toHaveLength(1), PATIENT);
  service.deploy(scheduleSchema.parse({ ...template, ScheduleExpression: 'rate(1 minute)' }));
  pass(60);
  await vi.waitFor(() => expect(called).toHaveLength(2), PATIENT);
});

describe('the dead-letter queue', () => {
  const dead = async () => (await queues.receive('dead', { max: 10 })).map(({ Body }) => Body);

  test('gets an event whose role may not call the function', async () => {
    service.addRole(ROLE, [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE }]);
    await create();
    pass(60);
    await gone();
    expect([called, await dead()]).toEqual([[], ['{"n":1}']]);
  });

  test('gets an event whose function does not exist', async () => {
    invoke = () => Promise.reject(new FunctionError('Lambda.ResourceNotFoundException', 'none'));
    await create();
    pass(60);
    await gone();
    expect(await dead()).toEqual(['{"n":1}']);
  });

  test('does not get an event that the function failed to handle', async () => {
    invoke = () => Promise.reject(new FunctionError('Error', 'a bug'));
    await create();
    pass(60);
    await gone();
    expect(await dead()).toEqual([]);
  });
});
