import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';

import { HeraldError } from '../shared/platform/errors.ts';
import { ROUTES } from '../shared/routes.ts';
import { ANSWER_HEADERS } from '../shared/runtime/answer-headers.ts';
import { problem } from '../shared/runtime/problem.ts';
import type { Answer } from './aws/http-api/answer.ts';
import { isFromHere, isLocalUrl, namesUs } from './callers.ts';

export interface GreetingOptions {
  readonly publicBaseUrl?: string | undefined;
  /** Whether messages cost money and reach people. */
  readonly realAccount: boolean;
  readonly apiKey: () => string | undefined;
}

/**
 * Whether a request is told the demo's API key. A start that strangers may reach, or that sends with a real account, tells
 * it to nobody, and any other only to callers on this machine.
 */
export function tellsKey(
  { publicBaseUrl, realAccount }: Omit<GreetingOptions, 'apiKey'>,
  request: IncomingMessage,
): boolean {
  return !realAccount && (!publicBaseUrl || isLocalUrl(publicBaseUrl)) && isFromHere(request);
}

/** `GET /` of a local start: the routes, and, for those who are told it, the API key to try them with. */
export function greeting({ apiKey, ...who }: GreetingOptions): RequestListener {
  return (request, response) => {
    const key = tellsKey(who, request) ? { api_key: apiKey() } : { note: 'npm start prints the API key.' };
    const routes = ROUTES.map(({ method, path, scope, summary }) => ({ method, path, scope, summary }));
    response.writeHead(200, { 'content-type': 'application/json', ...ANSWER_HEADERS });
    response.end(
      `${JSON.stringify({ service: 'herald', ...key, docs: '/docs', console: '/console/', routes }, null, 2)}\n`,
    );
  };
}

/** Refuses requests to names that are not this machine's and not its public one's. */
export function refuseStrangeHosts(
  publicBaseUrl: string | undefined,
): (request: Pick<IncomingMessage, 'headers'>) => Answer | undefined {
  return (request) => {
    if (namesUs(request, publicBaseUrl)) return undefined;
    const message =
      'Herald does not answer to this host name. Call it at localhost or 127.0.0.1; for a tunnel, set PUBLIC_BASE_URL to its address and start again.';
    const id = randomUUID();
    const { statusCode, headers, body } = problem(new HeraldError('forbidden', 'host.unknown', message), id);
    return { status: statusCode, headers: { ...headers, ...ANSWER_HEADERS, 'x-request-id': id }, body };
  };
}
