import { DatabaseSync } from 'node:sqlite';

import { App, Stack } from 'aws-cdk-lib';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expect, test } from 'vitest';

import { deployEventBuses } from '../../deploy/event-buses.ts';
import { eventBridge } from '../../services/event-bridge.ts';
import { sqs } from '../../services/sqs.ts';
import type { CfnTemplate } from '../../template/cfn-template.ts';
import { templatesOf } from '../templates.ts';
import { loadTemplates } from '../../template/load.ts';

const urls = { endpoint: 'http://127.0.0.1:4566', publicUrl: 'http://127.0.0.1:3000' };

interface Target {
  readonly messageGroupId?: string;
  readonly message?: RuleTargetInput;
}

/** A rule for paid orders, from a bus to a queue that insists on TLS, as the CDK makes them. */
function template({
  messageGroupId,
  message = RuleTargetInput.fromEventPath('$.detail.order'),
}: Target = {}): CfnTemplate {
  const app = new App();
  const stack = new Stack(app, 'Main');
  const queue = new Queue(stack, 'Work', { queueName: 'work', enforceSSL: true });
  const deadLetterQueue = new Queue(stack, 'Dead', { queueName: 'dead', enforceSSL: true });
  const eventBus = new EventBus(stack, 'Bus', { eventBusName: 'app' });
  new Rule(stack, 'Paid', {
    eventBus,
    eventPattern: { source: ['shop'], detail: { order: { paid: [{ exists: true }] } } },
    targets: [new SqsQueue(queue, { message, deadLetterQueue, ...(messageGroupId && { messageGroupId }) })],
  });
  return templatesOf(app, stack)[0]!;
}

function deploy(Main: CfnTemplate, queues = ['work', 'dead']) {
  const service = sqs({ db: new DatabaseSync(':memory:'), baseUrl: () => urls.endpoint });
  for (const name of queues) service.createQueue({ name, visibilityTimeout: 30 });
  const events = eventBridge({ sqs: service });
  deployEventBuses(loadTemplates({ Main }, urls).resources, events, service);
  return { events, sqs: service };
}

test('a rule of a template delivers the selected part of an event from its bus to its queue', async () => {
  const { events, sqs: service } = deploy(template());
  const details = [{ order: { id: 1, paid: true } }, { order: { id: 2 } }];
  const Entries = details.map((detail) => ({
    EventBusName: 'app',
    Source: 'shop',
    DetailType: 'order',
    Detail: JSON.stringify(detail),
  }));
  await events.handle('PutEvents', { Entries });
  const received = await service.receive('work', { max: 10 });
  expect(received.map(({ Body }) => JSON.parse(Body))).toEqual([{ id: 1, paid: true }]);
});

test.each([
  [EventField.fromPath('$.detail.order.shop'), 's1'],
  ['all', 'all'],
])('what a rule delivers to the message group %s takes turns as that of %s', async (given, group) => {
  const { events, sqs: service } = deploy(template({ messageGroupId: given }));
  const Detail = JSON.stringify({ order: { paid: true, shop: 's1' } });
  await events.handle('PutEvents', { Entries: [{ EventBusName: 'app', Source: 'shop', DetailType: 'order', Detail }] });
  const [message] = await service.receive('work', { max: 1 });
  expect(message?.Attributes).toMatchObject({ MessageGroupId: group });
});

test('an input transformer puts what the event holds into its template, as JSON', async () => {
  const message = RuleTargetInput.fromObject({
    kind: 'paid',
    order: EventField.fromPath('$.detail.order'),
    note: EventField.fromPath('$.detail.order.note'),
    shop: EventField.fromPath('$.detail.shop'),
  });
  const { events, sqs: service } = deploy(template({ message }));
  const order = { paid: true, note: 'a "$&" <order>\n' };
  const entry = { EventBusName: 'app', Source: 'shop', DetailType: 'order', Detail: JSON.stringify({ order }) };
  await events.handle('PutEvents', { Entries: [entry] });
  const [received] = await service.receive('work', { max: 1 });
  expect(JSON.parse(received!.Body)).toEqual({ kind: 'paid', order, note: order.note, shop: null });
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests break templates in every place
type Properties = Record<string, any>;

/** The template after a change to the only resource of a type. */
function changed(type: string, change: (properties: Properties) => void): CfnTemplate {
  const given = template();
  const resources = Object.values(given.Resources ?? {}).filter(({ Type }) => Type === type);
  for (const resource of resources) change(resource.Properties as Properties);
  return given;
}
/** The statement that lets the rule send. */
const statement = (properties: Properties) =>
  properties['PolicyDocument'].Statement.find(({ Effect }: { Effect: string }) => Effect === 'Allow');

/** The template with another statement in the policy of each queue. */
function withStatement(Effect: string, Principal: unknown, Condition?: unknown): CfnTemplate {
  return changed('AWS::SQS::QueuePolicy', ({ PolicyDocument }) => {
    PolicyDocument.Statement.push({ Effect, Principal, Action: 'sqs:*', Resource: '*', Condition });
  });
}
/** The template with a rule that transforms what it delivers. */
function transforming(InputTransformer: object): CfnTemplate {
  return changed('AWS::Events::Rule', ({ Targets: [target] }) => {
    delete target.InputPath;
    target.InputTransformer = InputTransformer;
  });
}
const transport = (isSecure: unknown) => ({ Bool: { 'aws:SecureTransport': isSecure } });

test.each<[string, CfnTemplate, RegExp]>([
  [
    'a schedule',
    changed('AWS::Events::Rule', (rule) => (rule['ScheduleExpression'] = 'rate(1 day)')),
    /AWS::Events::Rule Main.Paid\w+: .*ScheduleExpression/,
  ],
  ['an input transformer without a template', transforming({ InputPathsMap: {} }), /InputTemplate/],
  ['a variable without a path', transforming({ InputPathsMap: {}, InputTemplate: '{"a":<b>}' }), /without a path/],
  [
    'a variable inside a string',
    transforming({ InputPathsMap: { b: '$.detail' }, InputTemplate: '{"a":"<b>"}' }),
    /not JSON with variables as values/,
  ],
  [
    'a target that is not a queue',
    changed('AWS::Events::Rule', (rule) => (rule['Targets'][0].Arn = 'arn:aws:lambda:x:y:function:z')),
    /Arn/,
  ],
  [
    'a path with a filter',
    changed('AWS::Events::Rule', (rule) => (rule['Targets'][0].InputPath = '$.a[?(@.b)]')),
    /InputPath/,
  ],
  [
    'an unknown matcher',
    changed('AWS::Events::Rule', (rule) => (rule['EventPattern'] = { source: [{ cidr: '10.0.0.0/8' }] })),
    /Unknown matcher/,
  ],
  ['an archive', changed('AWS::Events::EventBus', (bus) => (bus['DeadLetterConfig'] = {})), /DeadLetterConfig/],
  [
    'a condition that is not supported',
    changed('AWS::SQS::QueuePolicy', (policy) => (statement(policy).Condition = { IpAddress: {} })),
    /AWS::SQS::QueuePolicy Main.\w+: .*IpAddress/,
  ],
  [
    'a policy for another rule',
    changed('AWS::SQS::QueuePolicy', (policy) => (statement(policy).Condition.ArnEquals['aws:SourceArn'] = 'arn:x')),
    /No policy of .*:work lets .*rule\/app\/Main-Paid/,
  ],
  [
    'a policy for another service',
    changed('AWS::SQS::QueuePolicy', (policy) => (statement(policy).Principal.Service = 'sns.amazonaws.com')),
    /No policy of .*:work/,
  ],
  ['a transport that is neither secure nor not', withStatement('Deny', '*', transport('no')), /SecureTransport/],
  ['a principal of another account', withStatement('Deny', { AWS: '210987654321' }), /Principal/],
  ['a policy that denies all', withStatement('Deny', '*'), /No policy of .*:work/],
  [
    'a policy that denies what comes over TLS',
    withStatement('Deny', { AWS: '*' }, transport('true')),
    /No policy of .*:work/,
  ],
  [
    'a policy that denies the service',
    withStatement('Deny', { Service: 'events.amazonaws.com' }),
    /No policy of .*:work/,
  ],
  [
    'a policy that allows another action',
    changed('AWS::SQS::QueuePolicy', (policy) => (statement(policy).Action = 'sqs:ReceiveMessage')),
    /No policy of .*:work/,
  ],
])('%s is an error', (_, given, message) => {
  expect(() => deploy(given)).toThrow(message);
});

test('a queue that does not exist is an error', () => {
  expect(() => deploy(template(), ['work'])).toThrow(/queue does not exist/);
});

test('a rule that is disabled delivers nothing', async () => {
  const { events, sqs: service } = deploy(changed('AWS::Events::Rule', (rule) => (rule['State'] = 'DISABLED')));
  const Detail = JSON.stringify({ order: { paid: true } });
  await events.handle('PutEvents', { Entries: [{ EventBusName: 'app', Source: 'shop', DetailType: 'order', Detail }] });
  expect(service.depth('work').visible).toBe(0);
});
