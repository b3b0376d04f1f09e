import type { FunctionRuntime } from '../service.ts';
import { FunctionError } from '../service.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';

/** Step Functions' limit for a state's output. */
const MAX_OUTPUT_BYTES = 256 * 1024;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type TaskHandler = (input: Json) => Promise<Json>;

/**
 * Runs a Task state. A function's error has its type as its name, which Retry and Catch match, and the cause that AWS gives
 * it: JSON of errorType and errorMessage.
 * @param isStopped checked before each call, since the library goes on retrying after an abort
 */
export function taskHandler(resource: string, runtime: FunctionRuntime, isStopped: () => boolean): TaskHandler {
  return async (input) => {
    if (isStopped()) throw uncatchable('States.TaskFailed', 'The execution was stopped');
    const output = resource === INVOKE ? await invokeIntegration(input, runtime) : await call(runtime, resource, input);
    if (Buffer.byteLength(JSON.stringify(output)) <= MAX_OUTPUT_BYTES) return output;
    throw uncatchable('States.DataLimitExceeded', `The task's output exceeds ${MAX_OUTPUT_BYTES} bytes`);
  };
}

/** The integration `lambda:invoke`, which wraps the function's result. */
async function invokeIntegration(input: Json, runtime: FunctionRuntime): Promise<Json> {
  const { FunctionName, Payload = {} } = input as { FunctionName: string; Payload?: Json };
  return { ExecutedVersion: '$LATEST', Payload: await call(runtime, FunctionName, Payload), StatusCode: 200 };
}

async function call(runtime: FunctionRuntime, functionArn: string, payload: Json): Promise<Json> {
  try {
    return (await runtime.invoke(functionArn, payload)) as Json;
  } catch (error) {
    const { message: errorMessage } = error as Error;
    const errorType = error instanceof FunctionError ? error.errorType : (error as Error).name;
    throw Object.assign(new Error(JSON.stringify({ errorType, errorMessage })), { name: errorType });
  }
}

/** An error that no Retry and no Catch of the state applies to. */
function uncatchable(name: string, message: string): Error {
  return Object.assign(new Error(message), { name, isRetryable: false, isCatchable: false });
}
