import { HttpMethod, HttpRoute, HttpRouteKey, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';

import type { Contract } from '../../shared/contract/route.ts';
import { functionFolder, type FunctionDeclaration } from '../function-declaration.ts';
import type { StageSettings } from '../stage-settings.ts';
import { ServiceFunction, type FunctionContext } from './service-function.ts';

/** Answers a path or a method that no route has. */
export const answerUnknownRoute: FunctionDeclaration = {
  id: 'unknown_route.answer',
  entry: 'functions/api/answer-unknown-route.ts',
  grants: [],
};

export interface HttpRoutesProps extends FunctionContext {
  readonly api: IHttpApi;
  readonly routes: readonly Contract[];
  readonly oidc: StageSettings['oidc'];
}

/** One function, one integration and one route for each contract. */
export class HttpRoutes extends Construct {
  constructor(scope: Construct, id: string, { api, routes, oidc, ...context }: HttpRoutesProps) {
    super(scope, id);

    const addRoute = (
      routeKey: HttpRouteKey,
      declaration: FunctionDeclaration,
      environment: Readonly<Record<string, string>> = {},
    ): void => {
      const name = functionFolder(declaration);
      const { lambda } = new ServiceFunction(this, name, { ...context, declaration, environment });
      new HttpRoute(this, `${name}-route`, {
        httpApi: api,
        routeKey,
        integration: new HttpLambdaIntegration(name, lambda),
      });
    };

    const bearer = oidc && { OIDC: JSON.stringify(oidc) };
    for (const contract of routes) {
      const routeKey = HttpRouteKey.with(contract.path, HttpMethod[contract.method]);
      addRoute(routeKey, contract, contract.authentication === 'bearer' ? bearer : undefined);
    }
    addRoute(HttpRouteKey.DEFAULT, answerUnknownRoute);
  }
}
