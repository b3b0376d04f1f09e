import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import webhooks from 'twilio/lib/webhooks/webhooks.js';

import { clock, credentials, publicBaseUrl } from './dependencies.ts';
import { build } from './dependency.ts';
import { HeraldError } from '../platform/errors.ts';
import { idOf } from '../platform/ids.ts';
import type { CredentialVault } from '../tenancy/credentials.ts';
import type { Dependencies, Handle, Input, Needs } from './handle.ts';
import { logged, parsed, problems, type Event, type Middleware } from './middleware.ts';
import { rawBody } from './parse-request.ts';
import type { Contract } from '../contract/route.ts';

/** The AWS face of a route that Twilio calls: its signature, by the tenant's own token, is all the authentication there is. */
export function twilioWebhook<Route extends Contract, Names extends keyof Dependencies>(
  contract: Route,
  handle: Handle<Route, Names>,
  needs: Needs<Names>,
) {
  const edge = build({ clock, credentials, publicBaseUrl });
  const slice = build(needs);

  return middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(logged(contract))
    .use(problems())
    .use(signed(edge.credentials, edge.publicBaseUrl))
    .use(parsed(contract, edge.clock))
    .handler(async ({ input }) => {
      const answer = contract.response.parse(await handle(input as Input<Route>, slice));
      return {
        statusCode: contract.status ?? 200,
        ...(contract.produces && { headers: { 'content-type': contract.produces }, body: String(answer) }),
      };
    });
}

/**
 * The signature covers the public URL to the letter and every parameter, blank ones too, so both are taken as they came.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
function signed(credentials: Pick<CredentialVault, 'get'>, base: string): Middleware {
  return {
    before: async ({ event }) => {
      const tenant_id = event.pathParameters?.['tenant_id'] ?? '';
      const vault = idOf('ten').safeParse(tenant_id).success ? await credentials.get(tenant_id) : undefined;
      const url = base + event.rawPath + (event.rawQueryString && `?${event.rawQueryString}`);
      const given = new URLSearchParams(rawBody(event));
      const parameters = Object.fromEntries([...new Set(given.keys())].map((name) => [name, given.getAll(name)]));
      const signature = event.headers['x-twilio-signature'] ?? '';
      if (!vault || !webhooks.validateRequest(vault.auth_token, signature, url, parameters)) {
        throw new HeraldError(
          'forbidden',
          'signature.invalid',
          'The request does not carry a valid X-Twilio-Signature.',
        );
      }
      event.caller = { tenant_id, scopes: [] };
    },
  };
}
