import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { FunctionDefinition } from '../../lambda/function-definition.ts';
import { functionRuntime, type Runtime, type RuntimeOptions } from '../../lambda/runtime.ts';
import { arn } from '../../services/service.ts';
import { PATIENT } from '../patient.ts';

const directory = mkdtempSync(join(tmpdir(), 'functions-'));
const open: Runtime[] = [];

/** Where functions call in: each request waits for the test to answer it. */
const calls: ServerResponse[] = [];
const server = createServer((_, response) => calls.push(response));
let url = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((runtime) => runtime.close()));
  calls.splice(0);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});

let bundles = 0;

/** A function whose module is the given source. */
function deployed(source: string, overrides: Partial<FunctionDefinition> = {}): FunctionDefinition {
  const file = `bundle-${(bundles += 1)}`;
  writeFileSync(join(directory, `${file}.cjs`), source);
  return {
    arn: arn('lambda', `function:${file}`),
    name: file,
    codeDirectory: directory,
    handler: `${file}.handler`,
    environment: { URL: url },
    timeoutSeconds: 10,
    memoryMegabytes: 128,
    ...overrides,
  };
}

function start(definition: FunctionDefinition, options: Partial<RuntimeOptions> = {}) {
  const runtime = functionRuntime({ functions: [definition], ...options });
  open.push(runtime);
  return { runtime, invoke: (event: unknown = {}) => runtime.invoke(definition.arn, event) };
}

/** Holds a call in the function's handler until the test answers it. */
const CALL_IN = `const callIn = async () => { await (await fetch(process.env.URL)).text(); };`;

async function called(times: number): Promise<ServerResponse[]> {
  await vi.waitFor(() => expect(calls).toHaveLength(times), PATIENT);
  return calls;
}

test('a result is passed as JSON, as Lambda does', async () => {
  const { invoke } = start(
    deployed(`exports.handler = async (event) => ({ ...event, at: new Date(0), gone: undefined });`),
  );
  expect(await invoke({ a: [1, undefined], b: undefined })).toStrictEqual({
    a: [1, null],
    at: '1970-01-01T00:00:00.000Z',
  });
  const silent = start(deployed(`exports.handler = async () => {};`));
  expect(await silent.invoke()).toBeNull();
});

test('a function sees its own environment and nothing of this process', async () => {
  const { invoke } = start(
    deployed(`exports.handler = async () => ({ env: process.env, argv: process.argv.length });`, {
      environment: { TABLE_NAME: 'app', AWS_REGION: 'eu-west-1' },
    }),
  );
  const { env, argv } = (await invoke()) as { env: Record<string, string>; argv: number };
  expect(argv).toBe(2);
  expect(env).toMatchObject({ TABLE_NAME: 'app', AWS_REGION: 'eu-west-1', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' });
  expect(Object.keys(env).filter((name) => !/^(AWS_|LAMBDA_|_HANDLER|TABLE_NAME)/.test(name))).toEqual([]);
});

test('the context identifies the invocation and counts down its remaining time', async () => {
  const definition = deployed(
    `exports.handler = async (_, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
  );
  const { invoke } = start(definition);
  const [first, second] = [await invoke(), await invoke()] as { awsRequestId: string; left: number }[];
  expect(first).toMatchObject({
    functionName: definition.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: definition.arn,
    memoryLimitInMB: '128',
    callbackWaitsForEmptyEventLoop: true,
  });
  expect(first!.awsRequestId).not.toBe(second!.awsRequestId);
  expect(first!.left).toBeGreaterThan(0);
  expect(first!.left).toBeLessThanOrEqual(10_000);
});

test.each([
  [`exports.handler = async () => { throw new RangeError('too far'); };`, 'RangeError', 'too far'],
  [
    `class Busy extends Error { name = 'Busy'; } exports.handler = async () => { throw new Busy('later'); };`,
    'Busy',
    'later',
  ],
  [`exports.handler = async () => { throw 'plain'; };`, 'string', 'plain'],
  [`exports.handler = async () => 1n;`, 'TypeError', 'BigInt'],
  [`exports.other = 1;`, 'Runtime.HandlerNotFound', `'handler'`],
  [`throw new SyntaxError('at load');`, 'SyntaxError', 'at load'],
  [`exports.handler = async () => process.exit(3);`, 'Runtime.ExitError', 'exit status 3'],
  [
    `exports.handler = () => { setImmediate(() => { throw new EvalError('stray'); }); return new Promise(() => {}); };`,
    'EvalError',
    'stray',
  ],
  [`exports.handler = async () => 'x'.repeat(7e6);`, 'Function.ResponseSizeTooLarge', 'limit of 6291456'],
])('%s fails with %s', async (source, errorType, message) => {
  const { runtime, invoke } = start(deployed(source));
  await expect(invoke()).rejects.toMatchObject({ errorType, message: expect.stringContaining(message) });
  expect(runtime.stats()).toMatchObject({ invocations: 1, errors: 1 });
});

test('a thread whose memory is used up ends, and the next call finds another', async () => {
  const { invoke } = start(
    deployed(
      `const held = []; exports.handler = async (grow) => { while (grow) held.push({ held: [held.length] }); return 'fits'; };`,
    ),
    { threads: { heapMegabytes: 16 } },
  );
  await expect(invoke(true)).rejects.toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(await invoke(false)).toBe('fits');
});

test('sandboxes share no state, variables or globals, whether of one function or of two', async () => {
  const source = `let calls = 0;
    exports.handler = async () => {
      globalThis.seen = (globalThis.seen ?? 0) + 1;
      process.env.SEEN = Number(process.env.SEEN ?? 0) + 1;
      return [calls += 1, globalThis.seen, process.env.SEEN, require('node:process').env.SEEN, process.env.OWN];
    };`;
  const functions = ['a', 'b', 'c', 'd'].map((own) => deployed(source, { environment: { OWN: own } }));
  const { runtime } = start(functions[0]!, { functions });
  for (const { arn, environment } of functions) {
    expect(await runtime.invoke(arn, {})).toEqual([1, 1, 1, 1, environment['OWN']]);
  }
  await runtime.kill(functions[0]!.arn);
  expect(await runtime.invoke(functions[0]!.arn, {})).toEqual([1, 1, 1, 1, 'a']);
  expect(await runtime.invoke(functions[1]!.arn, {})).toEqual([2, 2, 2, 2, 'b']);
});

test.each([
  ['fetch', `fetch(process.env.URL)`],
  [
    'http.request',
    `new Promise((resolve, reject) => require('node:http').request(process.env.URL, resolve).on('error', reject).end())`,
  ],
])('a sandbox that ran out of time reaches nobody any more by %s, and the others of its thread do', async (_, call) => {
  const lines: string[] = [];
  const source = `const call = () => ${call};
    exports.handler = async () => {
      await call().catch(() => console.log('cut off'));
      await call().then(() => console.log('reached'), () => console.log('refused'));
      console.log('over');
    };`;
  const slow = deployed(source, { timeoutSeconds: 0.2 });
  const others = [0, 1, 2].map(() => deployed(source));
  const { runtime, invoke } = start(slow, { functions: [slow, ...others], log: (line) => lines.push(line) });
  const results = others.map(({ arn: other }) => runtime.invoke(other, {}));
  await called(3);
  await expect(invoke()).rejects.toMatchObject({ errorType: 'Sandbox.Timedout' });
  await vi.waitFor(() => expect(lines).toContain('over'), PATIENT);
  expect(lines.filter((line) => !line.includes('invocation failed'))).toEqual(['cut off', 'refused', 'over']);
  for (const response of calls.splice(0)) response.end();
  for (const response of await called(3)) response.end();
  expect(await Promise.all(results)).toEqual([null, null, null]);
});

test('an error that nobody catches ends the sandbox it came from, and none beside it', async () => {
  const stray = deployed(
    `exports.handler = () => { setTimeout(() => { throw new EvalError('stray'); }, 1); return new Promise(() => {}); };`,
  );
  const others = [0, 1, 2].map(() => deployed(`${CALL_IN} exports.handler = callIn;`));
  const { runtime, invoke } = start(stray, { functions: [stray, ...others] });
  const results = others.map(({ arn: other }) => runtime.invoke(other, {}));
  await called(3);
  await expect(invoke()).rejects.toMatchObject({ errorType: 'EvalError' });
  for (const response of calls) response.end();
  expect(await Promise.all(results)).toEqual([null, null, null]);
});

test('an unknown function is answered with Lambda.ResourceNotFoundException', async () => {
  const { runtime } = start(deployed(''));
  await expect(runtime.invoke('arn:other', {})).rejects.toMatchObject({
    errorType: 'Lambda.ResourceNotFoundException',
  });
});

test('an invocation that takes too long is stopped, even in an endless loop, and the next one runs', async () => {
  const { invoke } = start(
    deployed(`exports.handler = async (loop) => { while (loop); return 'fine'; };`, { timeoutSeconds: 1 }),
    { threads: { deafMilliseconds: 100 } },
  );
  await expect(invoke(true)).rejects.toMatchObject({
    errorType: 'Sandbox.Timedout',
    message: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 1.00 seconds$/),
  });
  expect(await invoke(false)).toBe('fine');
});

test('a function may be given more time than its limit, of which it is told', async () => {
  const source = `exports.handler = (_, context) => new Promise((resolve) => {
    const wait = () => (context.getRemainingTimeInMillis() > 0 ? setTimeout(wait, 1) : resolve('late'));
    setTimeout(wait, 50);
  });`;
  const { invoke } = start(deployed(source, { timeoutSeconds: 0.01 }), { timeLimitFactor: 6_000 });
  expect(await invoke()).toBe('late');
});

test('a sandbox keeps its state and handles one event at a time', async () => {
  const { runtime, invoke } = start(
    deployed(
      `let active = 0, count = 0;
       exports.handler = async () => {
         active += 1; count += 1;
         await new Promise(setImmediate);
         const seen = { active, count };
         active -= 1;
         return seen;
       };`,
      { reservedConcurrency: 1 },
    ),
  );
  expect(await Promise.all([invoke(), invoke(), invoke()])).toEqual([
    { active: 1, count: 1 },
    { active: 1, count: 2 },
    { active: 1, count: 3 },
  ]);
  expect(runtime.stats()).toMatchObject({ invocations: 3, errors: 0, sandboxes: 1 });
});

test('invocations run in parallel up to the reserved concurrency, and further ones wait', async () => {
  const { runtime, invoke } = start(deployed(`${CALL_IN} exports.handler = callIn;`, { reservedConcurrency: 3 }));
  const results = Promise.all([invoke(), invoke(), invoke(), invoke()]);
  const [first] = await called(3);
  expect(runtime.stats().sandboxes).toBe(3);
  first!.end();
  for (const response of await called(4)) response.end();
  expect(await results).toEqual([null, null, null, null]);
  expect(runtime.stats().sandboxes).toBe(3);
});

test('an account runs as many invocations as it may, waiting ones included, and refuses further ones', async () => {
  const definition = deployed(`${CALL_IN} exports.handler = callIn;`, { reservedConcurrency: 1 });
  const { runtime, invoke } = start(definition, { accountConcurrency: 2 });
  const results = Promise.all([invoke(), invoke()]);
  await expect(invoke()).rejects.toMatchObject({ errorType: 'Lambda.TooManyRequestsException' });
  for (let count = 1; count <= 2; count += 1) (await called(count)).at(-1)!.end();
  expect(await results).toEqual([null, null]);
  expect(runtime.stats()).toMatchObject({ invocations: 2, errors: 0, throttles: 1 });
});

test('an asynchronous event that is throttled is handled later, and none of its attempts is used up', async () => {
  const definition = deployed(`${CALL_IN} exports.handler = callIn;`);
  const { runtime, invoke } = start(definition, { accountConcurrency: 1, asyncRetryMilliseconds: [] });
  const first = invoke();
  const later = runtime.invokeAsync(definition.arn, {});
  await vi.waitFor(() => expect(runtime.stats().throttles).toBe(1), PATIENT);
  (await called(1)).at(-1)!.end();
  await first;
  (await called(2)).at(-1)!.end();
  await later;
  expect(runtime.stats()).toMatchObject({ invocations: 2, errors: 0 });
});

test('a kill fails the invocations under way, and none after them', async () => {
  const definition = deployed(
    `${CALL_IN} exports.handler = async (wait) => { if (wait) await callIn(); return 'ok'; };`,
  );
  const { runtime, invoke } = start(definition);
  const lost = Promise.allSettled([invoke(true), invoke(true)]);
  await called(2);
  await runtime.kill(definition.name);
  for (const { reason } of (await lost) as PromiseRejectedResult[]) {
    expect(reason).toMatchObject({ errorType: 'Runtime.ExitError' });
  }
  expect(runtime.stats(definition.arn)).toMatchObject({ invocations: 2, errors: 2, sandboxes: 0 });
  expect(await invoke(false)).toBe('ok');
});

test('what a function prints is logged unchanged, and a failure once', async () => {
  const lines: string[] = [];
  const definition = deployed(
    `exports.handler = async () => { console.log('{"level":"INFO"}\\nsecond'); console.error('third'); throw new Error('no'); };`,
  );
  const { invoke } = start(definition, { log: (line) => lines.push(line) });
  await expect(invoke()).rejects.toThrow('no');
  await vi.waitFor(() => expect(lines).toHaveLength(4), PATIENT);
  expect(lines).toEqual(expect.arrayContaining(['{"level":"INFO"}', 'second', 'third']));
  const failure = lines
    .map((line) => (line.includes('invocation failed') ? JSON.parse(line) : undefined))
    .find(Boolean);
  expect(failure).toMatchObject({ functionName: definition.name, errorType: 'Error', errorMessage: 'no' });
  expect(failure.stack).toContain(definition.name);
});

test('every line of a function that prints thousands at once is logged, and what it writes in pieces is one', async () => {
  const lines: string[] = [];
  const definition = deployed(
    `exports.handler = (count) => {
      for (let line = 1; line <= count; line += 1) console.log('line %d', line);
      process.stdout.write('in ');
      return new Promise((resolve) => process.stdout.write(Buffer.from('pieces\\n'), () => resolve('written')));
    };`,
  );
  const { invoke } = start(definition, { log: (line) => lines.push(line) });
  expect(await invoke(2_500)).toBe('written');
  await vi.waitFor(() => expect(lines).toHaveLength(2_501), PATIENT);
  const expected = Array.from({ length: 2_500 }, (_, place) => `line ${place + 1}`);
  expect(lines.toSorted()).toEqual([...expected, 'in pieces'].toSorted());
});

test('an idle sandbox ends', async () => {
  const { runtime, invoke } = start(deployed(`exports.handler = async () => 1;`), { idleMilliseconds: 1 });
  await invoke();
  await vi.waitFor(() => expect(runtime.stats().sandboxes).toBe(0), PATIENT);
  expect(await invoke()).toBe(1);
});

test('an asynchronous event is tried three times', async () => {
  const source = `let tries = 0; exports.handler = async (needed) => { if (++tries < needed) throw new Error('try ' + tries); };`;
  const recovering = deployed(source);
  const failing = deployed(source);
  const asyncRetryMilliseconds = [0, 0];
  const { runtime } = start(recovering, { functions: [recovering, failing], asyncRetryMilliseconds });
  await runtime.invokeAsync(recovering.arn, 3);
  expect(runtime.stats(recovering.name)).toMatchObject({ invocations: 3, errors: 2 });
  await expect(runtime.invokeAsync(failing.arn, 4)).rejects.toThrow('try 3');
});

test('closing fails invocations that run, that wait and that come later', async () => {
  const { runtime, invoke } = start(deployed(`${CALL_IN} exports.handler = callIn;`, { reservedConcurrency: 1 }));
  const lost = Promise.allSettled([invoke(), invoke()]);
  await called(1);
  await runtime.close();
  const outcomes = [...(await lost), ...(await Promise.allSettled([invoke()]))] as PromiseRejectedResult[];
  expect(outcomes.map(({ reason }) => reason.errorType)).toEqual(Array(3).fill('Runtime.ExitError'));
  expect(runtime.stats().sandboxes).toBe(0);
});
