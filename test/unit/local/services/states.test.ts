import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, expect, test, vi } from 'vitest';
import { arn, FunctionError, REGION, type ServiceError, type AwsService } from '../../../../local/services/service.ts';
import { stepFunctions } from '../../../../local/services/states.ts';

type Invoke = (functionArn: string, event: never) => unknown;

const MACHINE = arn('states', 'stateMachine:campaign-run');
const PLAN = arn('lambda', 'function:plan');
const cleanUp: (() => void)[] = [];

afterEach(() => {
  for (const release of cleanUp.splice(0).reverse()) release();
});

/** The service in front of a function runtime that is the given function, as a real client sees it. */
async function start(
  definition: object,
  invoke: Invoke = (_, event) => event,
  database = new DatabaseSync(':memory:'),
) {
  const runtime = { invoke: async (functionArn: string, event: unknown) => invoke(functionArn, event as never) };
  const service = stepFunctions({ database, runtime });
  service.createStateMachine({ arn: MACHINE, definition: JSON.stringify(definition) });
  const server = serve(service);
  await once(server, 'listening');
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: REGION,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  cleanUp.push(
    () => server.close(),
    () => client.destroy(),
    () => service.close(),
  );
  const begin = (input: object = {}, name?: string) =>
    client.send(new StartExecutionCommand({ stateMachineArn: MACHINE, input: JSON.stringify(input), name }));
  const complete = async (input: object = {}) => {
    const { executionArn } = await begin(input);
    await ended(service, executionArn!);
    return client.send(new DescribeExecutionCommand({ executionArn }));
  };
  return { service, client, begin, complete };
}

async function ended(service: AwsService, executionArn: string): Promise<void> {
  const running = async () =>
    expect(await service.handle('DescribeExecution', { executionArn })).not.toMatchObject({ status: 'RUNNING' });
  await vi.waitFor(running, { timeout: 10_000, interval: 5 });
}

function serve(service: AwsService): Server {
  return createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('AWSStepFunctions.', '');
    const answer = await service.handle(operation, JSON.parse(await text(request))).then(
      (body) => ({ status: 200, body }),
      (error: ServiceError) => ({ status: error.status, body: { __type: error.code, message: error.message } }),
    );
    response
      .writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(answer.body));
  }).listen(0, '127.0.0.1');
}

const task = (more: object = {}) => ({
  StartAt: 'Plan',
  States: { Plan: { Type: 'Task', Resource: PLAN, End: true, ...more } },
});

/** A task that stays under way until the test lets it go. */
function gate() {
  const entered = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<unknown>();
  return { entered: entered.promise, open: opened.resolve, invoke: () => (entered.resolve(), opened.promise) };
}

test('every state that is entered is a transition', async () => {
  const States = { First: { Type: 'Pass', Next: 'Last' }, Last: { Type: 'Succeed' } };
  const { complete, service } = await start({ StartAt: 'First', States });
  await complete();
  await complete();
  await vi.waitFor(() => expect(service.transitions()).toBe(4));
});

test('an execution runs its function and keeps its answer', async () => {
  const calls: unknown[] = [];
  const { complete } = await start(task(), (functionArn, event) => {
    calls.push({ functionArn, event });
    return { planned: 3 };
  });
  const done = await complete({ campaign: 'cmp_1' });
  expect(calls).toEqual([{ functionArn: PLAN, event: { campaign: 'cmp_1' } }]);
  expect(done).toMatchObject({
    status: 'SUCCEEDED',
    stateMachineArn: MACHINE,
    input: '{"campaign":"cmp_1"}',
    output: '{"planned":3}',
    startDate: expect.any(Date),
    stopDate: expect.any(Date),
  });
  expect(done.executionArn).toBe(`${MACHINE.replace('stateMachine', 'execution')}:${done.name}`);
});

test('lambda:invoke takes its payload and wraps the answer', async () => {
  const calls: unknown[] = [];
  const { complete } = await start(
    task({
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: PLAN, 'Payload.$': '$.lane' },
      ResultSelector: { 'planned.$': '$.Payload.planned', 'status.$': '$.StatusCode' },
      ResultPath: '$.result',
    }),
    (functionArn, event) => (calls.push([functionArn, event]), { planned: 1 }),
  );
  const { output } = await complete({ lane: 7 });
  expect(calls).toEqual([[PLAN, 7]]);
  expect(JSON.parse(output!)).toEqual({ lane: 7, result: { planned: 1, status: 200 } });
});

test('the same start twice is one execution; the name is spent for all else', async () => {
  const { entered, open, invoke } = gate();
  const calls = vi.fn(invoke);
  const { begin, service } = await start(task(), calls);
  const first = await begin({ n: 1 }, 'cmp_1-1');
  await entered;
  expect(await begin({ n: 1 }, 'cmp_1-1')).toMatchObject({
    executionArn: first.executionArn,
    startDate: first.startDate,
  });
  await expect(begin({ n: 2 }, 'cmp_1-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  open({});
  await ended(service, first.executionArn!);
  await expect(begin({ n: 1 }, 'cmp_1-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  expect(calls).toHaveBeenCalledOnce();
});

test('bad requests have the names of the real service', async () => {
  const { client, begin } = await start(task());
  const stateMachineArn = arn('states', 'stateMachine:other');
  const executionArn = arn('states', 'execution:campaign-run:none');
  await expect(begin({}, 'a b')).rejects.toMatchObject({ name: 'InvalidName' });
  for (const [command, name] of [
    [new StartExecutionCommand({ stateMachineArn }), 'StateMachineDoesNotExist'],
    [new ListExecutionsCommand({ stateMachineArn }), 'StateMachineDoesNotExist'],
    [new StartExecutionCommand({ stateMachineArn: MACHINE, input: '{' }), 'InvalidExecutionInput'],
    [new DescribeExecutionCommand({ executionArn }), 'ExecutionDoesNotExist'],
    [new StopExecutionCommand({ executionArn }), 'ExecutionDoesNotExist'],
  ] as const) {
    await expect(client.send(command as StartExecutionCommand)).rejects.toMatchObject({ name });
  }
});

test('permissions name the state machine to start and the execution to see', async () => {
  const { service } = await start(task());
  expect(service.permissions('StartExecution', { stateMachineArn: MACHINE, name: 'a' })).toEqual([
    { action: 'states:StartExecution', resource: MACHINE },
  ]);
  expect(service.permissions('StopExecution', { executionArn: 'e' })).toEqual([
    { action: 'states:StopExecution', resource: 'e' },
  ]);
});

test('a stopped execution calls nothing more, whatever its retries', async () => {
  const calls: string[] = [];
  const { entered, open, invoke } = gate();
  const { begin, client } = await start(
    {
      StartAt: 'Plan',
      States: {
        Plan: { Type: 'Task', Resource: PLAN, Retry: [{ ErrorEquals: ['States.ALL'] }], Next: 'Close' },
        Close: { Type: 'Task', Resource: PLAN, End: true },
      },
    },
    (functionArn) => (calls.push(functionArn), invoke()),
  );
  const { executionArn } = await begin();
  await entered;
  const { stopDate } = await client.send(
    new StopExecutionCommand({ executionArn, error: 'Cancelled', cause: 'by hand' }),
  );
  open(Promise.reject(new FunctionError('Busy', 'later')));
  await turn();
  expect(calls).toHaveLength(1);
  const stopped = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(stopped).toMatchObject({ status: 'ABORTED', error: 'Cancelled', cause: 'by hand', stopDate });
  expect(await client.send(new StopExecutionCommand({ executionArn }))).toMatchObject({ stopDate });
});

test('executions are listed newest first, by status and page', async () => {
  const { entered, invoke } = gate();
  const { begin, client, service } = await start(task(), (_, { wait }: { wait?: boolean }) => (wait ? invoke() : {}));
  for (const name of ['a', 'b', 'c']) await ended(service, (await begin({}, name)).executionArn!);
  await begin({ wait: true }, 'd');
  await entered;
  const list = async (more: object) => {
    const { executions, nextToken } = await client.send(
      new ListExecutionsCommand({ stateMachineArn: MACHINE, ...more }),
    );
    return { names: executions!.map(({ name }) => name), nextToken };
  };
  expect(await list({ statusFilter: 'RUNNING' })).toEqual({ names: ['d'] });
  const { names, nextToken } = await list({ maxResults: 3 });
  expect(names).toEqual(['d', 'c', 'b']);
  expect(await list({ maxResults: 3, nextToken })).toEqual({ names: ['a'] });
});

test.each(['Sandbox.Timedout', 'Lambda.Unknown', 'Herald.Busy'])(
  'Retry and Catch match the error type %s',
  async (errorType) => {
    let tries = 0;
    const { complete } = await start(
      {
        StartAt: 'Plan',
        States: {
          Plan: {
            Type: 'Task',
            Resource: PLAN,
            Retry: [
              { ErrorEquals: ['Other'], MaxAttempts: 9 },
              {
                ErrorEquals: [errorType],
                IntervalSeconds: 1,
                MaxAttempts: 1,
                MaxDelaySeconds: 1,
                JitterStrategy: 'FULL',
              },
            ],
            Catch: [{ ErrorEquals: [errorType], ResultPath: '$.error', Next: 'Caught' }],
            End: true,
          },
          Caught: { Type: 'Pass', End: true },
        },
      },
      () => {
        tries += 1;
        throw new FunctionError(errorType, 'reason');
      },
    );
    const { output } = await complete({ kept: 1 });
    expect(tries).toBe(2);
    const Cause = JSON.stringify({ errorType, errorMessage: 'reason' });
    expect(JSON.parse(output!)).toEqual({ kept: 1, error: { Error: errorType, Cause } });
  },
);

test('an uncaught error fails the execution with its type and cause', async () => {
  const { complete } = await start(task(), () => {
    throw new FunctionError('RangeError', 'too far');
  });
  expect(await complete()).toMatchObject({
    status: 'FAILED',
    error: 'RangeError',
    cause: '{"errorType":"RangeError","errorMessage":"too far"}',
  });
});

test('a task and a whole execution have their time', async () => {
  const never = () => new Promise(() => {});
  const slowTask = await start(task({ TimeoutSeconds: 1 }), never);
  const slowMachine = await start({ ...task(), TimeoutSeconds: 1 }, never);
  const [taskTimedOut, machineTimedOut] = await Promise.all([slowTask.complete(), slowMachine.complete()]);
  expect(taskTimedOut).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(machineTimedOut).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
});

test('an answer above 256 KB is the end, whatever is caught', async () => {
  const { complete } = await start(task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Plan' }] }), () =>
    'x'.repeat(262_144),
  );
  expect(await complete()).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

/** Plan, then wait as told, until there is no more: the shape of one lane of a campaign run. */
const laneLoop = {
  StartAt: 'Plan',
  States: {
    Plan: { Type: 'Task', Resource: PLAN, Next: 'More?' },
    'More?': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.next', IsPresent: false, Next: 'Done' },
        { Variable: '$.next', StringEquals: 'wait', Next: 'Wait' },
      ],
      Default: 'Plan',
    },
    Wait: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Plan' },
    Done: { Type: 'Succeed' },
  },
};

test('a loop of 2,000 rounds ends, sixteen lanes side by side', async () => {
  const rounds = new Map<number, number>();
  const { complete } = await start(
    {
      StartAt: 'Lanes',
      States: {
        Lanes: {
          Type: 'Map',
          ItemsPath: '$.lanes',
          MaxConcurrency: 16,
          ItemSelector: { 'lane.$': '$$.Map.Item.Value', 'run.$': '$$.Execution.Name' },
          ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...laneLoop },
          ResultPath: null,
          End: true,
        },
      },
    },
    async (_, { lane, run }: { lane: number; run: string }) => {
      await turn();
      const round = (rounds.get(lane) ?? 0) + 1;
      rounds.set(lane, round);
      return round < 125 ? { lane, run, next: round % 2 ? 'wait' : 'plan', seconds: 0 } : { lane, run };
    },
  );
  const lanes = Array.from({ length: 16 }, (_, lane) => lane);
  const { status, output } = await complete({ lanes });
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output!)).toEqual({ lanes });
  expect([...rounds.values()]).toEqual(Array(16).fill(125));
});

test('a wait takes its time, and a stop ends it', async () => {
  let plans = 0;
  const { complete, begin, client } = await start(laneLoop, (_, { seconds }: { seconds: number }) => {
    plans += 1;
    return plans === 2 ? {} : { next: 'wait', seconds };
  });
  expect(await complete({ seconds: 1 })).toMatchObject({ status: 'SUCCEEDED' });
  expect(plans).toBe(2);
  const { executionArn } = await begin({ seconds: 3600 });
  await client.send(new StopExecutionCommand({ executionArn }));
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'ABORTED' });
});

test('intrinsics, a replacing ResultPath and the context object work as in the cloud', async () => {
  const { complete } = await start(
    task({
      Parameters: {
        'id.$': "States.Format('{}#{}', $.campaign, $.run)",
        'next.$': 'States.MathAdd($.run, 1)',
        'execution.$': '$$.Execution.Id',
        'nothing.$': '$.nothing',
      },
      ResultPath: '$',
    }),
  );
  const { output, executionArn } = await complete({ campaign: 'cmp_1', run: 1, nothing: null });
  expect(JSON.parse(output!)).toEqual({ id: 'cmp_1#1', next: 2, execution: executionArn, nothing: null });
});

test.each([
  ['JSONata', { QueryLanguage: 'JSONata', ...task() }],
  [
    "a Map's ItemReader",
    {
      StartAt: 'M',
      States: {
        M: { Type: 'Map', ItemReader: { Resource: 'arn:aws:states:::s3:getObject' }, ItemProcessor: task(), End: true },
      },
    },
  ],
  ['States.JsonToString', task({ Parameters: { 'text.$': 'States.JsonToString($)' } })],
  ['the task resource arn:aws:states:::dynamodb:putItem', task({ Resource: 'arn:aws:states:::dynamodb:putItem' })],
  ['invalid', { StartAt: 'Nowhere', States: {} }],
])('%s is refused when the machine is made', async (reason, definition) => {
  await expect(start(definition)).rejects.toThrow(reason);
});

test('what ran when the process ended starts again, with its input, once', async () => {
  const database = new DatabaseSync(':memory:');
  const { entered, invoke } = gate();
  const before = await start(task(), invoke, database);
  const { executionArn } = await before.begin({ campaign: 'cmp_1' }, 'cmp_1-1');
  await entered;
  before.service.close();

  const calls: unknown[] = [];
  const after = await start(task(), (_, event) => (calls.push(event), { planned: 3 }), database);
  after.service.resume();
  after.service.resume();
  await ended(after.service, executionArn!);
  expect(await after.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: 'SUCCEEDED',
    output: '{"planned":3}',
  });
  expect(calls).toEqual([{ campaign: 'cmp_1' }]);
});
