import type { IncomingMessage } from 'node:http';

import type { Principal } from '../iam/principal.ts';
import { ServiceError, type AwsService, type RestCall } from '../services/service.ts';

/** A request whose caller, service and operation are known. */
export interface Call {
  readonly accessKeyId: string;
  readonly principal: Principal;
  readonly service: AwsService;
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

export interface Directory {
  readonly services: ReadonlyMap<string, AwsService>;
  readonly principals: (accessKeyId: string) => Principal | undefined;
}

/** The access key and the service in the header of a SigV4 signature. */
const CREDENTIAL = /Credential=([^/\s]+)\/\d+\/[^/]+\/([^/]+)\/aws4_request/;

/** Who signed a request, and for which service. */
export function credentialOf(authorization: string) {
  const [, accessKeyId, service] = CREDENTIAL.exec(authorization) ?? [];
  return { accessKeyId, service };
}

/** @throws ServiceError for an unknown key, service or operation, and for a body that is not JSON */
export function readCall(request: IncomingMessage, body: Buffer, { services, principals }: Directory): Call {
  const { accessKeyId, service: serviceName } = credentialOf(request.headers.authorization ?? '');
  if (!accessKeyId || !serviceName) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Request is missing Authentication Token', 403);
  }
  const principal = principals(accessKeyId);
  if (!principal) {
    const message = 'The security token included in the request is invalid.';
    throw new ServiceError('UnrecognizedClientException', message, 403);
  }
  const service = services.get(serviceName);
  const operation = service && operationOf(service, request);
  if (!operation) throw new ServiceError('UnknownOperationException', `${serviceName} does not serve this request`);
  const parameters = service.rest && body.length === 0 ? {} : parse(body);
  const input = { ...parameters, ...operation.input };
  return { accessKeyId, principal, service, operation: operation.operation, input };
}

function operationOf(service: AwsService, request: IncomingMessage): RestCall | undefined {
  if (service.rest) return service.rest(request.method ?? '', new URL(request.url ?? '/', 'http://localhost'));
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
