import { describe, expect, it } from 'vitest';

import { ROUTES } from '../../shared/routes.ts';
import { production } from './production.ts';
import type { Resource } from './synthesize.ts';

const routes = production.all('AWS::ApiGatewayV2::Route').map(([, route]) => route);

/** The integration and the function of a route. */
function target(route: Resource): { integration: Resource; lambda: string } {
  const [, id] = route.Properties.Target['Fn::Join'][1];
  const integration = production.resource(id.Ref);
  return { integration, lambda: integration.Properties.IntegrationUri['Fn::GetAtt'][0] };
}

it('has a route for each contract, and a fallback', () => {
  const keys = routes.map(({ Properties }) => Properties.RouteKey);
  expect(keys.sort()).toEqual([...ROUTES.map(({ method, path }) => `${method} ${path}`), '$default'].sort());
});

describe.each([
  ...ROUTES.map(({ id, method, path }) => ({ id, key: `${method} ${path}`, source: path })),
  { id: 'unknown_route.answer', key: '$default', source: '' },
])('$key', ({ id, key, source }) => {
  const route = routes.find(({ Properties }) => Properties.RouteKey === key)!;
  const { integration, lambda } = target(route);

  it('calls the function of its contract, which the API may invoke for this route', () => {
    expect(production.resource(lambda).Properties.Description).toBe(id);
    expect(integration.Properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });

    const permissions = production
      .all('AWS::Lambda::Permission')
      .filter(([, { Properties }]) => Properties.FunctionName['Fn::GetAtt'][0] === lambda);
    expect(permissions).toHaveLength(1);
    expect(permissions[0]![1].Properties.Principal).toBe('apigateway.amazonaws.com');
    expect(production.text(permissions[0]![1].Properties.SourceArn)).toBe(
      `arn:partition:execute-api:region:accountid:Api/*/*${source}`,
    );
  });

  it('has a function that ends before API Gateway gives up, after 30 seconds', () => {
    expect(production.resource(lambda).Properties.Timeout).toBeLessThanOrEqual(30);
  });
});

it.each(ROUTES.filter(({ authentication }) => authentication === 'bearer'))(
  '$id may read the API key of its caller',
  ({ grants }) => expect(grants).toContain('table:GetItem'),
);

it.each(ROUTES.filter(({ authentication }) => authentication === 'provider'))(
  '$id may read the token that its caller signs with',
  ({ grants }) => expect(grants).toContain('credentials:GetSecretValue'),
);

it('is throttled, and logs nothing that identifies a person', () => {
  const [stage] = production.all('AWS::ApiGatewayV2::Stage').map(([, { Properties }]) => Properties);
  expect(stage).toMatchObject({ StageName: '$default', AutoDeploy: true });
  expect(stage.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 2_000, ThrottlingBurstLimit: 4_000 });
  expect(Object.values(JSON.parse(stage.AccessLogSettings.Format)).sort()).toEqual([
    '$context.integrationErrorMessage',
    '$context.requestId',
    '$context.requestTime',
    '$context.responseLatency',
    '$context.routeKey',
    '$context.status',
  ]);
});

it('allows no other origin', () => {
  const [api] = production.all('AWS::ApiGatewayV2::Api').map(([, { Properties }]) => Properties);
  expect(api.ProtocolType).toBe('HTTP');
  expect(api).not.toHaveProperty('CorsConfiguration');
});
