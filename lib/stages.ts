import { App, RemovalPolicy, Stack, Stage, type AppProps } from 'aws-cdk-lib/core';
import { ASSET_RESOURCE_METADATA_ENABLED_CONTEXT } from 'aws-cdk-lib/cx-api';

import cdk from '../cdk.json' with { type: 'json' };
import type { Contract } from '../shared/contract/route.ts';
import { ROUTES } from '../shared/routes.ts';
import { limitResources } from './resource-limit.ts';
import { routesByArea } from './route-areas.ts';
import { DataStack } from './stacks/data-stack.ts';
import { RoutesStack } from './stacks/routes-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';
import type { StageSettings } from './stage-settings.ts';

/** The flags of cdk.json, and the option that puts each function's folder into its metadata, which the CLI sets itself. */
const CONTEXT = { ...cdk.context, [ASSET_RESOURCE_METADATA_ENABLED_CONTEXT]: true };

/** An app that synthesizes the same templates in process as under the CLI, which reads its flags from cdk.json. */
export function heraldApp(props: AppProps = {}): App {
  return new App({ analyticsReporting: false, ...props, context: { ...CONTEXT, ...props.context } });
}

/**
 * One installation of Herald: a stack for the data, one for the service, and one for the routes of each area.
 * @param functionsDirectory has a folder for each function, with its bundle
 */
export function heraldStage(
  app: App,
  settings: StageSettings,
  functionsDirectory: string,
  routes: readonly Contract[] = ROUTES,
): Stage {
  const { name, retained } = settings;
  const routeThrottles = { ...callbackThrottles(settings, routes), ...settings.routeThrottles };
  const isThrottled = (contract: Contract): boolean => routeKey(contract) in routeThrottles;
  const stage = new Stage(app, name);
  const removalPolicy = retained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

  const data = new DataStack(stage, 'Data', {
    stackName: `herald-${name}-data`,
    terminationProtection: retained,
    deletionProtection: retained,
    removalPolicy,
  });
  const service = new ServiceStack(stage, 'Service', {
    stackName: `herald-${name}-service`,
    table: data.table,
    settings: { ...settings, routeThrottles },
    throttledRoutes: routes.filter(isThrottled),
    removalPolicy,
    functionsDirectory,
  });
  for (const [area, ofArea] of routesByArea(routes.filter((route) => !isThrottled(route)))) {
    const stackName = `herald-${name}-routes-${area}`;
    new RoutesStack(stage, `Routes-${area}`, { ...service.routeContext, stackName, routes: ofArea });
  }
  stage.node.children.filter(Stack.isStack).forEach(limitResources);
  return stage;
}

function routeKey({ method, path }: Contract): string {
  return `${method} ${path}`;
}

/** What the provider and customers call has a throttle of its own, so that a tenant's use of the API never refuses it. */
function callbackThrottles(
  { callbackRequestsPerSecond }: StageSettings,
  routes: readonly Contract[],
): Readonly<Record<string, number>> {
  const callbacks = routes.filter(({ authentication }) => authentication !== 'bearer');
  return Object.fromEntries(callbacks.map((contract) => [routeKey(contract), callbackRequestsPerSecond]));
}
