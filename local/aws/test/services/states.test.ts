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
import { ALLOW_ALL, type Statement } from '../../iam/statement.ts';
import { arn, FunctionError, REGION, type ServiceError, type AwsService } from '../../services/service.ts';
import { stepFunctions } from '../../services/states.ts';
import { PATIENT } from '../patient.ts';

type Invoke = (functionArn: string, event: never) => unknown;

const MACHINE = arn('states', 'stateMachine:fulfilment');
const PLAN = arn('lambda', 'function:plan');
const cleanUp: (() => void)[] = [];

afterEach(() => {
  for (const release of cleanUp.splice(0).reverse()) release();
});

/** The service behind a real client; every function it calls is the given one. */
async function start(
  definition: object,
  invoke: Invoke = (_, event) => event,
  database = new DatabaseSync(':memory:'),
  role: readonly Statement[] = ALLOW_ALL,
) {
  const runtime = { invoke: async (functionArn: string, event: unknown) => invoke(functionArn, event as never) };
  const service = stepFunctions({ database, runtime });
  service.createStateMachine({ arn: MACHINE, definition: JSON.stringify(definition), role });
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
  await vi.waitFor(running, PATIENT);
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

/** A task that runs until the test opens the gate. */
function gate() {
  const entered = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<unknown>();
  return { entered: entered.promise, open: opened.resolve, invoke: () => (entered.resolve(), opened.promise) };
}

test('every state that is entered counts as a transition', async () => {
  const States = { First: { Type: 'Pass', Next: 'Last' }, Last: { Type: 'Succeed' } };
  const { complete, service } = await start({ StartAt: 'First', States });
  await complete();
  await complete();
  await vi.waitFor(() => expect(service.transitions()).toBe(4), PATIENT);
});

test('an execution calls its function and keeps the result as its output', async () => {
  const calls: unknown[] = [];
  const { complete } = await start(task(), (functionArn, event) => {
    calls.push({ functionArn, event });
    return { planned: 3 };
  });
  const done = await complete({ order: 'ord_1' });
  expect(calls).toEqual([{ functionArn: PLAN, event: { order: 'ord_1' } }]);
  expect(done).toMatchObject({
    status: 'SUCCEEDED',
    stateMachineArn: MACHINE,
    input: '{"order":"ord_1"}',
    output: '{"planned":3}',
    startDate: expect.any(Date),
    stopDate: expect.any(Date),
  });
  expect(done.executionArn).toBe(`${MACHINE.replace('stateMachine', 'execution')}:${done.name}`);
});

test('lambda:invoke passes its payload and wraps the result', async () => {
  const calls: unknown[] = [];
  const { complete } = await start(
    task({
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: PLAN, 'Payload.$': '$.shelf' },
      ResultSelector: { 'planned.$': '$.Payload.planned', 'status.$': '$.StatusCode' },
      ResultPath: '$.result',
    }),
    (functionArn, event) => (calls.push([functionArn, event]), { planned: 1 }),
  );
  const { output } = await complete({ shelf: 7 });
  expect(calls).toEqual([[PLAN, 7]]);
  expect(JSON.parse(output!)).toEqual({ shelf: 7, result: { planned: 1, status: 200 } });
});

test('starting twice with the same name and input is one execution; the name cannot be used for another', async () => {
  const { entered, open, invoke } = gate();
  const calls = vi.fn(invoke);
  const { begin, service } = await start(task(), calls);
  const first = await begin({ n: 1 }, 'ord_1-1');
  await entered;
  expect(await begin({ n: 1 }, 'ord_1-1')).toMatchObject({
    executionArn: first.executionArn,
    startDate: first.startDate,
  });
  await expect(begin({ n: 2 }, 'ord_1-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  open({});
  await ended(service, first.executionArn!);
  await expect(begin({ n: 1 }, 'ord_1-1')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  expect(calls).toHaveBeenCalledOnce();
});

test('invalid requests are answered with the errors of the real service', async () => {
  const { client, begin } = await start(task());
  const stateMachineArn = arn('states', 'stateMachine:other');
  const executionArn = arn('states', 'execution:fulfilment:none');
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

test('starting is checked on the state machine, and everything else on the execution', async () => {
  const { service } = await start(task());
  expect(service.permissions('StartExecution', { stateMachineArn: MACHINE, name: 'a' })).toEqual([
    { action: 'states:StartExecution', resource: MACHINE },
  ]);
  expect(service.permissions('StopExecution', { executionArn: 'e' })).toEqual([
    { action: 'states:StopExecution', resource: 'e' },
  ]);
});

test('a stopped execution calls no function again, whatever its retries', async () => {
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

test('a function is called only when the role allows it', async () => {
  const definition = { StartAt: 'Plan', States: { Plan: { Type: 'Task', Resource: PLAN, End: true } } };
  const called: unknown[] = [];
  const invoke: Invoke = (_, event) => called.push(event);
  const other = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: `${PLAN}-other` } as const;
  const { complete } = await start(definition, invoke, undefined, [other]);
  expect(await complete()).toMatchObject({
    status: 'FAILED',
    error: 'Lambda.AWSLambdaException',
    cause: expect.stringContaining(`not authorized to perform: lambda:InvokeFunction on resource: ${PLAN}`),
  });
  expect(called).toEqual([]);
});

test('a distributed Map needs a role that may start its executions', async () => {
  const inner = { StartAt: 'Plan', States: { Plan: { Type: 'Task', Resource: PLAN, End: true } } };
  const map = {
    Type: 'Map',
    ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...inner },
  };
  const definition = { StartAt: 'Each', States: { Each: { ...map, End: true } } };
  const invokes = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' } as const;
  await expect(start(definition, undefined, undefined, [invokes])).rejects.toThrow(
    /may not start the executions of its/,
  );
  const starts = { Effect: 'Allow', Action: 'states:StartExecution', Resource: MACHINE } as const;
  await start(definition, undefined, undefined, [invokes, starts]);
});

test.each(['Sandbox.Timedout', 'Lambda.Unknown', 'Shop.Busy'])(
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

test('a task and a whole execution time out', async () => {
  const never = () => new Promise(() => {});
  const slowTask = await start(task({ TimeoutSeconds: 1 }), never);
  const slowMachine = await start({ ...task(), TimeoutSeconds: 1 }, never);
  const [taskTimedOut, machineTimedOut] = await Promise.all([slowTask.complete(), slowMachine.complete()]);
  expect(taskTimedOut).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(machineTimedOut).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
});

test('a result above 256 KB fails the execution, whatever it catches', async () => {
  const { complete } = await start(task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Plan' }] }), () =>
    'x'.repeat(262_144),
  );
  expect(await complete()).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

/** Plans, then waits as long as the plan says, until there is no next step. */
const planLoop = {
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

test('sixteen loops in parallel end after 2,000 rounds', async () => {
  const rounds = new Map<number, number>();
  const { complete } = await start(
    {
      StartAt: 'Shelves',
      States: {
        Shelves: {
          Type: 'Map',
          ItemsPath: '$.shelves',
          MaxConcurrency: 16,
          ItemSelector: { 'shelf.$': '$$.Map.Item.Value', 'run.$': '$$.Execution.Name' },
          ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...planLoop },
          ResultPath: null,
          End: true,
        },
      },
    },
    async (_, { shelf, run }: { shelf: number; run: string }) => {
      await turn();
      const round = (rounds.get(shelf) ?? 0) + 1;
      rounds.set(shelf, round);
      return round < 125 ? { shelf, run, next: round % 2 ? 'wait' : 'plan', seconds: 0 } : { shelf, run };
    },
  );
  const shelves = Array.from({ length: 16 }, (_, shelf) => shelf);
  const { status, output } = await complete({ shelves });
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output!)).toEqual({ shelves });
  expect([...rounds.values()]).toEqual(Array(16).fill(125));
});

test('a wait takes its time, and stopping ends it', async () => {
  let plans = 0;
  const { complete, begin, client } = await start(planLoop, (_, { seconds }: { seconds: number }) => {
    plans += 1;
    return plans === 2 ? {} : { next: 'wait', seconds };
  });
  expect(await complete({ seconds: 1 })).toMatchObject({ status: 'SUCCEEDED' });
  expect(plans).toBe(2);
  const { executionArn } = await begin({ seconds: 3600 });
  await client.send(new StopExecutionCommand({ executionArn }));
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'ABORTED' });
});

test('intrinsic functions, a ResultPath of $ and the context object work as in AWS', async () => {
  const { complete } = await start(
    task({
      Parameters: {
        'id.$': "States.Format('{}#{}', $.order, $.run)",
        'next.$': 'States.MathAdd($.run, 1)',
        'execution.$': '$$.Execution.Id',
        'nothing.$': '$.nothing',
      },
      ResultPath: '$',
    }),
  );
  const { output, executionArn } = await complete({ order: 'ord_1', run: 1, nothing: null });
  expect(JSON.parse(output!)).toEqual({ id: 'ord_1#1', next: 2, execution: executionArn, nothing: null });
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
])('%s is refused when the state machine is created', async (reason, definition) => {
  await expect(start(definition)).rejects.toThrow(reason);
});

test('an execution that ran when the process ended starts again, with its input, once', async () => {
  const database = new DatabaseSync(':memory:');
  const { entered, invoke } = gate();
  const before = await start(task(), invoke, database);
  const { executionArn } = await before.begin({ order: 'ord_1' }, 'ord_1-1');
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
  expect(calls).toEqual([{ order: 'ord_1' }]);
});
