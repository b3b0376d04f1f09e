import { randomUUID } from 'node:crypto';
import { FunctionError } from '../services/service.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { exitError, type Threads } from './threads.ts';

/** How long an environment may load the code. Lambda gives it 10 s of a core; here dozens may load at once on cores that are busy. */
const INIT_TIMEOUT_SECONDS = 60;

/** One execution environment: the loaded code of a function, which takes one event at a time. */
export interface Sandbox {
  /** Settles when the code is loaded. @throws FunctionError when it cannot be loaded */
  readonly ready: Promise<unknown>;
  /** @param event JSON. @returns JSON. @throws FunctionError */
  run(event: string): Promise<string>;
  /** Ends it; an invocation under way fails with Runtime.ExitError. */
  end(): Promise<unknown>;
}

interface SandboxOptions {
  readonly threads: Threads;
  /** How many times as long as its limit an event may take. */
  readonly timeLimitFactor: number;
  /** Called when the sandbox can take no more events, for whatever reason. */
  readonly onEnd: () => void;
}

export function startSandbox(
  definition: FunctionDefinition,
  { threads, timeLimitFactor, onEnd }: SandboxOptions,
): Sandbox {
  let call = Promise.withResolvers<string>();
  let leaving: Promise<void> | undefined;
  const place = threads.place({
    done: (result) => call.resolve(result),
    failed: (error) => call.reject(error),
    lost(error) {
      onEnd();
      call.reject(error);
    },
  });

  function end(error: FunctionError): Promise<void> {
    onEnd();
    call.reject(error);
    return (leaving ??= place.leave());
  }

  async function within(seconds: number, activity: string): Promise<string> {
    const message = `${activity} timed out after ${seconds.toFixed(2)} seconds`;
    const timer = setTimeout(() => void end(new FunctionError('Sandbox.Timedout', message)), seconds * 1000);
    try {
      return await call.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  place.tell({ type: 'load', definition });
  return {
    ready: within(INIT_TIMEOUT_SECONDS, 'Init'),
    run(event) {
      const requestId = randomUUID();
      call = Promise.withResolvers();
      place.tell({ type: 'run', requestId, deadline: Date.now() + definition.timeoutSeconds * 1000, event });
      return within(timeLimitFactor * definition.timeoutSeconds, `RequestId: ${requestId} Error: Task`);
    },
    end: () => end(exitError('signal: killed')),
  };
}
