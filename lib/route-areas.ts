import type { Contract } from '../shared/contract/route.ts';

export type Area = 'settings' | 'people' | 'campaigns' | 'analytics' | 'webhooks';

/**
 * Which stack has the routes of a resource, but for those with a throttle of their own, which are in the API's stack: `/v1/campaigns/{id}/report` is a route of `/v1/campaigns`. A new resource joins
 * an area or opens a new one. A deployed resource stays where it is: an API has each route once, so moving a route means
 * deleting it in one stack before the other can create it, and calls fail in between.
 */
const AREA_OF_RESOURCE: Readonly<Record<`/${string}`, Area>> = {
  '/v1/tenant': 'settings',
  '/v1/senders': 'settings',
  '/v1/api-keys': 'settings',
  '/v1/audit': 'settings',
  '/v1/alerts': 'settings',
  '/v1/members': 'settings',
  '/v1/me': 'settings',
  '/v1/customers': 'people',
  '/v1/jobs': 'people',
  '/v1/imports': 'people',
  '/v1/exports': 'people',
  '/v1/segments': 'people',
  '/v1/templates': 'campaigns',
  '/v1/campaigns': 'campaigns',
  '/v1/media': 'campaigns',
  '/v1/conversions': 'analytics',
  '/v1/button-insights': 'analytics',
  '/v1/predictions': 'analytics',
  '/v1/webhook-endpoints': 'webhooks',
};

/** @throws Error when no area has the route's resource */
export function areaOf({ method, path }: Pick<Contract, 'method' | 'path'>): Area {
  const resource = /^(\/v\d+)?\/[^/]+/.exec(path)?.[0] ?? path;
  const area = AREA_OF_RESOURCE[resource as `/${string}`];
  if (!area) {
    throw new Error(
      `${method} ${path} belongs to no stack: no area has ${resource}. Add ${resource} to AREA_OF_RESOURCE in lib/route-areas.ts.`,
    );
  }
  return area;
}

/** Routes by area, those of an area in their given order. */
export function routesByArea(routes: readonly Contract[]): ReadonlyMap<Area, readonly Contract[]> {
  return Map.groupBy(routes, areaOf);
}
