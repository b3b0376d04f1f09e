import { SHARED_CODES, statusOf } from './error-status.ts';
import { exampleOf } from './openapi-example.ts';
import { REFERENCES, RATE_LIMIT, REQUEST_ID } from './openapi-headers.ts';
import { fieldsOf, type Components } from './openapi-schema.ts';
import type { Authentication, Contract } from './route.ts';

const TITLES: Readonly<Record<number, string>> = {
  200: 'Done',
  202: 'Begun',
  204: 'Taken',
  302: 'The way to the destination',
  400: 'The request has faults; `errors` lists each',
  401: 'There is no valid key or token',
  403: 'The key may not do this',
  404: 'There is no such thing',
  409: 'It does not fit the present state',
  412: 'It was changed since it was read',
  413: 'The body is too large',
  415: 'The body is of another content type',
  429: 'Too many requests',
  431: 'The address or the headers are too long; the gateway answers for itself',
  500: 'A bug; only `request_id` tells which',
  503: 'Herald is overloaded, or this part of it is being deployed',
};

type Codes = Readonly<Record<number, readonly string[]>>;

const PROBLEM_CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** The errors that routes share, by the name of their component. */
const SHARED = {
  Invalid: 400,
  Unauthorized: 401,
  Forbidden: 403,
  TooLarge: 413,
  UnsupportedType: 415,
  TooManyRequests: 429,
  Bug: 500,
  Unavailable: 503,
  TooLong: 431,
} as const;

/** The component of the answer that is the gateway's own, and no problem. */
export const TOO_LONG = 'TooLong' satisfies keyof typeof SHARED;

export const SHARED_RESPONSES = Object.fromEntries(
  Object.entries(SHARED).map(([name, status]) => [
    name,
    name === TOO_LONG ? gatewaysOwn(status) : refusal(status, (SHARED_CODES as Codes)[status] ?? []),
  ]),
);

/** Every answer of a route: the one that it is for, and its errors by status. */
export function answersOf(contract: Contract, { describe, schemas }: Components): object {
  const { status = 200, produces = 'application/json', response } = contract;
  const schema = status < 204 ? describe(response, 'output') : undefined;
  const content = schema && { content: { [produces]: { schema, example: exampleOf(schema, schemas) } } };
  return {
    [status]: { description: TITLES[status], headers: headersOf(contract, { describe, schemas }), ...content },
    ...(contract.etag && contract.method === 'GET' && { 304: NOT_MODIFIED }),
    ...errorsOf(contract),
  };
}

const NOT_MODIFIED = {
  description: 'Nothing changed since the ETag in `If-None-Match`',
  headers: { ...REQUEST_ID, ...RATE_LIMIT, etag: REFERENCES.etag },
};

function headersOf({ headers, etag, deprecation, authentication, status }: Contract, { describe }: Components): object {
  const own = fieldsOf(headers, 'output', describe).map(({ name, schema: { description, ...schema } }) => [
    name,
    { description, schema },
  ]);
  return {
    ...REQUEST_ID,
    ...(authentication === 'bearer' && RATE_LIMIT),
    ...(deprecation && { deprecation: REFERENCES.deprecation }),
    ...(etag && !etag.isGone && { etag: REFERENCES.etag }),
    ...(status === 302 && { location: REFERENCES.location }),
    ...(Object.fromEntries(own) as object),
  };
}

function errorsOf(contract: Contract): object {
  const own = Object.groupBy(contract.errors, statusOf);
  const statuses = new Set([...Object.keys(own).map(Number), ...sharedStatuses(contract)]);
  const refusals = [...statuses].map((status) => [status, errorOf(contract, status, own[status] ?? [])]);
  return Object.fromEntries(refusals) as object;
}

/** @param own the codes that the contract names */
function errorOf({ errorType, authentication, method }: Contract, status: number, own: readonly string[]): object {
  const isKnown = authentication === 'bearer' || ![403, 409].includes(status);
  const shared = isKnown && (status !== 409 || method === 'POST') ? ((SHARED_CODES as Codes)[status] ?? []) : [];
  const codes = [...new Set([...own, ...shared])];
  if (errorType) return { description: title(status, []), headers: REQUEST_ID, content: { [errorType]: PAGE } };
  const [name] = Object.entries(SHARED).find(([, known]) => known === status) ?? [];
  return name && codes.length === shared.length
    ? { $ref: `#/components/responses/${name}` }
    : refusal(status, codes, authentication);
}

const PAGE = { schema: { type: 'string' } };

function isRepeatable({ method, authentication }: Contract): boolean {
  return method === 'POST' && authentication === 'bearer';
}

/** The statuses of errors that a route may have besides those that its contract names. */
function sharedStatuses(contract: Contract): number[] {
  const { authentication, request, method } = contract;
  const always = [500, 503];
  if (authentication === 'none') return always;
  const ofBody = request.body || method === 'POST' ? [413, 415] : [];
  if (authentication === 'provider') return [400, ...ofBody, ...always];
  return [400, 401, 403, ...(isRepeatable(contract) ? [409] : []), ...ofBody, 429, SHARED.TooLong, ...always];
}

function title(status: number, codes: readonly string[]): string {
  return `${TITLES[status]}.${codes.length > 0 ? ` Codes: ${codes.map((code) => `\`${code}\``).join(', ')}.` : ''}`;
}

/** What API Gateway answers before any function runs. */
function gatewaysOwn(status: number): object {
  const schema = { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] };
  return { description: title(status, []), content: { 'application/json': { schema } } };
}

function refusal(status: number, codes: readonly string[], authentication: Authentication = 'bearer'): object {
  const headers = {
    ...REQUEST_ID,
    ...(authentication === 'bearer' && ![401, 500, 503].includes(status) && RATE_LIMIT),
    ...([429, 503].includes(status) && { 'retry-after': REFERENCES.retryAfter }),
    ...(status === 401 && { 'www-authenticate': REFERENCES.challenge }),
  };
  return { description: title(status, codes), headers, content: PROBLEM_CONTENT };
}
