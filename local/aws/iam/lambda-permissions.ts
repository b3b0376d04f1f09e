import type { Resource } from '../template/resource.ts';
import { arn } from '../services/service.ts';
import type { Grants } from './grants.ts';
import { allows, type Statement } from './statement.ts';

interface PermissionProperties {
  readonly Action: string;
  readonly FunctionName: string;
  readonly Principal: string;
  readonly SourceArn?: string;
}

/** @returns whether a permission lets the API's route call the function */
export type RoutePermissions = (routeKey: string, functionArn: string) => boolean;

/** The permissions by which a template lets an HTTP API call functions. */
export function routePermissions(
  permissions: readonly Resource[],
  routes: readonly Resource[],
  grants: Grants,
): RoutePermissions {
  const given = permissions.flatMap((permission) => {
    const {
      Action,
      FunctionName,
      Principal,
      SourceArn = '*',
    } = permission.properties as unknown as PermissionProperties;
    if (Principal !== 'apigateway.amazonaws.com') return [];
    const statement: Statement = { Effect: 'Allow', Action, Resource: FunctionName };
    grants.add(SourceArn, [statement]);
    return [{ statement, source: [{ Effect: 'Allow', Action: '*', Resource: SourceArn }] as const }];
  });
  const apis = new Map(routes.map(({ properties }) => [String(properties['RouteKey']), String(properties['ApiId'])]));
  return (routeKey, functionArn) => {
    const [method = '', path = '/$default'] = routeKey.split(' ');
    const source = arn('execute-api', `${apis.get(routeKey)}/$default/${method}${path}`);
    const statements = given.filter(({ source: from }) => allows(from, 'execute-api:Invoke', source));
    return allows(
      statements.map(({ statement }) => statement),
      'lambda:InvokeFunction',
      functionArn,
    );
  };
}
