import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';

import type { FunctionDefinition } from './function-definition.ts';
import { commonJs } from './common-js.ts';
import { openNetwork } from './thread-network.ts';

export interface LoadedSandbox {
  /** @param event JSON. @param deadline milliseconds since the epoch. @returns JSON */
  run(event: string, requestId: string, deadline: number): Promise<string>;
  /** What still runs may go on, and reaches nobody any more. */
  end(): void;
}

type Handler = (event: unknown, context: object) => unknown;

/**
 * Loads a function's code as Lambda would, with an environment, arguments and a network of its own.
 * @param onExit called when the code ends its process
 */
export function loadSandbox(definition: FunctionDefinition, onExit: (code: number) => void): LoadedSandbox {
  const { name, arn, environment, memoryMegabytes } = definition;
  const network = openNetwork();
  const exit = (code: number = 0): never => {
    onExit(code);
    throw new Error(`exit status ${code}`);
  };
  const ownProcess = Object.create(process, {
    env: { value: { ...lambdaEnvironment(definition), ...environment } },
    exit: { value: exit },
  }) as NodeJS.Process;
  const { http, https, fetch } = network;
  const builtins = { http, https, process: ownProcess };
  const handler = handlerOf(definition, commonJs({ process: ownProcess, fetch, builtins }));
  const context = {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memoryMegabytes),
    callbackWaitsForEmptyEventLoop: true,
  };
  return {
    async run(event, awsRequestId, deadline) {
      const getRemainingTimeInMillis = () => Math.max(0, deadline - Date.now());
      const result = await handler(JSON.parse(event), { ...context, awsRequestId, getRemainingTimeInMillis });
      return JSON.stringify(result) ?? 'null';
    },
    end: network.cut,
  };
}

function handlerOf({ codeDirectory, handler }: FunctionDefinition, load: (file: string) => unknown): Handler {
  const [module = '', exportName = ''] = handler.split('.');
  const file = ['.js', '.cjs'].map((ending) => join(codeDirectory, `${module}${ending}`)).find(existsSync);
  if (!file) throw failure('Runtime.ImportModuleError', `${codeDirectory} has no ${module}.js or ${module}.cjs`);
  const found = (load(file) as Record<string, unknown>)[exportName];
  if (typeof found === 'function') return found as Handler;
  throw failure('Runtime.HandlerNotFound', `${file} exports no function '${exportName}'`);
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** What Lambda sets itself, and an empty AWS configuration, so that the developer's own does not apply. */
function lambdaEnvironment(definition: FunctionDefinition): Record<string, string> {
  return {
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: definition.codeDirectory,
    _HANDLER: definition.handler,
  };
}
