/** A small shop as a CDK app: a stack of data, and a stack of functions that uses it. */
import { join } from 'node:path';

import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { buildSync } from 'esbuild';

/** @returns the directory of the cloud assembly, in the given one */
export function synthesizeShop(directory: string): string {
  const bundle = join(directory, 'bundle');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'functions.ts')],
    outfile: join(bundle, 'functions.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    supported: { 'dynamic-import': false },
  });
  // As `cdk synth` sets it: templates say where the code of each function is.
  const context = { 'aws:cdk:enable-asset-metadata': true };
  const app = new App({ outdir: join(directory, 'cdk.out'), context });
  const data = new Stack(app, 'Data');
  const table = new Table(data, 'Orders', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    stream: StreamViewType.NEW_IMAGE,
  });
  new CfnOutput(data, 'OrdersTable', { value: table.tableName });

  const service = new Stack(app, 'Service');
  const queue = new Queue(service, 'ToPack');
  const fn = (id: string, description: string, handler: string) =>
    new LambdaFunction(service, id, {
      runtime: Runtime.NODEJS_24_X,
      code: Code.fromAsset(bundle),
      handler: `functions.${handler}`,
      description,
      memorySize: 256,
      environment: { TABLE_NAME: table.tableName, QUEUE_URL: queue.queueUrl },
    });
  const create = fn('Create', 'order.create', 'create');
  table.grant(create, 'dynamodb:PutItem');
  queue.grantSendMessages(create);
  const pack = fn('Pack', 'order.pack', 'pack');
  table.grant(pack, 'dynamodb:UpdateItem');
  pack.addEventSource(new SqsEventSource(queue));
  const watch = fn('Watch', 'order.watch', 'watch');
  watch.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.TRIM_HORIZON }));

  const api = new HttpApi(service, 'Api');
  const route = (method: HttpMethod, handler: LambdaFunction) =>
    api.addRoutes({
      path: '/orders/{id}',
      methods: [method],
      integration: new HttpLambdaIntegration(handler.node.id, handler),
    });
  route(HttpMethod.POST, create);
  // Without a grant: its call is refused.
  route(HttpMethod.GET, fn('Read', 'order.read', 'read'));
  app.synth();
  return join(directory, 'cdk.out');
}
