import type { Resource } from '../template/resource.ts';
import { arn } from '../services/service.ts';
import type { Grants } from './grants.ts';
import type { Authorize } from './authorizer.ts';
import { matchesAny, type Statement } from './statement.ts';

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
  authorize: Authorize,
): RoutePermissions {
  const given = permissions
    .map(({ properties }) => properties as unknown as PermissionProperties)
    .filter(({ Principal }) => Principal === 'apigateway.amazonaws.com')
    .map(({ Action, FunctionName, SourceArn = '*' }) => {
      const statement: Statement = { Effect: 'Allow', Action, Resource: FunctionName };
      grants.add(SourceArn, [statement]);
      return { statement, SourceArn };
    });
  const byRoute = new Map(
    routes.map(({ properties: { RouteKey, ApiId } }) => {
      const [method = '', path = '/$default'] = String(RouteKey).split(' ');
      const source = arn('execute-api', `${String(ApiId)}/$default/${method}${path}`);
      const applicable = given.filter(({ SourceArn }) => matchesAny(SourceArn, source, ''));
      return [String(RouteKey), { name: source, statements: applicable.map(({ statement }) => statement) }];
    }),
  );
  return (routeKey, functionArn) => {
    const caller = byRoute.get(routeKey) ?? { name: routeKey, statements: [] };
    return authorize(caller, { action: 'lambda:InvokeFunction', resource: functionArn });
  };
}
