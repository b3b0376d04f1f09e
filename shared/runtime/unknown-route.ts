import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import { HeraldError } from '../platform/errors.ts';
import { problem } from './problem.ts';

/**
 * Answers what no route matches: 405 where the path is known under other methods, else 404.
 * @param paths each route's method and path, from the registry
 */
export function unknownRoute(paths: readonly { readonly method: string; readonly path: string }[]) {
  const known = paths.map(({ method, path }) => ({
    method,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));

  return ({ rawPath, requestContext }: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const methods = known.filter(({ pattern }) => pattern.test(rawPath)).map(({ method }) => method);
    const error =
      methods.length > 0
        ? new HeraldError('not_allowed', 'route.method', `This path takes ${methods.join(', ')}.`)
        : new HeraldError('absent', 'route.not_found', 'There is no such path; openapi.json lists them all.');
    const answer = problem(error, requestContext.requestId);
    const headers = {
      ...answer.headers,
      'x-request-id': requestContext.requestId,
      ...(methods.length > 0 && { allow: methods.join(', ') }),
    };
    return Promise.resolve({ ...answer, headers });
  };
}
