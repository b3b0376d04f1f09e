import type { Poller } from './deploy/event-source-mapping.ts';
import { httpRoutes } from './deploy/http-routes.ts';
import { deploySchedules } from './deploy/schedules.ts';
import { bucketsOf } from './deploy/buckets.ts';
import { startEndpoint } from './endpoint.ts';
import { createFaults } from './faults.ts';
import { startHttpApi } from './http-api.ts';
import { authorizer } from './iam/authorizer.ts';
import { grantList } from './iam/grants.ts';
import { routePermissions } from './iam/lambda-permissions.ts';
import { functionPolicies, rolePolicies } from './iam/role-policies.ts';
import { functionRuntime, type Runtime } from './lambda/runtime.ts';
import { startS3 } from './s3.ts';
import { createDetour } from './services/dynamodb/detour.ts';
import { REGION, SECRET } from './services/service.ts';
import { deployResources } from './stack/deploy.ts';
import { functionDefinitions } from './stack/functions.ts';
import type { LocalStack, OperatorAccess, StackOptions } from './stack/local-stack.ts';
import { startMappings } from './stack/mappings.ts';
import { closeParts, type Parts } from './stack/parts.ts';
import { createPrincipals } from './stack/principals.ts';
import { openServices } from './stack/services.ts';
import { loadTemplates, type Stacks } from './template/load.ts';
import type { BaseUrls } from './template/resource.ts';

/** What the log says of a call that is denied. */
export const NOT_ALLOWED = 'no policy allows the call';

export type { LocalStack, OperatorAccess, StackOptions } from './stack/local-stack.ts';

/**
 * Runs the stacks of a cloud assembly: every resource as its template describes it, every function limited to what its
 * role allows.
 * @throws Error for whatever the templates hold that is not supported
 */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const urls = { endpoint: '', publicUrl: '' };
  const stacks = loadTemplates(options.assembly.templates, urls);
  const parts: Parts = {};
  try {
    return await start(options, stacks, urls, parts);
  } catch (error) {
    await closeParts(parts);
    throw error;
  }
}

async function start(
  options: StackOptions,
  stacks: Stacks,
  urls: Mutable<BaseUrls>,
  parts: Parts,
): Promise<LocalStack> {
  const { assembly, dataDirectory, dynamoDbEndpoint, port, extraRoutes = [], log } = options;
  const { onFailure = ({ message }) => console.error(message) } = options;
  const { resources } = stacks;
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  let runtime: Runtime;
  // Services are opened before the functions they call, which need the services' addresses.
  const callFunctions: Pick<Runtime, 'invoke' | 'invokeAsync'> = {
    invoke: (functionArn, event) => runtime.invoke(functionArn, event),
    invokeAsync: (functionArn, event) => runtime.invokeAsync(functionArn, event),
  };
  const endpointUrl = () => urls.endpoint;
  const { authorize, denials } = authorizer((denial) =>
    log?.(JSON.stringify({ level: 'ERROR', message: NOT_ALLOWED, ...denial })),
  );
  const detour = createDetour();
  const services = await openServices({
    dataDirectory,
    dynamoDbEndpoint,
    endpointUrl,
    runtime: callFunctions,
    authorize,
    onFailure,
    detour,
  });
  parts.services = services;
  const { dynamoDb, sqs, events, schedules, states, secrets, mail } = services;

  const faults = createFaults(detour);
  const principals = createPrincipals();
  const grants = grantList();
  const injector = {
    faults,
    onKill: (accessKeyId: string) => void runtime.kill(principals.find(accessKeyId)?.name ?? ''),
  };
  parts.endpoint = await startEndpoint({
    services: [dynamoDb, sqs, events, schedules, states, secrets, mail],
    principals: principals.find,
    authorize,
    ...injector,
  });
  urls.endpoint = parts.endpoint.url;
  parts.s3 = await startS3({
    db: services.db,
    dataDirectory,
    buckets: bucketsOf(resources),
    principals: principals.find,
    secret: SECRET,
    authorize,
    injector,
  });
  const routes = httpRoutes(ofType('AWS::ApiGatewayV2::Route'), ofType('AWS::ApiGatewayV2::Integration'));
  const mayCall = routePermissions(
    ofType('AWS::Lambda::Permission'),
    ofType('AWS::ApiGatewayV2::Route'),
    grants,
    authorize,
  );
  parts.api = await startHttpApi({
    routes,
    mayCall,
    runtime: callFunctions,
    port,
    host: '127.0.0.1',
    extraRoutes,
    refuse: options.refuse,
    timeLimitFactor: options.timeLimitFactor,
    log,
  });
  urls.publicUrl = parts.api.url;

  const operator: OperatorAccess = {
    endpoint: urls.endpoint,
    region: REGION,
    credentials: { accessKeyId: principals.operator, secretAccessKey: SECRET },
  };
  await deployResources(resources, services, operator);
  const roles = rolePolicies(resources);
  const statementsOf = (roleArn: string) => grants.add(roleArn, roles.get(roleArn) ?? []);
  deploySchedules(resources, schedules, statementsOf);
  const { directory } = assembly;
  const policies = functionPolicies(resources, roles);
  for (const [functionArn, statements] of policies) grants.add(functionArn, statements);
  runtime = functionRuntime({
    functions: functionDefinitions(resources, {
      directory,
      endpointUrl: urls.endpoint,
      s3Url: parts.s3.url,
      principals,
      policies,
      variables: options.variables,
    }),
    accountConcurrency: options.accountConcurrency,
    timeLimitFactor: options.timeLimitFactor,
    table: {
      place: { endpoint: urls.endpoint, dynamoDb: services.dynamoDbUrl, detour: detour.memory },
      onConsumed: dynamoDb.addCapacity,
      onFailure: services.onTableFailure,
    },
    ...(log && { log }),
  });
  parts.runtime = runtime;
  for (const machine of ofType('AWS::StepFunctions::StateMachine')) {
    const role = statementsOf(String(machine.properties['RoleArn']));
    states.createStateMachine({ arn: machine.ref, definition: String(machine.properties['DefinitionString']), role });
  }
  const mappings: Poller[] = [];
  parts.mappings = mappings;
  for (const poller of startMappings(resources, services, runtime, operator, policies)) mappings.push(poller);
  states.resume();
  schedules.start();

  const functionArns = new Map(
    ofType('AWS::Lambda::Function').map((fn) => [fn.properties['Description'], fn.attribute('Arn')]),
  );
  return {
    url: urls.publicUrl,
    operator,
    s3: { ...operator, endpoint: parts.s3.url },
    runtime,
    dynamoDb,
    sqs,
    states,
    mails: mail.mails,
    faults,
    grants: grants.list,
    denials,
    outputs: stacks.outputs(),
    functionArn(description) {
      const functionArn = functionArns.get(description);
      if (!functionArn) throw new Error(`No function is described as ${description}.`);
      return functionArn;
    },
    async streamIdle() {
      await Promise.all(mappings.flatMap((mapping) => ('idle' in mapping ? [mapping.idle()] : [])));
    },
    close: () => closeParts(parts),
  };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
