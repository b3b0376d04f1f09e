import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import { HeraldError } from '../platform/errors.ts';
import { ANSWER_HEADERS } from './answer-headers.ts';
import { errorPage } from './page.ts';
import { problem } from './problem.ts';

/** In seconds: about how long the stack of a route's area is unavailable while an installation is updated. */
const RETRY_AFTER = 30;

/**
 * Answers requests without a route: 405 when the path exists with other methods, 503 when the route exists but its stack is
 * being deployed, otherwise 404.
 * @param routes each route's method and path, from the registry
 */
export function unknownRoute(routes: readonly { readonly method: string; readonly path: string }[]) {
  const known = routes.map(({ method, path }) => ({
    method,
    /** `/v1/customers/import` is a path of its own, and not the customer called "import". */
    variables: path.split('{').length - 1,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll(/\{\w+\+\}/g, '.+')}$`),
  }));

  return ({ rawPath, requestContext }: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const matching = known.filter(({ pattern }) => pattern.test(rawPath));
    const mostSpecific = Math.min(...matching.map(({ variables }) => variables));
    const methods = matching.filter(({ variables }) => variables === mostSpecific).map(({ method }) => method);
    const { method } = requestContext.http;
    const { error, headers } = refusal(methods, method);
    const answer = (isOfPerson(rawPath, method) ? errorPage : problem)(error, requestContext.requestId);
    const named = { ...answer.headers, ...ANSWER_HEADERS, 'x-request-id': requestContext.requestId, ...headers };
    return Promise.resolve({ ...answer, headers: named });
  };
}

/** Whoever opens a link of a message, or what is left of one, is no program. */
function isOfPerson(path: string, method: string): boolean {
  return /^\/r(\/|$)/.test(path) && ['GET', 'HEAD'].includes(method);
}

function refusal(methods: readonly string[], method: string): { error: HeraldError; headers: Record<string, string> } {
  if (methods.includes(method)) {
    const message = 'This part of the service is being deployed; ask again soon.';
    return { error: new HeraldError('unavailable', 'route.unavailable', message, [], RETRY_AFTER), headers: {} };
  }
  const allow = methods.join(', ');
  if (allow)
    return { error: new HeraldError('not_allowed', 'route.method', `This path takes ${allow}.`), headers: { allow } };
  const message = 'There is no such path; openapi.json lists them all.';
  return { error: new HeraldError('absent', 'route.not_found', message), headers: {} };
}
