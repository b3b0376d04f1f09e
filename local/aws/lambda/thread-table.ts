import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { Readable, Writable } from 'node:stream';

import { credentialOf } from '../endpoint/call.ts';
import { errorAnswer } from '../endpoint/response.ts';
import { dynamoDbBackend } from '../services/dynamodb/backend.ts';
import { capacityLedger, consumesCapacity } from '../services/dynamodb/capacity.ts';
import { dataCalls } from '../services/dynamodb/data-calls.ts';
import { detourOf } from '../services/dynamodb/detour.ts';
import { dynamoDbPermissions } from '../services/dynamodb/permissions.ts';
import type { Consumed, TablePlace } from './thread-messages.ts';
import type { DirectRequests } from './thread-surroundings.ts';

type Input = Record<string, unknown>;
type OnResponse = (response: IncomingMessage) => void;

/** A thread's own way to DynamoDB, for requests of items. */
export interface ThreadTable {
  /** For a function, by its ARN, and the access key that it signs with. */
  requestsOf(caller: string, accessKeyId: string | undefined): DirectRequests;
  /** What has been consumed since the last time, if anything was. */
  takeConsumed(): Consumed;
}

/**
 * Sends requests of items to DynamoDB, past the endpoint, where each would be read and written twice more and wake another thread
 * twice. Policies are judged by the endpoint alone: a request goes past it that needs no more than the endpoint has let the same function
 * do. Transactions never do, since they hold their items there; and nothing does during a detour.
 */
export function directTable(
  { endpoint, dynamoDb, detour }: TablePlace,
  onServerError: (error: Error) => void,
): ThreadTable {
  const { port } = new URL(endpoint);
  const ledger = capacityLedger();
  const call = dataCalls(dynamoDbBackend(dynamoDb), ledger, onServerError);
  const mustDetour = detourOf(detour);
  /** At most as many as policies grant. */
  const allowed = new Set<string>();

  /** What a request of the key's owner asks of items; undefined for any other request. */
  function operationOf(options: RequestOptions, accessKeyId: string | undefined): string | undefined {
    const { authorization, 'x-amz-target': target } = (options.headers ?? {}) as OutgoingHttpHeaders;
    const [service, operation = ''] = String(target).split('.');
    if (String(options.port) !== port || service !== 'DynamoDB_20120810') return undefined;
    const signed = credentialOf(String(authorization));
    if (!accessKeyId || signed.accessKeyId !== accessKeyId || signed.service !== 'dynamodb') return undefined;
    return consumesCapacity(operation) && !operation.startsWith('Transact') ? operation : undefined;
  }

  return {
    requestsOf:
      (caller, accessKeyId) =>
      ([options, onResponse], ordinary) => {
        const operation = typeof options === 'object' && operationOf(options, accessKeyId);
        if (!operation || typeof onResponse !== 'function') return undefined;
        const request = new DirectRequest((body) => {
          const input = parsed(body);
          const needed = dynamoDbPermissions(operation, input).map(
            ({ action, resource }) => `${caller} ${action} ${resource}`,
          );
          if (mustDetour() || needed.length === 0 || !needed.every((name) => allowed.has(name))) {
            const outgoing = ordinary().once('response', ({ statusCode }) => {
              if (statusCode === 200) for (const name of needed) allowed.add(name);
            });
            request.pass(body, outgoing);
            return;
          }
          call(operation, input, caller).then(
            (answer) => request.answer(200, answer),
            (error: unknown) => {
              const { status, answer } = errorAnswer(error);
              request.answer(status, answer);
            },
          );
        }, onResponse);
        return request as unknown as ClientRequest;
      },
    takeConsumed() {
      const consumed = ledger.rows();
      ledger.reset();
      return consumed.length > 0 ? { consumed } : {};
    },
  };
}

/** Of what is no JSON, nothing: the endpoint, which has let nobody do anything with it, says what is wrong. */
function parsed(body: Buffer): Input {
  try {
    return (JSON.parse(body.toString()) ?? {}) as Input;
  } catch {
    return {};
  }
}

/** As much of a request of node:http as AWS's HTTP handler uses. It waits for no connection, so there is none to time out. */
class DirectRequest extends Writable {
  readonly #send: (body: Buffer) => void;
  readonly #onResponse: OnResponse;
  readonly #chunks: Buffer[] = [];

  constructor(send: (body: Buffer) => void, onResponse: OnResponse) {
    super({ autoDestroy: false });
    this.#send = send;
    this.#onResponse = onResponse;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    this.#send(Buffer.concat(this.#chunks));
  }

  setTimeout(): this {
    return this;
  }

  /** Ends as an ordinary request does, which hands its response on by itself, and ends that one with itself. */
  pass(body: Buffer, outgoing: ClientRequest): void {
    outgoing.once('error', (error) => this.destroy(error));
    outgoing.once('close', () => this.destroy());
    this.once('close', () => outgoing.destroy());
    outgoing.end(body);
  }

  /** Nothing comes back once it was cut off. */
  answer(statusCode: number, answer: object): void {
    if (this.destroyed) return;
    const body = Buffer.from(JSON.stringify(answer));
    const headers = { 'content-length': String(body.length), 'content-type': 'application/x-amz-json-1.0' };
    const response = new Readable({ read: () => undefined });
    response.push(body);
    response.push(null);
    this.#onResponse(Object.assign(response, { statusCode, headers }) as unknown as IncomingMessage);
    this.destroy();
  }
}
