import { expect, it } from 'vitest';

import { TOO_MANY_RESOURCES } from '../../lib/resource-limit.ts';
import { dev } from '../../lib/stage-settings.ts';
import type { Contract } from '../../shared/contract/route.ts';
import { ROUTES } from '../../shared/routes.ts';
import { development } from './development.ts';
import { production } from './production.ts';
import { synthesize, type StackTemplate } from './synthesize.ts';

const stages = [
  ['dev', development],
  ['prod', production],
] as const;

const RESOURCES_PER_ROUTE = 6;

const sizeOf = ({ Resources }: StackTemplate) => Object.keys(Resources).length;

/** Routes that the registry does not have: `GET /v1/customers/extra-0`, … */
function extraRoutes(resource: string, count: number): readonly Contract[] {
  const model = ROUTES.find(({ id }) => id === 'customer.read')!;
  return Array.from({ length: count }, (_, index) => ({
    ...model,
    id: `extra${resource.replaceAll('/', '_')}.read_${index}`,
    path: `${resource}/extra-${index}` as Contract['path'],
  }));
}

/** The stacks that a stack imports from, by the prefix of its imports' names. */
function importedStacks(template: StackTemplate): Set<string> {
  const names = [...JSON.stringify(template).matchAll(/"Fn::ImportValue":"([^":]+):/g)];
  return new Set(names.map(([, stack]) => stack!));
}

function exportsOf({ Outputs }: StackTemplate): readonly string[] {
  return Object.values(Outputs).flatMap(({ Export }) => (Export ? [Export.Name] : []));
}

it.each(stages)('has stacks for the data, the service and the routes of each area in %s', (stage, { stacks }) => {
  expect(Object.keys(stacks)).toEqual([
    `herald-${stage}-data`,
    `herald-${stage}-service`,
    `herald-${stage}-console`,
    `herald-${stage}-routes-settings`,
    `herald-${stage}-routes-people`,
    `herald-${stage}-routes-campaigns`,
    `herald-${stage}-routes-analytics`,
    `herald-${stage}-routes-webhooks`,
  ]);
});

it.each(stages)(`has fewer than ${TOO_MANY_RESOURCES} resources in every stack of %s`, (_, { stacks }) => {
  for (const [stack, template] of Object.entries(stacks)) {
    expect(sizeOf(template), stack).toBeLessThan(TOO_MANY_RESOURCES);
  }
});

it('does not synthesize a stack that is about to reach the limit of CloudFormation', () => {
  const most = Math.floor((TOO_MANY_RESOURCES - 1) / RESOURCES_PER_ROUTE);
  const { stacks } = synthesize(dev, extraRoutes('/v1/customers', most));
  expect(sizeOf(stacks['herald-dev-routes-people']!)).toBe(most * RESOURCES_PER_ROUTE);
  expect(() => synthesize(dev, extraRoutes('/v1/customers', most + 1))).toThrow(
    'herald-dev-routes-people has 450 resources; CloudFormation allows 500, and 450 are too many here. Give new resources of the API an area',
  );
});

it('has room for ten more routes in each area, which change no other stack', () => {
  const areas = ['/v1/tenant', '/v1/customers', '/v1/campaigns', '/v1/conversions', '/v1/webhook-endpoints'];
  const more = areas.flatMap((resource) => extraRoutes(resource, 10));
  const { stacks } = synthesize(dev, [...ROUTES, ...more]);
  for (const [stack, before] of Object.entries(development.stacks)) {
    const after = stacks[stack]!;
    expect(after.Resources).toMatchObject(before.Resources);
    expect(sizeOf(after) - sizeOf(before)).toBe(stack.includes('-routes-') ? 10 * RESOURCES_PER_ROUTE : 0);
    expect(after.Outputs).toEqual(before.Outputs);
  }
});

it('says where a route of an unknown resource belongs before it synthesizes anything', () => {
  expect(() => synthesize(dev, [...ROUTES, ...extraRoutes('/v1/experiments', 1)])).toThrow(
    'GET /v1/experiments/extra-0 belongs to no stack: no area has /v1/experiments. Add /v1/experiments to AREA_OF_RESOURCE in lib/route-areas.ts.',
  );
});

it.each(stages)('imports one way in %s: from the data to the service to the routes', (stage, { stacks }) => {
  const [data, service] = [`herald-${stage}-data`, `herald-${stage}-service`];
  for (const [stack, template] of Object.entries(stacks)) {
    const allowed = stack === data ? [] : stack === service ? [data] : [data, service];
    expect(allowed, stack).toEqual(expect.arrayContaining([...importedStacks(template)]));
    if (stack.includes('-routes-')) expect(exportsOf(template), stack).toEqual([]);
  }
});

it('exports the same whatever routes there are: an export in use cannot be withdrawn', () => {
  const { stacks } = synthesize(
    dev,
    ROUTES.filter(({ id }) => id === 'customer.read'),
  );
  for (const stack of ['herald-dev-data', 'herald-dev-service']) {
    expect(exportsOf(stacks[stack]!)).toEqual(exportsOf(development.stacks[stack]!));
  }
});

it('knows a route by method and path alone: neither its id nor a variable of its path moves it', () => {
  const read = ROUTES.find(({ id }) => id === 'customer.read')!;
  const routeIds = (contract: Contract) =>
    synthesize(dev, [contract])
      .all('AWS::ApiGatewayV2::Route')
      .map(([id]) => id);
  expect(routeIds({ ...read, id: 'person.show', path: '/v1/customers/{customer_id}' })).toEqual(routeIds(read));
});

it('keeps a route with a throttle of its own in the stack of the API, whose stage names it', () => {
  const routeKey = 'POST /v1/conversions';
  const { stacks } = synthesize({ ...dev, routeThrottles: { [routeKey]: 50 } });
  const service = Object.entries(stacks['herald-dev-service']!.Resources);
  const [stage] = service.filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Stage').map(([, found]) => found);
  const [route] = service.filter(([, { Properties }]) => Properties?.RouteKey === routeKey).map(([id]) => id);
  expect(stage?.Properties.RouteSettings).toMatchObject({
    [routeKey]: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
  });
  expect(stage?.DependsOn).toContain(route);
  expect(JSON.stringify(stacks['herald-dev-routes-analytics'])).not.toContain(routeKey);
});

it('never refuses what the provider and customers call for the use that tenants make of the API', () => {
  const [stage] = production.all('AWS::ApiGatewayV2::Stage').map(([, { Properties }]) => Properties);
  const keyless = ROUTES.filter(({ authentication }) => authentication !== 'bearer');
  const callbacks = keyless.filter(({ path }) => path !== '/openapi.json');
  const own = { ThrottlingRateLimit: 5_000, ThrottlingBurstLimit: 10_000 };
  expect(callbacks.length).toBeGreaterThan(3);
  expect(stage.RouteSettings).toEqual({
    ...Object.fromEntries(callbacks.map(({ method, path }) => [`${method} ${path}`, own])),
    'GET /openapi.json': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
  });
});

it('refuses a throttle for a route that does not exist', () => {
  expect(() => synthesize({ ...dev, routeThrottles: { 'POST /v1/nothing': 50 } })).toThrow(
    'No such route: POST /v1/nothing',
  );
});
