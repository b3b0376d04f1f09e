import { devNull } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WorkerOptions } from 'node:worker_threads';
import type { FunctionDefinition } from './function-definition.ts';

/** A function gets an environment, flags and arguments of its own, none of this process's. */
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
    // A small young generation: the default, three times 16 MB in each of dozens of threads, would be most of the memory.
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
