import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { FunctionError } from '../services/service.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { workerOptions } from './worker-options.ts';

/** How long Lambda lets an environment load the code, before the function's own timeout applies. */
const INIT_TIMEOUT_SECONDS = 10;

interface Reply {
  readonly result?: string;
  readonly failure?: { readonly errorType: string; readonly errorMessage: string; readonly trace: string };
}

/** One execution environment: a worker thread that holds the loaded bundle and takes one event at a time. */
export interface Sandbox {
  /** Settles when the code is loaded. @throws FunctionError when it cannot be loaded */
  readonly ready: Promise<unknown>;
  /** @param event JSON. @returns JSON. @throws FunctionError */
  run(event: string): Promise<string>;
  /** Ends the thread; an invocation under way fails with Runtime.ExitError. */
  end(): Promise<unknown>;
}

/** @param onEnd called when the thread can take no more events, for whatever reason */
export function startSandbox(definition: FunctionDefinition, log: (line: string) => void, onEnd: () => void): Sandbox {
  const worker = new Worker(new URL('worker.mjs', import.meta.url), workerOptions(definition));
  for (const input of [worker.stdout, worker.stderr]) createInterface({ input }).on('line', log);
  let call = Promise.withResolvers<string>();

  function end(error: FunctionError): Promise<unknown> {
    onEnd();
    call.reject(error);
    return worker.terminate();
  }

  worker.on('message', ({ result, failure }: Reply) => {
    if (failure) call.reject(functionError(failure.errorType, failure.errorMessage, failure.trace));
    else call.resolve(result!);
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    const outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    void end(outOfMemory ? exitError('signal: killed') : functionError(error.name, error.message, error.stack));
  });
  worker.on('exit', (code) => void end(exitError(`exit status ${code}`)));

  async function within(seconds: number, activity: string): Promise<string> {
    const timedOut = new FunctionError('Sandbox.Timedout', `${activity} timed out after ${seconds.toFixed(2)} seconds`);
    const timer = setTimeout(() => void end(timedOut), seconds * 1000);
    try {
      return await call.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    ready: within(INIT_TIMEOUT_SECONDS, 'Init'),
    run(event) {
      const requestId = randomUUID();
      call = Promise.withResolvers();
      worker.postMessage({ requestId, deadline: Date.now() + definition.timeoutSeconds * 1000, event });
      return within(definition.timeoutSeconds, `RequestId: ${requestId} Error: Task`);
    },
    end: () => end(exitError('signal: killed')),
  };
}

function exitError(status: string): FunctionError {
  return new FunctionError('Runtime.ExitError', `Runtime exited with error: ${status}`);
}

/** With the function's stack trace, in place of this process's. */
function functionError(errorType: string, message: string, stack: string | undefined): FunctionError {
  return Object.assign(new FunctionError(errorType, message), { stack });
}
