/** One deployed function, as the template describes it. */
export interface FunctionDefinition {
  readonly arn: string;
  readonly name: string;
  /** Holds the ESM bundle. */
  readonly codeDirectory: string;
  /** 'index.handler': the export `handler` of index.mjs. */
  readonly handler: string;
  /** All the function sees of an environment: endpoint, region and credentials included. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency?: number | undefined;
}
