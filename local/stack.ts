import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { SQSClient } from '@aws-sdk/client-sqs';

import { openDatabase } from './database.ts';
import { deployEvents } from './deploy-events.ts';
import { deployMapping, deployQueue, deployTable, functionDefinition, mappedConcurrency } from './deploy-resources.ts';
import { deploySchedules } from './deploy-schedules.ts';
import { startDynoxide } from './dynoxide.ts';
import { startEndpoint, type Principal } from './endpoint.ts';
import { createFaults, type Faults } from './faults.ts';
import { startHttpApi } from './http-api.ts';
import { ALLOW_ALL } from './iam.ts';
import { functionRuntime, type Runtime } from './lambda/runtime.ts';
import { functionPolicies } from './role-policies.ts';
import { dynamoDb, type DynamoDbService } from './services/dynamodb.ts';
import { eventBridge } from './services/event-bridge.ts';
import { scheduler } from './services/scheduler.ts';
import { secretsManager } from './services/secrets-manager.ts';
import { ACCOUNT, REGION } from './services/service.ts';
import { sqs as sqsService, type SqsService } from './services/sqs.ts';
import { stepFunctions, type StepFunctions } from './services/states.ts';
import type { Synthesized } from './synthesize.ts';
import { loadTemplates } from './template.ts';

export interface StackOptions {
  readonly synthesized: Synthesized;
  /** Keeps everything that must outlive the process. */
  readonly dataDirectory: string;
  /** Of the HTTP API; 0 picks a free one. */
  readonly port: number;
  /** Another DynamoDB in the place of the embedded one. */
  readonly dynamoDbEndpoint?: string | undefined;
  readonly extraRoutes?: readonly { readonly routeKey: string; readonly handle: RequestListener }[];
  readonly log?: (line: string) => void;
}

/** What an SDK client needs to call the local endpoint as its operator, who may do everything. */
export interface OperatorAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface LocalStack {
  /** Of the HTTP API. */
  readonly url: string;
  readonly operator: OperatorAccess;
  readonly runtime: Runtime;
  readonly dynamoDb: DynamoDbService;
  readonly sqs: SqsService;
  readonly states: StepFunctions;
  readonly faults: Faults;
  /** The service stack's outputs: TableName, SendQueueUrl, RunStateMachineArn, CredentialsPrefix, … */
  readonly outputs: Readonly<Record<string, string>>;
  /** A function's ARN by its id in the registry: 'chunk.send'. */
  functionArn(id: string): string;
  /** Resolves when every record the table's stream has now was handled. */
  streamIdle(): Promise<void>;
  close(): Promise<void>;
}

/** Runs synthesized templates: every resource as the templates describe it, every function held to its own policy. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const { synthesized, dataDirectory, port, log = () => undefined } = options;
  mkdirSync(dataDirectory, { recursive: true });
  const db = openDatabase(join(dataDirectory, 'services.db'));
  const embedded = options.dynamoDbEndpoint
    ? undefined
    : await startDynoxide({ file: join(dataDirectory, 'dynamodb.db') });

  const urls = { endpoint: '', publicUrl: '' };
  const stacks = loadTemplates(synthesized.templates, urls);
  const ofType = (type: string) => stacks.resources.filter((resource) => resource.type === type);

  let runtime: Runtime;
  const lateRuntime = { invoke: (arn: string, event: unknown) => runtime.invoke(arn, event) };
  const faults = createFaults();
  const dynamo = dynamoDb({ endpoint: options.dynamoDbEndpoint ?? embedded!.endpoint });
  const sqs = sqsService({ db, baseUrl: () => urls.endpoint });
  const events = eventBridge({ sqs });
  const states = stepFunctions({ database: db, runtime: lateRuntime });
  const schedules = scheduler({ db, sqs, invoke: (arn, event) => runtime.invokeAsync(arn, event) });
  const operator = accessKey();
  const principals = new Map<string, Principal>([
    [operator, { name: `arn:aws:iam::${ACCOUNT}:user/operator`, statements: ALLOW_ALL }],
  ]);
  const endpoint = await startEndpoint({
    services: [dynamo, sqs, events, schedules, states, secretsManager({ db })],
    principals: (key) => principals.get(key),
    faults,
    onKill: (key) => void runtime.kill(principals.get(key)?.name ?? ''),
  });
  urls.endpoint = endpoint.url;
  const api = await startHttpApi({
    routes: ofType('AWS::ApiGatewayV2::Route').map(route(ofType('AWS::ApiGatewayV2::Integration'))),
    runtime: lateRuntime,
    port,
    host: '127.0.0.1',
    extraRoutes: options.extraRoutes ?? [],
  });
  urls.publicUrl = api.url;

  const access = {
    endpoint: endpoint.url,
    region: REGION,
    credentials: { accessKeyId: operator, secretAccessKey: 'local' },
  };
  const tables = new DynamoDBClient(access);
  for (const table of ofType('AWS::DynamoDB::Table')) await deployTable(table, tables);
  for (const queue of ofType('AWS::SQS::Queue')) deployQueue(queue, sqs);
  deployEvents(stacks.resources, events, sqs);

  deploySchedules(stacks.resources, schedules);
  const policies = functionPolicies(stacks.resources);
  const concurrency = mappedConcurrency(ofType('AWS::Lambda::EventSourceMapping'));
  const functions = ofType('AWS::Lambda::Function').map((fn) => {
    const key = accessKey();
    principals.set(key, { name: fn.attribute('Arn'), statements: policies.get(fn.attribute('Arn')) ?? [] });
    const environment = {
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: 'local',
    };
    return functionDefinition(fn, {
      assembly: synthesized.assembly,
      environment,
      concurrency: concurrency.get(fn.name),
    });
  });
  runtime = functionRuntime({ functions, log });
  for (const machine of ofType('AWS::StepFunctions::StateMachine')) {
    states.createStateMachine({ arn: machine.ref, definition: String(machine.properties['DefinitionString']) });
  }

  const streams = new DynamoDBStreamsClient(access);
  const sqsClient = new SQSClient(access);
  const queueUrl = (arn: string) => `${endpoint.url}/${ACCOUNT}/${arn.split(':').at(-1)}`;
  const mappings = ofType('AWS::Lambda::EventSourceMapping').map((mapping) =>
    deployMapping(mapping, { sqs, sqsClient, streams, runtime, db, queueUrl }),
  );
  states.resume();
  schedules.start();

  const ids = new Map(
    ofType('AWS::Lambda::Function').map((fn) => [String(fn.properties['Description']), fn.attribute('Arn')]),
  );
  const outputs = Object.assign(
    {},
    ...Object.keys(synthesized.templates).map((stack) => stacks.outputs(stack)),
  ) as Record<string, string>;
  return {
    url: api.url,
    operator: access,
    runtime,
    dynamoDb: dynamo,
    sqs,
    states,
    faults,
    outputs,
    functionArn(id) {
      const arn = ids.get(id);
      if (!arn) throw new Error(`There is no function ${id}.`);
      return arn;
    },
    async streamIdle() {
      await Promise.all(mappings.flatMap((mapping) => ('idle' in mapping ? [mapping.idle()] : [])));
    },
    async close() {
      await api.close();
      schedules.close();
      states.close();
      await Promise.all(mappings.map((mapping) => mapping.close()));
      await runtime.close();
      await endpoint.close();
      dynamo.close();
      await embedded?.close();
      db.close();
    },
  };
}

function accessKey(): string {
  return `LOCAL${randomBytes(12).toString('hex').toUpperCase()}`;
}

/** A route of the HTTP API and the function its integration calls. */
function route(
  integrations: readonly { readonly ref: string; readonly properties: Readonly<Record<string, unknown>> }[],
) {
  const uris = new Map(
    integrations.map((integration) => [integration.ref, String(integration.properties['IntegrationUri'])]),
  );
  return ({ properties }: { readonly properties: Readonly<Record<string, unknown>> }) => {
    const integration = String(properties['Target']).replace('integrations/', '');
    return { routeKey: String(properties['RouteKey']), functionArn: uris.get(integration) ?? '' };
  };
}
