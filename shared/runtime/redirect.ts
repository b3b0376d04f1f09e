import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isbot } from 'isbot';

import { build, type Built, type Dependencies } from './dependency.ts';
import { encodedUrl } from '../platform/https-url.ts';
import { SAMPLE_TOKEN } from '../content/sample-link.ts';
import { errorPage, samplePage } from './page.ts';
import { inRequestContext } from './in-log-context.ts';
import { logged, problems, type Event } from './middleware.ts';
import type { Contract } from '../contract/route.ts';

/** A visit to a link. */
export interface Visit {
  /** The gateway's id of the request. */
  readonly id: string;
  /** False for previews, crawlers and HEAD requests, as far as they can be recognized. */
  readonly byPerson: boolean;
}

/** What people's apps take for a part of a link in a text: punctuation, quotes, brackets, blanks and invisible characters. */
const APPENDED = /(?:[\s/.,;:!?)\]}>"'*~`’”»…\u200b-\u200f\u2060\ufeff]|%(?:20|22|27|29|2[CE]|3E|5D|7D)){1,20}$/i;

/**
 * The Lambda handler of a public redirect: it has no caller, and answers a person with a location or with a page. It reads the
 * path alone, because apps add what they like to a link: parameters, a slash, the full stop behind it.
 */
export function redirect<Needs extends Dependencies>(
  contract: Contract,
  handle: (token: string, visit: Visit, dependencies: Built<Needs>) => Promise<string>,
  needs: Needs,
) {
  const ports = build(needs);

  const run = middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(logged(contract))
    .use(problems(errorPage))
    .handler(async (event) => {
      const token = tokenOf(event);
      if (token === SAMPLE_TOKEN) return samplePage(event.requestContext.requestId);
      return {
        statusCode: contract.status ?? 302,
        headers: {
          location: encodedUrl(await handle(token, visit(event), ports)),
          // The destination must not learn the link.
          'referrer-policy': 'no-referrer',
          'x-robots-tag': 'noindex',
        },
      };
    });
  return inRequestContext(contract, run);
}

function tokenOf({ pathParameters }: APIGatewayProxyEventV2): string {
  return (pathParameters?.['token'] ?? '').replace(APPENDED, '');
}

/** WhatsApp fetches a link to show a preview of it, and browsers fetch ahead: neither is a person's tap. */
function visit({ headers, requestContext }: APIGatewayProxyEventV2): Visit {
  const agent = headers['user-agent'];
  const purpose = `${headers['sec-purpose'] ?? ''} ${headers['purpose'] ?? ''} ${headers['x-moz'] ?? ''}`;
  const byPerson =
    requestContext.http.method === 'GET' && !!agent && !isbot(agent) && !/prefetch|prerender|preview/i.test(purpose);
  return { id: requestContext.requestId, byPerson };
}
