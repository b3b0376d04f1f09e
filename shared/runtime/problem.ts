import { HeraldError, throttled, type ErrorKind } from '../platform/errors.ts';
import { refusalOf } from '../platform/throttle.ts';

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  absent: 404,
  not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  unavailable: 503,
};

const TITLE: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
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
  return refusalOf(error) === 'busy' ? throttled() : undefined;
}

/** An error as application/problem+json (RFC 9457). For a bug it gives only the request's id. */
export function problem(error: unknown, requestId: string): Answer {
  const known = knownError(error);
  const status = known ? STATUS[known.kind] : 500;
  const body = {
    type: known ? `urn:herald:error:${known.code}` : 'about:blank',
    title: TITLE[status],
    status,
    ...(known && { detail: known.message, code: known.code }),
    request_id: requestId,
    ...(known?.kind === 'invalid' && { errors: known.faults }),
  };
  const headers = {
    'content-type': 'application/problem+json',
    ...(known?.retryAfter !== undefined && { 'retry-after': String(known.retryAfter) }),
  };
  return { statusCode: status, headers, body: JSON.stringify(body) };
}
