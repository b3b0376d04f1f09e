import type { Resource } from '../template/resource.ts';

/** The routes of the HTTP API, and the function that each one's integration calls. */
export function httpRoutes(
  routes: readonly Resource[],
  integrations: readonly Resource[],
): readonly { readonly routeKey: string; readonly functionArn: string }[] {
  const functionArns = new Map(integrations.map(({ ref, properties }) => [ref, String(properties['IntegrationUri'])]));
  return routes.map(({ properties }) => {
    const integration = String(properties['Target']).replace('integrations/', '');
    return { routeKey: String(properties['RouteKey']), functionArn: functionArns.get(integration) ?? '' };
  });
}
