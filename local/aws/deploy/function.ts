import { resolve } from 'node:path';

import type { FunctionDefinition } from '../lambda/function-definition.ts';
import type { Resource } from '../template/resource.ts';

interface FunctionProperties {
  readonly Handler: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
}

export interface FunctionContext {
  /** The assembly's: asset paths are relative to it, unless the CDK was told not to copy assets. */
  readonly directory: string;
  /** What AWS adds to the function's own variables: region, endpoint, credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values in place of the template's, for the functions that have a variable of the name. */
  readonly variables: Readonly<Record<string, string>>;
  readonly concurrency: number | undefined;
}

/** A function as its template describes it, with Lambda's defaults. @throws Error for code that is no file asset */
export function functionDefinition(fn: Resource, context: FunctionContext): FunctionDefinition {
  const { Handler, Timeout = 3, MemorySize = 128, Environment } = fn.properties as unknown as FunctionProperties;
  const own = Object.entries(Environment?.Variables ?? {});
  const assetPath = fn.metadata['aws:asset:path'];
  if (typeof assetPath !== 'string') {
    const hint = "programs must set the context 'aws:cdk:enable-asset-metadata' as `cdk synth` does";
    throw new Error(`${fn.stack}.${fn.logicalId}: its metadata name no file asset for its code; ${hint}`);
  }
  return {
    arn: fn.attribute('Arn'),
    name: fn.name,
    codeDirectory: resolve(context.directory, assetPath),
    handler: Handler,
    environment: {
      ...Object.fromEntries(own.map(([name, value]) => [name, context.variables[name] ?? value])),
      ...context.environment,
    },
    timeoutSeconds: Timeout,
    memoryMegabytes: MemorySize,
    reservedConcurrency: context.concurrency,
  };
}
