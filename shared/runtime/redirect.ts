import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isbot } from 'isbot';

import { clock } from './dependencies.ts';
import { build, type Built, type Dependencies } from './dependency.ts';
import type { Input } from './handle.ts';
import { logged, parsed, problems, type Event } from './middleware.ts';
import type { Contract } from '../contract/route.ts';

/** A visit to a link. */
export interface Visit {
  /** The gateway's id of the request. */
  readonly id: string;
  /** False for previews, crawlers and HEAD requests, as far as they can be recognized. */
  readonly byPerson: boolean;
}

/** The Lambda handler of a public redirect: it has no caller, and answers with a location. */
export function redirect<Route extends Contract, Needs extends Dependencies>(
  contract: Route,
  handle: (input: Input<Route>, visit: Visit, dependencies: Built<Needs>) => Promise<string>,
  needs: Needs,
) {
  const edge = build({ clock });
  const ports = build(needs);

  return middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(logged(contract))
    .use(problems())
    .use(parsed(contract, edge.clock))
    .handler(async (event) => ({
      statusCode: contract.status ?? 302,
      headers: {
        location: await handle(event.input as Input<Route>, visit(event), ports),
        // The destination must not learn the link.
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex',
      },
    }));
}

/** WhatsApp fetches a link to show a preview of it, and browsers fetch ahead: neither is a person's tap. */
function visit({ headers, requestContext }: APIGatewayProxyEventV2): Visit {
  const agent = headers['user-agent'];
  const purpose = `${headers['sec-purpose'] ?? ''} ${headers['purpose'] ?? ''} ${headers['x-moz'] ?? ''}`;
  const byPerson =
    requestContext.http.method === 'GET' && !!agent && !isbot(agent) && !/prefetch|prerender|preview/i.test(purpose);
  return { id: requestContext.requestId, byPerson };
}
