import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import type { Contract } from '../contract/route.ts';
import type { Clock } from '../platform/clock.ts';
import { HeraldError } from '../platform/errors.ts';
import { idOf } from '../platform/ids.ts';
import { addToLogContext } from '../platform/log-context.ts';
import type { Provider } from '../provider/provider.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import { clock, credentials, publicBaseUrl, webhookReaders } from './dependencies.ts';
import { build, type Dependencies } from './dependency.ts';
import type { Handle, Input } from './handle.ts';
import { inRequestContext } from './in-log-context.ts';
import { logged, parsed, problems, type Event, type Middleware } from './middleware.ts';
import { rawBody } from './parse-request.ts';

/** The Lambda handler of a route that a provider calls. Its authentication is the provider's signature with the tenant's secret. */
export function providerWebhook<Route extends Contract, Needs extends Dependencies>(
  contract: Route,
  handle: Handle<Route, Needs>,
  needs: Needs,
) {
  const edge = build({ clock, credentials, publicBaseUrl, webhookReaders });
  const ports = build(needs);

  const run = middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(logged(contract))
    .use(problems())
    .use(signed(edge, edge.webhookReaders(contract.provider), contract))
    .use(parsed(contract, edge.clock))
    .handler(async ({ input }) => {
      const answer = contract.response.parse(await handle(input as Input<Route>, ports));
      return {
        statusCode: contract.status ?? 200,
        ...(contract.produces && { headers: { 'content-type': contract.produces }, body: String(answer) }),
      };
    });
  return inRequestContext(contract, run);
}

interface SignedPorts {
  readonly clock: Pick<Clock, 'now'>;
  readonly credentials: Pick<CredentialVault, 'get'>;
  readonly publicBaseUrl: string;
}

/** Uses the public URL and every parameter exactly as received, including empty ones: the signature covers them. */
function signed(
  { clock, credentials, publicBaseUrl: base }: SignedPorts,
  { verifyWebhook }: Pick<Provider, 'verifyWebhook'>,
  { request: { contentType } }: Contract,
): Middleware {
  return {
    before: async ({ event }) => {
      const tenant_id = event.pathParameters?.['tenant_id'] ?? '';
      const vault = idOf('ten').safeParse(tenant_id).success ? await credentials.get(tenant_id) : undefined;
      const url = base + event.rawPath + (event.rawQueryString && `?${event.rawQueryString}`);
      const raw = rawBody(event);
      const isForm = contentType === 'application/x-www-form-urlencoded';
      const form = new URLSearchParams(isForm ? raw : '');
      const parameters = Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));
      const request = {
        url,
        headers: event.headers,
        parameters,
        received_at: clock.now(),
        ...(!isForm && { body: raw }),
      };
      if (!vault || !verifyWebhook(vault, request)) {
        throw new HeraldError(
          'forbidden',
          'signature.invalid',
          'The request does not carry a valid signature of the provider.',
        );
      }
      addToLogContext({ tenant_id });
      event.caller = { tenant_id, scopes: [], actor: { kind: 'system', id: 'provider' } };
    },
  };
}
