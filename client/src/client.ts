import createClient, { type Client } from 'openapi-fetch';

import { RETRY_RULES, type RetryRules } from './retry.ts';
import type { paths, components } from './schema.ts';
import { sending, type Send } from './send.ts';

export { entries, pages, type Entry, type ListOptions, type ListParameters, type ListPath } from './pages.ts';
export { answerOf, HeraldProblem, type Problem } from './problem.ts';
export type { RetryRules } from './retry.ts';
export { HeraldUnreachable } from './send.ts';
export type { components, paths };

/** The resources by their names in the API: `Schemas['Campaign']`. */
export type Schemas = components['schemas'];

export interface HeraldOptions {
  /** Where the API is, without `/v1`. */
  readonly baseUrl: string;
  /** An API key or an access token; a function is asked before each attempt. */
  readonly credential: string | (() => string | Promise<string>);
  /** The tenant that is meant, for a member of several. */
  readonly tenantId?: string;
  /** What differs from the ordinary rules. */
  readonly retry?: Partial<RetryRules>;
  /** Instead of the global `fetch`. */
  readonly fetch?: Send;
}

/** Calls Herald: `herald.GET('/v1/campaigns/{id}', { params: { path: { id } } })`. */
export type Herald = Client<paths>;

/**
 * A client of the API, for Node and browsers. Paths, parameters, bodies and answers are typed. A call gives `data` or `error`
 * (a problem), and the `response`, whose headers hold `etag`; `answerOf` makes an error an exception.
 * @throws (each call) HeraldUnreachable without an answer, and the reason of its `signal` as soon as it is aborted
 */
export function heraldClient({
  baseUrl,
  credential,
  tenantId,
  retry,
  fetch = globalThis.fetch,
}: HeraldOptions): Herald {
  const send = sending({
    rules: { ...RETRY_RULES, ...retry },
    authorization: async () => `Bearer ${typeof credential === 'string' ? credential : await credential()}`,
    // A browser's fetch must not be called as a method of something else.
    fetch: (request) => fetch(request),
  });
  return createClient<paths>({
    baseUrl,
    fetch: send,
    // A POST that follows a redirect becomes a GET, whose answer would be of another type.
    redirect: 'error',
    ...(tenantId && { headers: { 'herald-tenant': tenantId } }),
    bodySerializer: (body) => (typeof body === 'string' ? body : JSON.stringify(body)),
  });
}

/** What a call that sends a CSV file has besides its parameters: `herald.POST('/v1/customers/import', csv(text))`. */
export function csv(text: string) {
  return { body: text, headers: { 'content-type': 'text/csv' } };
}
