import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, test } from 'vitest';
import { allows } from '../../iam/statement.ts';
import { functionPolicies } from '../../iam/role-policies.ts';
import type { CfnTemplate } from '../../template/cfn-template.ts';
import { loadTemplates } from '../../template/load.ts';
import { templatesOf } from '../templates.ts';

const urls = { endpoint: 'http://127.0.0.1:4566', publicUrl: 'http://127.0.0.1:3000' };

describe('two CDK stacks, of which one imports from the other', () => {
  const app = new App();
  const data = new Stack(app, 'Data');
  const key = { partitionKey: { name: 'id', type: AttributeType.STRING } };
  const table = new Table(data, 'Orders', { ...key, stream: StreamViewType.NEW_AND_OLD_IMAGES });
  const service = new Stack(app, 'Service');
  const deadLetters = new Queue(service, 'DeadLetters');
  const queue = new Queue(service, 'ToPack', {
    queueName: 'to-pack',
    visibilityTimeout: Duration.seconds(60),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
  });
  const count = new LambdaFunction(service, 'Count', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = () => {}'),
    environment: { TABLE_NAME: table.tableName, QUEUE_URL: queue.queueUrl },
  });
  table.grant(count, 'dynamodb:UpdateItem');
  queue.grantSendMessages(count);
  count.addEventSource(new DynamoEventSource(table, { startingPosition: StartingPosition.TRIM_HORIZON }));
  new CfnOutput(service, 'QueueArn', { value: queue.queueArn });

  const [Data, Service] = templatesOf(app, data, service) as [CfnTemplate, CfnTemplate];
  const templates = { Data, Service };
  const load = () => {
    const stacks = loadTemplates(templates, urls);
    const first = (type: string) => stacks.resources.find((resource) => resource.type === type)!;
    return { ...stacks, first };
  };
  const streamArn = 'arn:aws:dynamodb:eu-west-1:000000000000:table/x/stream/1';

  test('a function gets the names of its table and queue', () => {
    const { first } = load();
    const tableName = first('AWS::DynamoDB::Table').name;
    expect(tableName).toMatch(/^Data-Orders/);
    expect(first('AWS::Lambda::Function').properties['Environment']).toEqual({
      Variables: { TABLE_NAME: tableName, QUEUE_URL: 'http://127.0.0.1:4566/000000000000/to-pack' },
    });
  });

  test('a redrive policy has the ARN of the dead-letter queue, and an output that of the queue', () => {
    const { resources, outputs } = load();
    const [, toPack] = resources.filter(({ type }) => type === 'AWS::SQS::Queue');
    expect(toPack!.properties['RedrivePolicy']).toEqual({
      deadLetterTargetArn: expect.stringMatching(/^arn:aws:sqs:eu-west-1:000000000000:Service-DeadLetters/),
      maxReceiveCount: 3,
    });
    expect(outputs('Service')).toEqual({ QueueArn: 'arn:aws:sqs:eu-west-1:000000000000:to-pack' });
  });

  test('a property that needs the ARN of a stream cannot be read before the table has a stream', () => {
    const { first } = load();
    const mapping = first('AWS::Lambda::EventSourceMapping');
    expect(() => mapping.properties).toThrow(/AWS::DynamoDB::Table Data.Orders\w+: StreamArn is not provided yet/);
    first('AWS::DynamoDB::Table').provide('StreamArn', streamArn);
    expect(mapping.properties).toMatchObject({
      EventSourceArn: streamArn,
      FunctionName: first('AWS::Lambda::Function').name,
    });
  });

  test('a function has the statements of its role, and no others', () => {
    const { first, resources } = load();
    const tableArn = first('AWS::DynamoDB::Table').attribute('Arn');
    first('AWS::DynamoDB::Table').provide('StreamArn', streamArn);
    const statements = functionPolicies(resources).get(first('AWS::Lambda::Function').attribute('Arn'))!;
    const granted: readonly (readonly [string, string])[] = [
      ['dynamodb:UpdateItem', tableArn],
      ['dynamodb:GetRecords', streamArn],
      ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:000000000000:to-pack'],
      ['logs:PutLogEvents', 'arn:aws:logs:eu-west-1:000000000000:log-group:any'],
    ];
    for (const [action, resource] of granted) expect(allows(statements, action, resource), action).toBe(true);
    expect(allows(statements, 'dynamodb:PutItem', tableArn)).toBe(false);
    expect(allows(statements, 'dynamodb:UpdateItem', `${tableArn}/index/gsi1`)).toBe(false);
    expect(allows(statements, 'sqs:ReceiveMessage', 'arn:aws:sqs:eu-west-1:000000000000:to-pack')).toBe(false);
  });

  test('an import that no stack exports is an error', () => {
    const { resources } = loadTemplates({ Service: templates.Service }, urls);
    expect(() => resources.map(({ properties }) => properties)).toThrow(/no stack exports Data:ExportsOutput/);
  });
});

describe('any number of stacks', () => {
  const queue = (stack: string, name: unknown): CfnTemplate => ({
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: name } } },
    Outputs: {
      [`${stack}Queue`]: { Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } },
      ExportsOutputQueue: {
        Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] },
        Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Queue' } },
      },
    },
  });
  const extending = (stack: string) => ({ 'Fn::Join': ['-', [{ 'Fn::ImportValue': `${stack}:Queue` }, 'more']] });
  const chain = { A: queue('A', 'first'), B: queue('B', extending('A')), C: queue('C', extending('B')) };

  test.each([['A', 'B', 'C'] as const, ['C', 'B', 'A'] as const, ['B', 'C', 'A'] as const])(
    'a chain of imports is resolved when the stacks are given as %s, %s, %s',
    (...order) => {
      const stacks = loadTemplates(Object.fromEntries(order.map((name) => [name, chain[name]])), urls);
      expect(stacks.outputs('C')).toMatchObject({ CQueue: 'first-more-more' });
      expect(stacks.resources.map(({ stack }) => stack)).toEqual(order);
    },
  );

  test("all outputs together are those of every stack, without the CDK's references between stacks", () => {
    expect(loadTemplates(chain, urls).outputs()).toEqual({
      AQueue: 'first',
      BQueue: 'first-more',
      CQueue: 'first-more-more',
    });
  });

  test('an output that two stacks have is an error, unless both have the same value', () => {
    const output = (Value: string): CfnTemplate => ({ Outputs: { Url: { Value } } });
    expect(loadTemplates({ A: output('x'), B: output('x') }, urls).outputs()).toEqual({ Url: 'x' });
    const conflicting = loadTemplates({ A: output('x'), B: output('y') }, urls);
    expect(() => conflicting.outputs()).toThrow('two stacks have an output Url');
    expect(conflicting.outputs('B')).toEqual({ Url: 'y' });
  });

  test('the outputs of a stack that does not exist are an error', () => {
    expect(() => loadTemplates(chain, urls).outputs('D')).toThrow('there is no stack D');
  });
});

describe('intrinsic functions', () => {
  const template: CfnTemplate = {
    Parameters: {
      Stage: { Type: 'String', Default: 'dev' },
      Size: { Type: 'Number', Default: 5 },
      Bare: { Type: 'String' },
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/version' },
    },
    Conditions: {
      IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
      IsFive: { 'Fn::Equals': [{ Ref: 'Size' }, '5'] },
      Both: { 'Fn::And': [{ Condition: 'IsDev' }, { Condition: 'IsFive' }] },
      Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'IsDev' }, { Condition: 'IsFive' }] }] },
    },
  };
  const evaluate = (value: unknown, parameters = {}): unknown => {
    const Resources = {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${Stage}-q' } } },
      Subject: { Type: 'AWS::CDK::Metadata', Properties: { value } },
    };
    const { resources } = loadTemplates({ Main: { ...template, Resources } }, { ...urls, parameters });
    return resources[1]!.properties['value'];
  };

  test.each<[string, unknown, unknown]>([
    ['a plain value', { a: [1, true, null, 'x'] }, { a: [1, true, null, 'x'] }],
    ['Ref of a parameter', { Ref: 'Size' }, 5],
    ['Ref of a queue', { Ref: 'Queue' }, 'http://127.0.0.1:4566/000000000000/dev-q'],
    [
      'Ref of pseudo parameters',
      ['Region', 'AccountId', 'Partition', 'URLSuffix', 'StackName'].map((p) => ({ Ref: `AWS::${p}` })),
      ['eu-west-1', '000000000000', 'aws', 'amazonaws.com', 'Main'],
    ],
    ['GetAtt', { 'Fn::GetAtt': ['Queue', 'QueueName'] }, 'dev-q'],
    ['Sub', { 'Fn::Sub': '${!Kept} ${Stage} ${Queue.QueueName} ${AWS::Region}' }, '${Kept} dev dev-q eu-west-1'],
    ['Sub with variables', { 'Fn::Sub': ['${a}/${Stage}', { a: { Ref: 'Size' } }] }, '5/dev'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Size' }, { 'Fn::GetAtt': ['Queue', 'QueueName'] }]] }, 'a-5-dev-q'],
    [
      'Join of a Split',
      { 'Fn::Join': ['.', { 'Fn::Split': ['-', { 'Fn::GetAtt': ['Queue', 'QueueName'] }] }] },
      'dev.q',
    ],
    ['Select', { 'Fn::Select': ['1', { 'Fn::Split': [':', 'a:b:c'] }] }, 'b'],
    ['If, And', { 'Fn::If': ['Both', 'yes', { Ref: 'Bare' }] }, 'yes'],
    ['If, Not, Or', { 'Fn::If': ['Neither', { Ref: 'Bare' }, 'no'] }, 'no'],
    ['NoValue', { a: { Ref: 'AWS::NoValue' }, b: [1, { 'Fn::If': ['Both', { Ref: 'AWS::NoValue' }, 2] }] }, { b: [1] }],
    ['a property that is called Condition', { Condition: { Bool: { x: 'y' } } }, { Condition: { Bool: { x: 'y' } } }],
  ])('%s is resolved', (_, value, expected) => {
    expect(evaluate(value)).toEqual(expected);
  });

  test('a given parameter replaces the default', () => {
    expect(evaluate({ 'Fn::If': ['IsDev', 'dev', { 'Fn::GetAtt': ['Queue', 'QueueName'] }] }, { Stage: 'prod' })).toBe(
      'prod-q',
    );
  });

  test.each<[string, unknown, RegExp]>([
    ['a parameter without value', { Ref: 'Bare' }, /parameter Bare has no value/],
    ['an SSM parameter', { Ref: 'BootstrapVersion' }, /parameter BootstrapVersion has no value/],
    ['an unknown name', { Ref: 'Nobody' }, /Main has no Nobody/],
    ['an unknown condition', { 'Fn::If': ['Nobody', 1, 2] }, /Main has no condition Nobody/],
    [
      'an unknown attribute',
      { 'Fn::GetAtt': ['Queue', 'Colour'] },
      /AWS::SQS::Queue Main.Queue: unknown attribute Colour/,
    ],
    ['an unknown function', { 'Fn::Cidr': [] }, /unknown intrinsic function Fn::Cidr/],
    ['a selection out of range', { 'Fn::Select': [3, ['a']] }, /no element 3/],
    ['a dynamic reference', '{{resolve:ssm:x}}', /dynamic reference/],
  ])('%s is an error', (_, value, message) => {
    expect(() => evaluate(value)).toThrow(message);
  });
});

test('a resource whose condition is not met is left out, and so is its output', () => {
  const { outputs, resources } = loadTemplates(
    {
      Main: {
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: { Topic: { Type: 'AWS::SNS::Topic', Condition: 'Never' }, Log: { Type: 'AWS::Logs::LogGroup' } },
        Outputs: { Topic: { Condition: 'Never', Value: { Ref: 'Topic' } }, Log: { Value: { Ref: 'Log' } } },
      },
    },
    urls,
  );
  expect(resources.map(({ logicalId }) => logicalId)).toEqual(['Log']);
  expect(outputs('Main')).toEqual({ Log: 'Main-Log' });
});

test('resources of types that are not supported are an error that names them all', () => {
  const Resources = { Database: { Type: 'AWS::RDS::DBInstance' }, Vpc: { Type: 'AWS::EC2::VPC' } };
  expect(() => loadTemplates({ Main: { Resources } }, urls)).toThrow(
    /AWS::RDS::DBInstance \(Main.Database\), AWS::EC2::VPC \(Main.Vpc\)/,
  );
});

test.each<[string, Record<string, unknown>, string, Record<string, string>]>([
  ['AWS::ApiGatewayV2::Api', {}, 'Main-It', { ApiEndpoint: 'http://127.0.0.1:3000', ApiId: 'Main-It' }],
  ['AWS::DynamoDB::Table', { TableName: 'app' }, 'app', { Arn: 'arn:aws:dynamodb:eu-west-1:000000000000:table/app' }],
  [
    'AWS::Events::Rule',
    { EventBusName: 'bus' },
    'Main-It',
    { Arn: 'arn:aws:events:eu-west-1:000000000000:rule/bus/Main-It' },
  ],
  ['AWS::Events::Rule', {}, 'Main-It', { Arn: 'arn:aws:events:eu-west-1:000000000000:rule/Main-It' }],
  ['AWS::IAM::ManagedPolicy', {}, 'arn:aws:iam::000000000000:policy/Main-It', {}],
  ['AWS::IAM::Role', {}, 'Main-It', { Arn: 'arn:aws:iam::000000000000:role/Main-It' }],
  [
    'AWS::Lambda::Version',
    { FunctionName: 'f' },
    'arn:aws:lambda:eu-west-1:000000000000:function:f:1',
    { Version: '1' },
  ],
  [
    'AWS::Lambda::Alias',
    { FunctionName: 'f', Name: 'live' },
    'arn:aws:lambda:eu-west-1:000000000000:function:f:live',
    {},
  ],
  [
    'AWS::Scheduler::Schedule',
    { GroupName: 'g' },
    'Main-It',
    { Arn: 'arn:aws:scheduler:eu-west-1:000000000000:schedule/g/Main-It' },
  ],
  [
    'AWS::StepFunctions::StateMachine',
    {},
    'arn:aws:states:eu-west-1:000000000000:stateMachine:Main-It',
    { Name: 'Main-It' },
  ],
])('Ref and Fn::GetAtt of %s %j', (Type, Properties, ref, attributes) => {
  const [resource] = loadTemplates({ Main: { Resources: { It: { Type, Properties } } } }, urls).resources;
  expect(resource!.ref).toBe(ref);
  for (const [name, value] of Object.entries(attributes)) expect(resource!.attribute(name)).toBe(value);
});
