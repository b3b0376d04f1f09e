import { HeraldError, throttled, timedOut, type ErrorKind } from '../platform/errors.ts';
import { refusalOf } from '../platform/throttle.ts';
import { listedFaults, shorten } from './listed-faults.ts';

/** Which status each kind of error is answered with. */
export const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  absent: 404,
  not_allowed: 405,
  conflict: 409,
  outdated: 412,
  too_large: 413,
  unsupported: 415,
  too_many: 429,
  unavailable: 503,
};

const TITLE: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export interface Answer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/** The error that a caller is told of; undefined for a bug. A service of AWS that is overloaded is no bug. */
export function knownError(error: unknown): HeraldError | undefined {
  if (error instanceof HeraldError) return error;
  if (isOutOfTime(error)) return timedOut();
  return refusalOf(error) === 'busy' ? throttled() : undefined;
}

/** What Middy throws just before Lambda would end the function: no other error of that name has its cause. */
export function isOutOfTime(error: unknown): boolean {
  if (!(error instanceof Error) || error.name !== 'TimeoutError') return false;
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'package' in cause && cause.package === '@middy/core';
}

/** In characters. */
const MAX_DETAIL = 1000;

/** An error as application/problem+json (RFC 9457), at most 64 KB. For a bug it gives only the request's id. */
export function problem(error: unknown, requestId: string): Answer {
  const known = knownError(error);
  const status = known ? STATUS[known.kind] : 500;
  const errors = listedFaults(known?.faults ?? []);
  const body = {
    type: known ? `urn:herald:error:${known.code}` : 'about:blank',
    title: TITLE[status],
    status,
    ...(known && { detail: shorten(detailOf(known, errors), MAX_DETAIL), code: known.code }),
    request_id: requestId,
    ...(known?.kind === 'invalid' && { errors }),
  };
  const headers = {
    'content-type': 'application/problem+json',
    ...(known?.retryAfter !== undefined && { 'retry-after': String(known.retryAfter) }),
    // RFC 9110 wants one with every 401.
    ...(status === 401 && { 'www-authenticate': 'Bearer realm="herald"' }),
  };
  return { statusCode: status, headers, body: JSON.stringify(body) };
}

function detailOf({ message, faults }: HeraldError, listed: readonly unknown[]): string {
  if (listed.length === faults.length) return message;
  return `The request has more faults than an answer lists; errors has the first ${listed.length}. Mend these and ask again.`;
}
