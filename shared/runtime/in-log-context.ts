import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import * as z from 'zod';

import type { Contract } from '../contract/route.ts';
import { withLogContext, type LogContext } from '../platform/log-context.ts';
import { environment } from './environment.ts';

/** What a handler is told of its invocation, as far as logs are concerned; tests leave it out. */
export type Invocation = Pick<Context, 'awsRequestId'>;

/**
 * Wraps a handler: each log line of an invocation has its request's id, and counts for the function's stage.
 * @param idsOf what the event itself says
 */
export function inLogContext<Event, Answer, Call extends Invocation>(
  handle: (event: Event, invocation: Call) => Promise<Answer>,
  idsOf: (event: Event) => LogContext = () => ({}),
): (event: Event, invocation?: Call) => Promise<Answer> {
  const { STAGE: stage } = environment({ STAGE: z.string().min(1).optional() });
  return (event, invocation) => {
    // A handler that another one calls belongs to that one's request.
    const request = invocation && { request_id: invocation.awsRequestId };
    const context = { stage, ...request, ...idsOf(event) };
    return withLogContext(context, () => handle(event, invocation as Call));
  };
}

/** The same for a route, whose requests have the gateway's id: that which its callers are told. */
export function inRequestContext<Event extends APIGatewayProxyEventV2, Answer>(
  contract: Contract,
  handle: (event: Event, invocation: Context) => Promise<Answer>,
): (event: Event, invocation?: Context) => Promise<Answer> {
  return inLogContext(handle, ({ requestContext }) => ({ route: contract.id, request_id: requestContext.requestId }));
}
