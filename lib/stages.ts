import { App, RemovalPolicy, Stack, Stage, type AppProps } from 'aws-cdk-lib/core';
import { ASSET_RESOURCE_METADATA_ENABLED_CONTEXT } from 'aws-cdk-lib/cx-api';

import cdk from '../cdk.json' with { type: 'json' };
import type { Contract } from '../shared/contract/route.ts';
import { ROUTES } from '../shared/routes.ts';
import { restoredTable } from './constructs/table-address.ts';
import { limitResources } from './resource-limit.ts';
import { routesByArea } from './route-areas.ts';
import { ConsoleStack } from './stacks/console-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { RoutesStack } from './stacks/routes-stack.ts';
import { ServiceStack } from './stacks/service-stack.ts';
import { SignInStack } from './stacks/sign-in-stack.ts';
import type { CognitoSettings, StageSettings } from './stage-settings.ts';

/** The flags of cdk.json, and the option that puts each function's folder into its metadata, which the CLI sets itself. */
const CONTEXT = { ...cdk.context, [ASSET_RESOURCE_METADATA_ENABLED_CONTEXT]: true };

/** An app that synthesizes the same templates in process as under the CLI, which reads its flags from cdk.json. */
export function heraldApp(props: AppProps = {}): App {
  return new App({ analyticsReporting: false, ...props, context: { ...CONTEXT, ...props.context } });
}

/** Everybody may read the description of the API, and nobody needs it often: it must not take functions from the others. */
const DESCRIPTION = '/openapi.json';
const DESCRIPTION_REQUESTS_PER_SECOND = 50;

/**
 * One installation of Herald: a stack for the data, one for the service, one for the console, and one for the routes of each area;
 * and one for the people who sign in, where the stage has a user pool.
 * @param functionsDirectory has a folder for each function, with its bundle
 */
export function heraldStage(
  app: App,
  settings: StageSettings,
  functionsDirectory: string,
  routes: readonly Contract[] = ROUTES,
): Stage {
  const { name, retained } = settings;
  const routeThrottles = { ...keylessThrottles(settings, routes), ...settings.routeThrottles };
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
    table: settings.restoredStreamArn === undefined ? data.table : restoredTable(settings.restoredStreamArn),
    files: data.files,
    settings: { ...settings, routeThrottles },
    throttledRoutes: routes.filter(isThrottled),
    removalPolicy,
    functionsDirectory,
  });
  const signIn = settings.cognito && signInStack(stage, settings, settings.cognito, removalPolicy);
  const site =
    settings.console &&
    new ConsoleStack(stage, 'Console', {
      stackName: `herald-${name}-console`,
      service: service.routeContext,
      uploads: data.files,
      settings: settings.console,
      signIn,
    });
  const routeContext = { ...service.routeContext, oidc: site?.oidc ?? settings.oidc };
  for (const [area, ofArea] of routesByArea(routes.filter((route) => !isThrottled(route)))) {
    const stackName = `herald-${name}-routes-${area}`;
    new RoutesStack(stage, `Routes-${area}`, { ...routeContext, stackName, routes: ofArea });
  }
  stage.node.children.filter(Stack.isStack).forEach(limitResources);
  return stage;
}

/** The console's address, which its client is told of, comes after the service, so that no route of that stack can know the client. */
function signInStack(
  stage: Stage,
  { name, retained, console: site, oidc, routeThrottles = {} }: StageSettings,
  settings: CognitoSettings,
  removalPolicy: RemovalPolicy,
): SignInStack {
  if (oidc) throw new Error(`The stage ${name} has both oidc and cognito: people sign in at one of the two.`);
  if (!site) throw new Error(`The stage ${name} has cognito and no console: that is where people sign in.`);
  const throttled = Object.keys(routeThrottles);
  if (throttled.length > 0)
    throw new Error(
      `The stage ${name} has cognito, so no route can have a throttle of its own: ${throttled.join(', ')}.`,
    );
  const { domainName } = site;
  return new SignInStack(stage, 'SignIn', {
    stackName: `herald-${name}-sign-in`,
    terminationProtection: retained,
    settings,
    retained,
    removalPolicy,
    consoleUrl: domainName === undefined ? undefined : `https://${domainName}/console/`,
  });
}

function routeKey({ method, path }: Contract): string {
  return `${method} ${path}`;
}

/** What is called without a key has a throttle of its own, so that a tenant's use of the API never refuses it. */
function keylessThrottles(
  { callbackRequestsPerSecond }: StageSettings,
  routes: readonly Contract[],
): Readonly<Record<string, number>> {
  const keyless = routes.filter(({ authentication }) => authentication !== 'bearer');
  const limit = ({ path }: Contract) =>
    path === DESCRIPTION ? DESCRIPTION_REQUESTS_PER_SECOND : callbackRequestsPerSecond;
  return Object.fromEntries(keyless.map((contract) => [routeKey(contract), limit(contract)]));
}
