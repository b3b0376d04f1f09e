import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import type { Clock } from '../platform/clock.ts';
import { log, traceOf } from '../platform/log.ts';
import type { Caller } from '../tenancy/caller.ts';
import type { RequestCount } from '../tenancy/quota.ts';
import { ANSWER_HEADERS } from './answer-headers.ts';
import type { Input } from './handle.ts';
import { parseRequest } from './parse-request.ts';
import { knownError, problem, type Answer } from './problem.ts';
import type { Contract } from '../contract/route.ts';

/** The gateway's event with what the middlewares add; unset after one that throws. */
export type Event = APIGatewayProxyEventV2 & { caller?: Caller; requests?: RequestCount; input?: Input<Contract> };
export type Middleware = middy.MiddlewareObj<Event, APIGatewayProxyStructuredResultV2>;

/** Logs the answer and adds the request's id and the headers of every answer to it. It is used first, so it sees the final answer. */
export function logged(contract: Contract): Middleware {
  const record: middy.MiddlewareFn<Event, APIGatewayProxyStructuredResultV2> = ({ event, response }) => {
    if (response)
      response.headers = { ...ANSWER_HEADERS, ...response.headers, 'x-request-id': event.requestContext.requestId };
    log('request.answered', {
      route: contract.id,
      request_id: event.requestContext.requestId,
      status: response?.statusCode,
      tenant_id: event.caller?.tenant_id,
    });
  };
  return { after: record, onError: record };
}

/** Maps whatever was thrown to an answer: problem+json, or what `show` makes of it. */
export function problems(show: (error: unknown, requestId: string) => Answer = problem): Middleware {
  return {
    onError: (request) => {
      const { requestId } = request.event.requestContext;
      if (!knownError(request.error)) log('request.failed', { request_id: requestId, ...traceOf(request.error) });
      request.response = show(request.error, requestId);
    },
  };
}

/** Parses the request by the contract. */
export function parsed(contract: Contract, clock: Clock): Middleware {
  return {
    before: ({ event }) => {
      event.input = {
        ...parseRequest(event, contract, clock.now()),
        caller: event.caller,
        idempotency_key: event.headers['idempotency-key'],
        if_match: event.headers['if-match'],
      } as Input<Contract>;
    },
  };
}
