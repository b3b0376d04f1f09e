import { devNull } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WorkerOptions } from 'node:worker_threads';
import type { FunctionDefinition } from './function-definition.ts';

/** Nothing of this process reaches the function: its environment, flags and arguments are its own. */
export function workerOptions(definition: FunctionDefinition): WorkerOptions {
  const { name, arn, environment, memoryMegabytes } = definition;
  const [file, exportName] = definition.handler.split('.');
  return {
    name,
    argv: [],
    execArgv: [],
    stdout: true,
    stderr: true,
    env: { ...lambdaEnvironment(definition), ...environment },
    // A small nursery: three of its default of 16 MB for each of dozens of threads would be most of the memory.
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: 6 },
    workerData: {
      moduleUrl: pathToFileURL(join(definition.codeDirectory, `${file}.mjs`)).href,
      exportName,
      context: {
        functionName: name,
        functionVersion: '$LATEST',
        invokedFunctionArn: arn,
        memoryLimitInMB: String(memoryMegabytes),
      },
    },
  };
}

/** What Lambda sets by itself, and an empty AWS configuration: the one in the developer's home must not reach a function. */
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
