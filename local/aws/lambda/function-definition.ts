/** A deployed function, as its template describes it. */
export interface FunctionDefinition {
  readonly arn: string;
  readonly name: string;
  /** Holds the code: CommonJS. */
  readonly codeDirectory: string;
  /** 'index.handler': the export `handler` of index.js or index.cjs. */
  readonly handler: string;
  /** The function's variables: endpoint, region and credentials included. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly reservedConcurrency?: number | undefined;
}
