import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import { audited } from './audited.ts';
import { auditEntries, authentication, clock, idempotency, ids, log, quotas, wrongKeys } from './dependencies.ts';
import { build, type Built, type Dependencies } from './dependency.ts';
import { etagOf, isNamedBy } from './etag.ts';
import type { Handle, Input } from './handle.ts';
import { authenticated, withRateLimit } from './limit-requests.ts';
import { inRequestContext } from './in-log-context.ts';
import { logged, parsed, problems, type Event } from './middleware.ts';
import type { Contract } from '../contract/route.ts';

/**
 * The Lambda handler of a bearer route: log, authenticate, count, check the scope, parse, run, filter the answer through its schema,
 * map errors. What may change something gets an audit entry. Middy runs `after` and `onError` from the last middleware to the first, so the log sees the mapped answer.
 * @param before reads what the request changes as it is now, for the audit entry of a route that shows values
 */
export function api<Route extends Contract, Needs extends Dependencies>(
  contract: Route,
  handle: Handle<Route, Needs>,
  needs: Needs,
  before?: (input: Input<Route>, dependencies: Built<Needs>) => Promise<object | undefined>,
) {
  const edge = build({ auditEntries, authentication, clock, idempotency, ids, log, quotas, wrongKeys });
  const ports = build(needs);

  async function run(event: Event): Promise<{ readonly body: string; readonly headers: Record<string, string> }> {
    const input = event.input as Input<Route>;
    let headers = {};
    const shown = async () => {
      const given = await handle(input, ports);
      const answer = contract.response.parse(given);
      const { etag } = contract;
      const tag = etag && !etag.isGone && { etag: etagOf(answer as Record<string, unknown>, etag) };
      headers = { ...contract.headers?.parse(given), ...tag };
      return answer;
    };
    const request = {
      contract,
      input: event.input as Input<Contract>,
      requestId: event.requestContext.requestId,
      ...(before && { before: () => before(input, ports) }),
    };
    const answer = async () => JSON.stringify(await audited(request, edge, shown));
    const body = await (contract.method === 'POST'
      ? edge.idempotency.once(input.caller.tenant_id, contract, event, answer)
      : answer());
    return { body, headers };
  }

  const answered = middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(logged(contract))
    .use(withRateLimit())
    .use(problems())
    .use(authenticated(edge, contract))
    .use(parsed(contract, edge.clock))
    .handler(async (event) => {
      const { body, headers } = await run(event);
      const { etag } = headers;
      if (etag && contract.method === 'GET' && isNamedBy(event.headers['if-none-match'], etag))
        return { statusCode: 304, headers };
      return {
        statusCode: contract.status ?? 200,
        headers: { 'content-type': 'application/json', ...headers, ...deprecationHeader(contract, body) },
        body,
      };
    });
  return inRequestContext(contract, answered);
}

/** A structured date: seconds since the epoch [RFC 9745]. */
function deprecationHeader({ deprecation }: Contract, body: string): Record<string, string> {
  if (!deprecation?.applies(JSON.parse(body))) return {};
  return { deprecation: `@${Date.parse(deprecation.since) / 1000}` };
}
