import type middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import type { Clock } from '../platform/clock.ts';
import type { HeraldError } from '../platform/errors.ts';
import { log, traceOf } from '../platform/log.ts';
import { addToLogContext, type LogContext } from '../platform/log-context.ts';
import type { LogEvent } from '../platform/log-events.ts';
import type { Caller } from '../tenancy/caller.ts';
import type { RequestCount } from '../tenancy/quota.ts';
import { ANSWER_HEADERS } from './answer-headers.ts';
import type { Input } from './handle.ts';
import { parseRequest } from './parse-request.ts';
import { isOutOfTime, knownError, problem, type Answer } from './problem.ts';
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
      const known = knownError(request.error);
      if (!known || isOutOfTime(request.error))
        log('request.failed', { request_id: requestId, ...traceOf(request.error) });
      const told = known && refusalEvent(known);
      if (told) log(told, { request_id: requestId, code: known.code });
      request.response = show(request.error, requestId);
    },
  };
}

/** The log event of a refusal that operators count. */
function refusalEvent({ kind, code }: HeraldError): LogEvent | undefined {
  if (code === 'signature.invalid') return 'webhook.refused';
  if (code === 'campaign.unapproved') return 'approval.missing';
  return kind === 'too_many' || code === 'service.throttled' ? 'request.throttled' : undefined;
}

/** The campaign, the person, the job or the endpoint that a path names. */
function namedIn({ path }: Contract, { params }: Input<Contract>): LogContext {
  const { id } = params as { readonly id?: unknown };
  const [, , resource = ''] = path.split('/');
  const name = NAMED[resource];
  return name && typeof id === 'string' ? { [name]: id } : {};
}

const NAMED: Readonly<Record<string, keyof LogContext>> = {
  campaigns: 'campaign_id',
  customers: 'customer_id',
  jobs: 'job_id',
  'webhook-endpoints': 'endpoint_id',
};

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
      addToLogContext(namedIn(contract, event.input));
    },
  };
}
