import { existsSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';

import type { FunctionDefinition } from './function-definition.ts';
import { commonJs } from './common-js.ts';

export interface LoadedSandbox {
  /** @param event JSON. @param deadline milliseconds since the epoch. @returns JSON */
  run(event: string, requestId: string, deadline: number): Promise<string>;
}

type Handler = (event: unknown, context: object) => unknown;

/** Loads a function's code as Lambda would. To be called, and run, in the surroundings made for it. */
export function loadSandbox(definition: FunctionDefinition): LoadedSandbox {
  const { name, arn, memoryMegabytes } = definition;
  const handler = handlerOf(definition, commonJs());
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
      return JSON.stringify(result ?? null);
    },
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

/** The function's variables, what Lambda sets itself, and an empty AWS configuration, so that the developer's own does not apply. */
export function environmentOf(definition: FunctionDefinition): Record<string, string> {
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
    ...definition.environment,
  };
}
