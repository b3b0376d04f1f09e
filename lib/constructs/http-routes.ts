import { HttpMethod, HttpRoute, HttpRouteKey, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';

import type { Contract } from '../../shared/contract/route.ts';
import { functionFolder, type FunctionDeclaration } from '../function-declaration.ts';
import type { OidcSettings, StageSettings } from '../stage-settings.ts';
import { ServiceFunction, type FunctionContext } from './service-function.ts';

/** Answers paths and methods without a route. */
export const answerUnknownRoute: FunctionDeclaration = {
  id: 'unknown_route.answer',
  entry: 'functions/api/answer-unknown-route.ts',
  grants: [],
};

/** What the routes of a stage share. */
export interface RouteContext extends FunctionContext {
  readonly api: IHttpApi;
  readonly oidc: StageSettings['oidc'];
  readonly quotas: StageSettings['quotas'];
  readonly wrongKeysPerMinute: StageSettings['wrongKeysPerMinute'];
  /** Where people reach the API; without a slash at its end. */
  readonly publicBaseUrl: string;
}

export interface HttpRoutesProps extends RouteContext {
  readonly routes: readonly Contract[];
  /** Answers every request that no route of the API matches. */
  readonly fallback?: FunctionDeclaration;
}

/** A function, an integration and a route for each contract. */
export class HttpRoutes extends Construct {
  private readonly byKey: ReadonlyMap<string, HttpRoute>;

  constructor(
    scope: Construct,
    id: string,
    { api, oidc, quotas, wrongKeysPerMinute, publicBaseUrl, routes, fallback, ...context }: HttpRoutesProps,
  ) {
    super(scope, id);

    const addRoute = (
      name: string,
      routeKey: HttpRouteKey,
      declaration: FunctionDeclaration,
      environment: Readonly<Record<string, string>> = {},
    ): HttpRoute => {
      const folder = functionFolder(declaration);
      const { lambda } = new ServiceFunction(this, folder, { ...context, declaration, environment });
      const integration = new HttpLambdaIntegration(folder, lambda);
      return new HttpRoute(this, name, { httpApi: api, routeKey, integration });
    };

    const bearer = {
      ...(wrongKeysPerMinute && { WRONG_KEYS_PER_MINUTE: String(wrongKeysPerMinute) }),
      ...(oidc && { OIDC: JSON.stringify(tokenRules(oidc)) }),
      ...(quotas && { QUOTAS: JSON.stringify(quotas) }),
    };
    this.byKey = new Map(
      routes.map((contract) => {
        const routeKey = HttpRouteKey.with(contract.path, HttpMethod[contract.method]);
        const environment = {
          ...(contract.authentication === 'bearer' && bearer),
          ...(contract.showsLinks && { PUBLIC_BASE_URL: publicBaseUrl }),
        };
        return [routeKey.key, addRoute(routeName(contract), routeKey, contract, environment)];
      }),
    );
    if (fallback) addRoute(`${functionFolder(fallback)}-route`, HttpRouteKey.DEFAULT, fallback);
  }

  /** @param routeKey `GET /v1/campaigns/{id}` @throws Error when there is none */
  route(routeKey: string): HttpRoute {
    const found = this.byKey.get(routeKey);
    if (!found) throw new Error(`No such route: ${routeKey}`);
    return found;
  }
}

/**
 * From method and path alone, without the names of its variables. CloudFormation creates before it deletes and an API has
 * each route once, so a route whose logical id changed could not be deployed.
 */
function routeName({ method, path }: Contract): string {
  return `${method}${path.replaceAll(/\{[^}]*\}/g, '{}').replaceAll('/', '-')}`;
}

/** What a function needs to know of the identity provider; the rest is the console's. */
function tokenRules({ issuer, audience, jwksUrl }: OidcSettings): object {
  return { issuer, audience, jwksUrl };
}
