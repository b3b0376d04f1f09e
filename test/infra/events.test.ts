import { describe, expect, it } from 'vitest';

import { filterPattern } from '../../local/aws/pollers/filter-pattern.ts';
import { prod } from '../../lib/stage-settings.ts';
import { production } from './production.ts';
import { synthesize } from './synthesize.ts';

const rules = Object.fromEntries(
  production.all('AWS::Events::Rule').map(([id, { Properties }]) => [production.text({ Ref: id }), Properties]),
);
const policies = production.all('AWS::SQS::QueuePolicy').map(([, { Properties }]) => Properties);

it('has one bus, named after its stage, with six rules', () => {
  const buses = production.all('AWS::Events::EventBus').map(([, { Properties }]) => Properties);
  expect(buses).toEqual([{ Name: 'herald-prod-events' }]);
  expect(Object.keys(rules).sort()).toEqual([
    'EventsFailures',
    'EventsMessageNews',
    'EventsSubscribable',
    'EventsTapsForAgents',
    'EventsTapsWithAction',
    'EventsUnknownMessages',
  ]);
});

const QUEUES = [
  ['EventsTapsWithAction', 'EventsRepliesQueue', 'reply.dispatch'],
  ['EventsTapsForAgents', 'EventsAgentsQueue', undefined],
  ['EventsSubscribable', 'EventsFanOutQueue', 'webhook.fan_out'],
  ['EventsMessageNews', 'EventsFanOutQueue', 'webhook.fan_out'],
  ['EventsFailures', 'EventsFailedMessagesQueue', 'failure.follow_up'],
  ['EventsUnknownMessages', 'EventsReconciliationQueue', 'message.reconcile'],
] as const;
const SHARED = 'EventsSharedQueue';

describe.each(QUEUES)('%s', (name, queue, sharedBy) => {
  const { EventBusName, State, Targets } = rules[name];

  it(`routes events from the bus to ${queue}, without their envelope`, () => {
    expect(production.text(EventBusName)).toBe('EventsBus');
    expect(State).toBe('ENABLED');
    expect(Targets).toHaveLength(1);
    expect(production.text(Targets[0].Arn)).toBe(`${queue}.Arn`);
    expect(Targets[0].InputPath).toBe('$.detail');
  });

  it('lets the tenants take turns in its queue', () => {
    expect(Targets[0].SqsParameters).toEqual({ MessageGroupId: '$.detail.tenant_id' });
  });

  it('keeps events that its queue does not accept', () => {
    expect(production.text(Targets[0].DeadLetterConfig.Arn)).toBe('EventsUnrouted.Arn');
  });

  it.each([queue, 'EventsUnrouted', ...(sharedBy ? [SHARED] : [])])('may send to %s', (to) => {
    const statements = policies
      .filter(({ Queues }) => Queues.some((queueUrl: object) => production.text(queueUrl) === to))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Allow')
      .filter(({ Condition }) => production.text(Condition.ArnEquals['aws:SourceArn']) === `${name}.Arn`);
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatchObject({ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } });
    expect([statements[0].Action].flat()).toContain('sqs:SendMessage');
    expect(production.text(statements[0].Resource)).toBe(`${to}.Arn`);
  });
});

it('lets nobody but the rules send to the queues', () => {
  const statements = policies
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Effect }) => Effect === 'Allow');
  expect(statements).toHaveLength(17);
  for (const { Condition } of statements) expect(Object.keys(Condition)).toEqual(['ArnEquals']);
});

describe('a stage for an account that may run few functions', () => {
  const small = synthesize({ ...prod, accountConcurrency: 10 });
  const ruleOf = (stage: typeof small, name: string) =>
    stage.all('AWS::Events::Rule').find(([id]) => stage.text({ Ref: id }) === name)![1].Properties;

  it.each(QUEUES.filter(([, , sharedBy]) => sharedBy))(
    '%s puts the events of %s into the shared queue, and says that they are for %s',
    (name, _, sharedBy) => {
      const { Targets, ...rule } = ruleOf(small, name);
      const [{ InputPath, Arn, ...target }] = rules[name].Targets;
      expect({ ...rule, Targets: null }).toEqual({ ...rules[name], Targets: null });
      const InputTemplate = `{"consumer":"${sharedBy}","event":<detail>}`;
      expect(Targets).toEqual([
        {
          ...target,
          Arn: { 'Fn::GetAtt': [expect.stringMatching(/^EventsSharedQueue/), 'Arn'] },
          InputTransformer: { InputPathsMap: { detail: InputPath }, InputTemplate },
        },
      ]);
      expect(Arn).not.toEqual(Targets[0].Arn);
    },
  );

  it('keeps a queue of their own for taps that wait for an agent', () => {
    expect(ruleOf(small, 'EventsTapsForAgents')).toEqual(rules['EventsTapsForAgents']);
  });

  it('lets each rule send to both queues, whatever the setting says', () => {
    const allowed = (stage: typeof small) =>
      stage
        .all('AWS::SQS::QueuePolicy')
        .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
        .filter(({ Effect }) => Effect === 'Allow')
        .map((statement) => JSON.stringify(statement))
        .toSorted();
    expect(allowed(small)).toEqual(allowed(production));
  });
});

const tap = (action: object | null, type = 'campaign.button_clicked', source = 'herald') => ({
  source,
  'detail-type': type,
  detail: { type, data: { action } },
});
const failed = (meaning: string) => ({ ...tap(null, 'message.failed'), detail: { data: { class: meaning } } });
const news = (type: string, subscribed?: true) => ({
  ...tap(null, type),
  detail: { ...(subscribed && { subscribed }), data: { class: 'other' } },
});
const matchingRules = (event: object) =>
  Object.keys(rules).filter((name) => filterPattern(JSON.stringify(rules[name].EventPattern))(event));

it.each([
  ['a tap with an action', tap({ type: 'opt_out' }), ['EventsTapsWithAction', 'EventsSubscribable']],
  ['a tap for an agent', tap({ type: 'agent' }), ['EventsTapsForAgents', 'EventsSubscribable']],
  ['a tap without', tap(null), ['EventsSubscribable']],
  ['something else', tap({ type: 'opt_out' }, 'customer.replied'), ['EventsSubscribable']],
  ["somebody else's event", tap({ type: 'opt_out' }, 'campaign.button_clicked', 'shop'), []],
  ['a number that takes no messages', failed('bad_recipient'), ['EventsFailures']],
  ['a failure of any class', failed('marketing_limit'), ['EventsFailures']],
  ['a message that came back', tap(null, 'message.returned'), ['EventsFailures']],
  ['an outcome that is unknown', tap(null, 'message.unknown'), ['EventsUnknownMessages']],
  ['a delivery that somebody asks for', news('message.delivered', true), ['EventsMessageNews']],
  ['a failure that somebody asks for', news('message.failed', true), ['EventsFailures', 'EventsMessageNews']],
  ['a failure that nobody asks for', news('message.failed'), ['EventsFailures']],
])('routes %s', (_, event, expected) => {
  expect(matchingRules(event).sort()).toEqual(expected.sort());
});

describe('the publisher is called', () => {
  const [id] = production.function('events.publish');
  const sources = production.all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
  const filters: { Pattern: string }[] = sources.find(({ FunctionName }) => FunctionName.Ref === id).FilterCriteria
    .Filters;
  const isPublished = (record: object) => filters.some(({ Pattern }) => filterPattern(Pattern)(record));

  const record = (eventName: string, sk: string, NewImage: object = {}, OldImage: object = {}) => ({
    eventName,
    dynamodb: { Keys: { pk: { S: 'TENANT#t' }, sk: { S: sk } }, NewImage, OldImage },
  });
  const consent = (status: string) => ({ consent: { M: { status: { S: status } } } });
  const status = (S: string) => ({ status: { S } });

  it('for at most five kinds of change, the number of filters that Lambda takes', () => {
    expect(filters.length).toBeLessThanOrEqual(5);
  });

  it.each([
    ['a tap', record('INSERT', 'INTERACTION#int_1')],
    ['a conversion', record('MODIFY', 'INTERACTION#int_1')],
    ['a reply', record('INSERT', 'INBOUND#SM1', { kind: { S: 'reply' } })],
    ['an opt-out', record('MODIFY', 'CUSTOMER#cus_1', consent('opted_out'), consent('opted_in'))],
    ['a start', record('MODIFY', 'CAMPAIGN', status('sending'), status('draft'))],
    ['a pause', record('MODIFY', 'CAMPAIGN', status('paused'), status('sending'))],
    ['a failure', record('MODIFY', 'MESSAGE#cus_1', status('undelivered'), status('sent'))],
    ['a message that came back', record('MODIFY', 'MESSAGE#cus_1', status('retry'), status('sent'))],
    ['an outcome that is unknown', record('MODIFY', 'MESSAGE#cus_1', status('unknown'), status('sending'))],
    ['a delivery', record('MODIFY', 'MESSAGE#cus_1', status('delivered'), status('sent'))],
    ['a reading', record('MODIFY', 'MESSAGE#cus_1', status('read'), status('delivered'))],
    ['a date of a recurring campaign', record('INSERT', 'CAMPAIGN', status('scheduled'))],
    ['a job that ended', record('MODIFY', 'JOB', status('succeeded'), status('running'))],
    ['a template that was refused', record('MODIFY', 'TEMPLATE#a#news', status('rejected'), status('submitted'))],
    ['an endpoint that was disabled', record('MODIFY', 'ENDPOINT#whe_1', status('disabled'), status('enabled'))],
    ['an end', record('MODIFY', 'CAMPAIGN', status('completed'), status('sending'))],
  ])('for %s', (_, change) => {
    expect(isPublished(change)).toBe(true);
  });

  it.each([
    ['a message', record('MODIFY', 'MESSAGE#cus_1', status('sending'))],
    ['a row of the roll-up', record('MODIFY', 'ROLLUP#totals#07')],
    ['a tap that is deleted', record('REMOVE', 'INTERACTION#int_1')],
    ['an inbound tap', record('INSERT', 'INBOUND#SM1', { kind: { S: 'tap' } })],
    ['a new customer', record('INSERT', 'CUSTOMER#cus_1', consent('opted_out'))],
    ['an opt-in', record('MODIFY', 'CUSTOMER#cus_1', consent('opted_in'), consent('opted_out'))],
    ['another change of who opted out', record('MODIFY', 'CUSTOMER#cus_1', consent('opted_out'), consent('opted_out'))],
    ['a new campaign', record('INSERT', 'CAMPAIGN', status('draft'))],
    ['a job that goes on', record('MODIFY', 'JOB', status('running'), status('running'))],
    ['an audit entry', record('INSERT', 'AUDIT#aud_1', { outcome: { S: 'begun' } })],
    ['a cancelled campaign', record('MODIFY', 'CAMPAIGN', status('cancelled'), status('sending'))],
  ])('not for %s', (_, change) => {
    expect(isPublished(change)).toBe(false);
  });
});
