import { setTimeout as sleep } from 'node:timers/promises';
import { FunctionError, THROTTLED, type FunctionRuntime } from '../services/service.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { checkPayload } from './payload.ts';
import { functionPool, type Pool } from './pool.ts';
import { functionThreads, type ThreadOptions } from './threads.ts';
import { whileThrottled } from './while-throttled.ts';

/** Lambda retries an asynchronous event twice, after one and after two minutes. */
const ASYNC_RETRY_MILLISECONDS = [60_000, 120_000];

/** A throttled asynchronous event is tried again, ever more slowly, for six hours. */
const THROTTLED_RETRY_MILLISECONDS = Array.from({ length: 80 }, (_, attempt) =>
  Math.min(1_000 * 2 ** attempt, 300_000),
);

/** Lambda keeps an environment that nobody calls for some minutes. */
const IDLE_MILLISECONDS = 300_000;

export interface FunctionStats {
  readonly invocations: number;
  readonly errors: number;
  /** Invocations that were refused because the account ran as many as it may; they are not among the others. */
  readonly throttles: number;
  /** Execution environments that are alive now. */
  readonly sandboxes: number;
  /** Each invocation's time on this machine, rounded up; cold starts are not included. */
  readonly billedMilliseconds: number;
}

export interface Runtime extends FunctionRuntime {
  /** Settles when the event has been handled. @throws FunctionError of the last of three attempts */
  invokeAsync(functionArn: string, event: unknown): Promise<void>;
  /** Ends all sandboxes of a function; their invocations fail with Runtime.ExitError. @param functionId ARN or name */
  kill(functionId: string): Promise<void>;
  /** Of one function, by ARN or name, or of all together. */
  stats(functionId?: string): FunctionStats;
  close(): Promise<void>;
}

export interface RuntimeOptions {
  readonly functions: readonly FunctionDefinition[];
  /** Takes what functions print, line by line, and one JSON line for each failed invocation. */
  readonly log?: (line: string) => void;
  /** How many invocations of all functions together may be under way; one more is a Lambda.TooManyRequestsException. No limit by default. */
  readonly accountConcurrency?: number | undefined;
  /** How many times as long as its limit a function may take here before it is ended. Default: 1. */
  readonly timeLimitFactor?: number | undefined;
  readonly idleMilliseconds?: number;
  readonly asyncRetryMilliseconds?: readonly number[];
  /** How functions reach the table without the endpoint in between; all requests go by the endpoint unless it is given. */
  readonly table?: ThreadOptions['table'];
  readonly threads?: Pick<ThreadOptions, 'deafMilliseconds' | 'heapMegabytes'>;
}

interface Deployed {
  readonly definition: FunctionDefinition;
  readonly pool: Pool;
  invocations: number;
  errors: number;
  throttles: number;
}

/** Runs each function's code in sandboxes of its own, one event at a time in each; all of them share a few worker threads. */
export function functionRuntime({
  functions,
  log = () => {},
  accountConcurrency = Infinity,
  timeLimitFactor = 1,
  idleMilliseconds = IDLE_MILLISECONDS,
  asyncRetryMilliseconds = ASYNC_RETRY_MILLISECONDS,
  table,
  threads: threadOptions,
}: RuntimeOptions): Runtime {
  const threads = functionThreads({ ...threadOptions, table, timeLimitFactor, log });
  const closing = new AbortController();
  const deployed = functions.map((definition): Deployed => ({
    definition,
    pool: functionPool(definition, threads, { idleMilliseconds, timeLimitFactor }),
    invocations: 0,
    errors: 0,
    throttles: 0,
  }));
  let underWay = 0;
  const byId = new Map(deployed.flatMap((fn) => [[fn.definition.arn, fn] as const, [fn.definition.name, fn]]));

  function find(functionId: string): Deployed {
    const found = byId.get(functionId);
    if (!found) throw new FunctionError('Lambda.ResourceNotFoundException', `Function not found: ${functionId}`);
    return found;
  }

  async function invoke(functionArn: string, event: unknown): Promise<unknown> {
    const target = find(functionArn);
    if (underWay >= accountConcurrency) {
      target.throttles += 1;
      throw new FunctionError(THROTTLED, 'Rate Exceeded.');
    }
    underWay += 1;
    target.invocations += 1;
    try {
      if (closing.signal.aborted) throw new FunctionError('Runtime.ExitError', 'the runtime is closed');
      const request = checkPayload(JSON.stringify(event ?? null), 'Lambda.RequestTooLargeException');
      return JSON.parse(checkPayload(await target.pool.run(request), 'Function.ResponseSizeTooLarge'));
    } catch (error) {
      target.errors += 1;
      log(failureLine(target.definition.name, error));
      throw error;
    } finally {
      underWay -= 1;
    }
  }

  const patiently = (functionArn: string, event: unknown): Promise<unknown> =>
    whileThrottled(() => invoke(functionArn, event), THROTTLED_RETRY_MILLISECONDS, closing.signal);

  async function invokeAsync(functionArn: string, event: unknown): Promise<void> {
    for (const delay of asyncRetryMilliseconds) {
      if (await succeeds(patiently(functionArn, event))) return;
      await succeeds(sleep(delay, undefined, { signal: closing.signal }));
    }
    await patiently(functionArn, event);
  }

  return {
    invoke,
    invokeAsync,
    kill: (functionId) => find(functionId).pool.kill(),
    stats(functionId) {
      const counted = functionId ? [find(functionId)] : deployed;
      return {
        invocations: sum(counted.map(({ invocations }) => invocations)),
        errors: sum(counted.map(({ errors }) => errors)),
        throttles: sum(counted.map(({ throttles }) => throttles)),
        sandboxes: sum(counted.map(({ pool }) => pool.size())),
        billedMilliseconds: sum(counted.map(({ pool }) => pool.billedMilliseconds())),
      };
    },
    async close() {
      closing.abort();
      await Promise.all(deployed.map(({ pool }) => pool.close()));
      await threads.close();
    },
  };
}

function failureLine(functionName: string, error: unknown): string {
  const { errorType, message, stack } = error as FunctionError;
  return JSON.stringify({
    level: 'ERROR',
    message: 'invocation failed',
    functionName,
    errorType,
    errorMessage: message,
    stack,
  });
}

function succeeds(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    () => false,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
