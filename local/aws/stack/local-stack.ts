import type { IncomingMessage, RequestListener } from 'node:http';

import type { OnFailure } from '../database.ts';
import type { Faults } from '../faults.ts';
import type { Answer } from '../http-api/answer.ts';
import type { Denial } from '../iam/authorizer.ts';
import type { Grant } from '../iam/grants.ts';
import type { Runtime } from '../lambda/runtime.ts';
import type { DynamoDbService } from '../services/dynamodb.ts';
import type { Ses } from '../services/ses.ts';
import type { SqsService } from '../services/sqs.ts';
import type { StepFunctions } from '../services/states.ts';
import type { CloudAssembly } from '../template/cloud-assembly.ts';

export interface StackOptions {
  readonly assembly: CloudAssembly;
  /** Keeps everything that must outlive the process. */
  readonly dataDirectory: string;
  /** Values in place of the templates', for the functions that have a variable of the name: what only a start can tell. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of the HTTP API; 0 picks a free one. */
  readonly port: number;
  /** How many invocations the account may have under way, of all functions together; no limit by default. */
  readonly accountConcurrency?: number | undefined;
  /**
   * How many times as long as on AWS a function may take before it is ended, and a route before it is answered 503: on cores that have
   * much else to do, a function gets less of one than on AWS. Code is told AWS's own limit. Default: 1.
   */
  readonly timeLimitFactor?: number | undefined;
  /** A DynamoDB to use instead of the embedded one. */
  readonly dynamoDbEndpoint?: string | undefined;
  /** Routes of the HTTP API that this process serves itself. */
  readonly extraRoutes?: readonly { readonly routeKey: string; readonly handle: RequestListener }[];
  /** The HTTP API's answer to a request that is refused whatever its route; undefined for one that is not. */
  readonly refuse?: (request: IncomingMessage) => Answer | undefined;
  /**
   * Called when the disk of the data is full, a file of it turns out to be damaged, or the embedded DynamoDB ends by itself:
   * from then on, calls fail. What was answered with success is stored. Default: an error on the console.
   */
  readonly onFailure?: OnFailure | undefined;
  /** Takes what functions print, line by line, and one JSON line for each failed invocation and each kind of denied call. */
  readonly log?: (line: string) => void;
}

/** What an SDK client needs to call the local endpoint as the operator, who may do everything. */
export interface OperatorAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface LocalStack {
  /** Of the HTTP API. */
  readonly url: string;
  readonly operator: OperatorAccess;
  /** The same for S3, which has an address of its own. */
  readonly s3: OperatorAccess;
  readonly runtime: Runtime;
  readonly dynamoDb: DynamoDbService;
  readonly sqs: SqsService;
  readonly states: StepFunctions;
  /** The mails that functions sent, the latest 1,000. */
  readonly mails: Ses['mails'];
  readonly faults: Faults;
  /** What the policies of functions, roles and the API allow, and what of it calls have needed. */
  readonly grants: () => readonly Grant[];
  /** The calls so far that no policy allowed. */
  readonly denials: () => readonly Denial[];
  /** The outputs of every stack, by key. Exports that the CDK adds for other stacks are left out. */
  readonly outputs: Readonly<Record<string, string>>;
  /** A function's ARN by the description that its template gives it. @throws Error when no function has it */
  functionArn(description: string): string;
  /** Resolves when every record that a table's stream has now has been handled. */
  streamIdle(): Promise<void>;
  /** Waits for requests and batches under way, then stops everything. What is stored stays. */
  close(): Promise<void>;
}
