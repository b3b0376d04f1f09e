import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readCall, type Call } from './endpoint/call.ts';
import { sendAnswer, sendError } from './endpoint/response.ts';
import type { FaultPoint } from './faults.ts';
import { readBody } from './http-body.ts';
import type { Principal } from './iam/principal.ts';
import { unwatched, type Authorize } from './iam/authorizer.ts';
import { injectFault, type Injector } from './inject-fault.ts';
import { ServiceError, type AwsService } from './services/service.ts';

export interface EndpointOptions extends Injector {
  readonly services: readonly AwsService[];
  readonly principals: (accessKeyId: string) => Principal | undefined;
  readonly authorize?: Authorize;
}

export interface Endpoint {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * One loopback server for every service. The access key identifies the caller, whose policies must allow the call;
 * signatures are not verified.
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { services, principals, authorize = unwatched, faults, onKill } = options;
  const directory = { services: new Map(services.map((service) => [service.name, service])), principals };

  async function inject(when: FaultPoint['when'], call: Call, request: IncomingMessage): Promise<void> {
    const { service, operation, principal, input, accessKeyId } = call;
    const struck = { service: service.name, operation, caller: principal.name, input, accessKeyId };
    await injectFault({ faults, onKill }, when, struck, request);
  }

  async function handle(request: IncomingMessage): Promise<object> {
    const call = readCall(request, await readBody(request), directory);
    const { service, operation, input, principal } = call;
    refuseUnauthorized(call, authorize);
    await inject('before', call, request);
    // A fault after the call replaces any answer, a refusal included.
    const [outcome] = await Promise.allSettled([service.handle(operation, input, principal.name)]);
    await inject('after', call, request);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  const server = createServer((request, response) => {
    handle(request).then(
      (answer) => sendAnswer(request, response, answer),
      (error: unknown) => sendError(request, response, error),
    );
  });
  // Idle connections stay open: closing one just as its client writes to it would be a fault that nobody injected.
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

/** @throws ServiceError AccessDeniedException, worded as AWS words it */
function refuseUnauthorized({ service, operation, input, principal }: Call, authorize: Authorize): void {
  for (const permission of service.permissions(operation, input)) {
    if (authorize(principal, permission)) continue;
    const { action, resource } = permission;
    const refusal = `User: ${principal.name} is not authorized to perform: ${action} on resource: ${resource}`;
    throw new ServiceError('AccessDeniedException', `${refusal} because its policies do not allow it`);
  }
}
