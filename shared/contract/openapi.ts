import { operation, operationName } from './openapi-operation.ts';
import { HEADERS } from './openapi-headers.ts';
import { PROBLEM } from './openapi-problem.ts';
import { SHARED_RESPONSES } from './openapi-responses.ts';
import { components } from './openapi-schema.ts';
import { tagOf, TAGS } from './openapi-tags.ts';
import type { Contract } from './route.ts';

/**
 * The HTTP API as OpenAPI 3.1, from the schemas that the handlers parse with.
 * @throws Error for a route without a tag, for two operations of one name, and for two schemas of one name
 */
export function openApi(routes: readonly Contract[]): object {
  const named = components();
  const paths: Record<string, Record<string, object>> = {};
  const names = new Set<string>();
  for (const route of routes) {
    const operationId = operationName(route);
    if (names.has(operationId)) throw new Error(`Two operations are called ${operationId}: rename the entry of one.`);
    names.add(operationId);
    const described = { operationId, tags: [tagOf(route).name], ...operation(route, named) };
    (paths[route.path.replace('+}', '}')] ??= {})[route.method.toLowerCase()] = described;
  }
  const used = new Set(routes.map((route) => tagOf(route)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Herald',
      version: '1',
      description: 'WhatsApp campaigns: sent once, counted exactly.',
    },
    servers: [{ url: '/', description: 'Where this document is served' }],
    tags: TAGS.filter((tag) => used.has(tag)).map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: PROBLEM, ...named.schemas },
      responses: SHARED_RESPONSES,
      headers: HEADERS,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key (hk_…) or an OIDC access token.' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Twilio-Signature',
          description: 'Made with the tenant’s auth token over the public URL and every parameter.',
        },
      },
    },
  };
}
