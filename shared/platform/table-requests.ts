import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import type {
  BatchGetItemInput,
  BatchGetItemOutput,
  DeleteItemInput,
  DeleteItemOutput,
  GetItemInput,
  GetItemOutput,
  PutItemInput,
  PutItemOutput,
  QueryInput,
  QueryOutput,
  TransactWriteItemsInput,
  TransactWriteItemsOutput,
  UpdateItemInput,
  UpdateItemOutput,
} from '@aws-sdk/client-dynamodb';
import { Sha256Node } from '@smithy/core/checksum';
import { isTransientError } from '@smithy/core/retry';
import { HttpRequest } from '@smithy/core/transport';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';

import { parsedJson } from './json.ts';
import { systemPause } from './system-clock.ts';

/** What each operation takes and answers. No attribute is binary, so that both are JSON as they are. */
export interface TableOperations {
  BatchGetItem: { input: BatchGetItemInput; output: BatchGetItemOutput };
  DeleteItem: { input: DeleteItemInput; output: DeleteItemOutput };
  GetItem: { input: GetItemInput; output: GetItemOutput };
  PutItem: { input: PutItemInput; output: PutItemOutput };
  Query: { input: QueryInput; output: QueryOutput };
  TransactWriteItems: { input: TransactWriteItemsInput; output: TransactWriteItemsOutput };
  UpdateItem: { input: UpdateItemInput; output: UpdateItemOutput };
}

/** One request of DynamoDB. @throws Error named as DynamoDB names its refusal, with whatever else that says */
export type TableRequests = <Name extends keyof TableOperations>(
  operation: Name,
  input: TableOperations[Name]['input'],
) => Promise<TableOperations[Name]['output']>;

/** Where DynamoDB is, and who asks. */
export interface TableAccess {
  readonly region: string;
  /** Default: AWS's own in the region. */
  readonly endpoint?: string | undefined;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
}

/** How often a request is made that breaks off, or that DynamoDB fails to handle: as often as by AWS's client. */
const ATTEMPTS = 4;
/** The longest wait before the second attempt, in milliseconds; twice as long before each further one. */
const LONGEST_WAIT = 50;

/** AWS's own; regions of China have a domain of theirs. */
export function endpointIn(region: string): string {
  return `https://dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/**
 * Requests of DynamoDB by AWS's own signer and HTTP handler. AWS's client, which is made of both, would take three times as long for a
 * request, and 0.5 MB of each function. Throttles are not waited for here: `patiently` does that.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
export function tableRequests({ region, endpoint, credentials }: TableAccess): TableRequests {
  const { protocol, hostname, port, host } = new URL(endpoint ?? endpointIn(region));
  const signer = new SignatureV4({ service: 'dynamodb', region, credentials, sha256: Sha256Node });
  const handler = new NodeHttpHandler();

  async function attempt(operation: string, body: string, made: number): Promise<object> {
    const signed = await signer.sign({
      method: 'POST',
      protocol,
      hostname,
      ...(port && { port: Number(port) }),
      path: '/',
      query: {},
      headers: {
        host,
        'content-length': String(Buffer.byteLength(body)),
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
      },
      body,
    });
    const { response } = await handler.handle(new HttpRequest(signed));
    const answer = await text(response.body as IncomingMessage);
    if (response.statusCode === 200) return JSON.parse(answer) as object;
    throw refusal(response.statusCode, answer, made);
  }

  return async <Name extends keyof TableOperations>(operation: Name, input: TableOperations[Name]['input']) => {
    const body = JSON.stringify(input);
    const once = (made: number): Promise<TableOperations[Name]['output']> => attempt(operation, body, made);
    for (let made = 1; made < ATTEMPTS; made += 1) {
      try {
        return await once(made);
      } catch (error) {
        if (!isTransientError(error as Transient)) throw error;
      }
      await systemPause(LONGEST_WAIT * 2 ** (made - 1));
    }
    return once(ATTEMPTS);
  };
}

type Transient = Parameters<typeof isTransientError>[0];

interface Refusal {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

function refusal(httpStatusCode: number, answer: string, attempts: number): Error {
  // A page, by which something in between failed, says nothing of it.
  const { __type, message, Message, ...extra } = (parsedJson(answer) ?? {}) as Refusal;
  const name = __type?.split('#').at(-1) ?? 'UnknownError';
  const error = new Error(message ?? Message ?? `DynamoDB answered with status ${httpStatusCode}.`);
  return Object.assign(error, extra, { name, $metadata: { httpStatusCode, attempts } });
}
