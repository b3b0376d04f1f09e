import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultPoint, Faults } from './faults.ts';
import { readBody } from './http-body.ts';
import { allows, type Statement } from './iam.ts';
import { ServiceError, type AwsService, type RestCall } from './services/service.ts';

/** Who calls, and what its policies say. The name is an ARN, as AWS puts it into its refusals. */
export interface Principal {
  readonly name: string;
  readonly statements: readonly Statement[];
}

export interface EndpointOptions {
  readonly services: readonly AwsService[];
  readonly principals: (accessKeyId: string) => Principal | undefined;
  readonly faults: Faults;
  /** Kills the worker whose call a 'kill' fault struck. */
  readonly onKill: (accessKeyId: string) => void;
}

export interface Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

interface Call {
  readonly accessKeyId: string;
  readonly service: AwsService;
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly principal: Principal;
}

const CREDENTIAL = /Credential=([^/\s]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request/;

/**
 * One loopback server for every AWS service that speaks a JSON protocol. The access key names the caller, whose policies
 * must allow the call; signatures are not verified.
 */
export async function startEndpoint({ services, principals, faults, onKill }: EndpointOptions): Promise<Endpoint> {
  const byName = new Map(services.map((service) => [service.name, service]));

  function identify(request: IncomingMessage, body: Buffer): Call {
    const [, accessKeyId, serviceName] = CREDENTIAL.exec(request.headers.authorization ?? '') ?? [];
    if (!accessKeyId || !serviceName) {
      throw new ServiceError('MissingAuthenticationTokenException', 'Request is missing Authentication Token', 403);
    }
    const principal = principals(accessKeyId);
    if (!principal) {
      const message = 'The security token included in the request is invalid.';
      throw new ServiceError('UnrecognizedClientException', message, 403);
    }
    const service = byName.get(serviceName);
    const asked = service && (service.rest ? service.rest(request.method ?? '', urlOf(request)) : targeted(request));
    if (!asked) throw new ServiceError('UnknownOperationException', `${serviceName} is not served here`);
    const input = service.rest && body.length === 0 ? {} : parse(body);
    return { accessKeyId, service, operation: asked.operation, input: { ...input, ...asked.input }, principal };
  }

  async function inject(when: FaultPoint['when'], call: Call, request: IncomingMessage): Promise<void> {
    const { operation, input, principal } = call;
    const fault = faults.take({ service: call.service.name, operation, caller: principal.name, when, input });
    if (!fault) return;
    if (fault.action === 'delay') return delay(fault.delayMs ?? 0);
    if (fault.action === 'kill') onKill(call.accessKeyId);
    if (fault.action !== 'error') request.socket.destroy();
    throw new ServiceError(fault.code ?? 'InternalServerError', 'A fault was injected here', fault.status ?? 500);
  }

  async function perform(request: IncomingMessage): Promise<object> {
    const call = identify(request, await readBody(request));
    const { service, operation, input, principal } = call;
    for (const { action, resource } of service.permissions(operation, input)) {
      if (!allows(principal.statements, action, resource)) {
        const message = `User: ${principal.name} is not authorized to perform: ${action} on resource: ${resource}`;
        throw new ServiceError('AccessDeniedException', `${message} because its policies do not allow it`);
      }
    }
    await inject('before', call, request);
    // The fault after the act takes the place of any answer, a refusal included.
    const [outcome] = await Promise.allSettled([service.handle(operation, input, principal.name)]);
    await inject('after', call, request);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  const server = createServer((request, response) => {
    perform(request).then(
      (answer) => send(request, response, 200, answer),
      (error: unknown) => sendError(request, response, error),
    );
  });
  // An idle connection is kept: closing it under a client about to write would be a fault nobody asked for.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://localhost');
}

function targeted(request: IncomingMessage): RestCall | undefined {
  const operation = String(request.headers['x-amz-target']).split('.')[1];
  return operation === undefined ? undefined : { operation, input: {} };
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new ServiceError('SerializationException', 'The body is not JSON');
  }
}

function send(request: IncomingMessage, response: ServerResponse, status: number, answer: object): void {
  const body = Buffer.isBuffer(answer) ? answer : Buffer.from(JSON.stringify(answer));
  response.writeHead(status, {
    'content-length': body.length,
    'content-type': request.headers['content-type'] ?? 'application/x-amz-json-1.0',
    'x-amzn-requestid': randomUUID(),
  });
  response.end(body);
}

function sendError(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  const known = error instanceof ServiceError ? error : new ServiceError('InternalServerError', String(error), 500);
  // SQS kept the error codes of its old query protocol; SDKs read them from here.
  if (request.headers.authorization?.includes('/sqs/aws4_request')) {
    response.setHeader('x-amzn-query-error', `${known.code};${known.status < 500 ? 'Sender' : 'Receiver'}`);
  }
  send(request, response, known.status, { __type: known.code, message: known.message, ...known.extra });
}
