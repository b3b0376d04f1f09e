import { DatabaseSync } from 'node:sqlite';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Endpoint } from '../../endpoint.ts';
import { eventBridge } from '../../services/event-bridge.ts';
import type { BusEvent, EventBridge, EventRule } from '../../services/event-bridge.ts';
import { ACCOUNT, arn, REGION } from '../../services/service.ts';
import { sqs } from '../../services/sqs.ts';
import type { SqsService } from '../../services/sqs.ts';
import { clientOptions, serve } from '../../serve.ts';

const RULE = arn('events', 'rule/app/paid');

let queues: SqsService;
let service: EventBridge;
let endpoint: Endpoint;
let client: EventBridgeClient;

beforeEach(async () => {
  queues = sqs({ db: new DatabaseSync(':memory:'), baseUrl: () => endpoint.url });
  for (const name of ['work', 'dead']) queues.createQueue({ name, visibilityTimeout: 30 });
  service = eventBridge({ sqs: queues, now: () => Date.parse('2026-11-20T12:00:00.500Z') });
  service.createBus('app');
  endpoint = await serve(service);
  client = new EventBridgeClient(clientOptions(endpoint.url));
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const whole = (event: BusEvent): unknown => event;
const rule = (more: Partial<EventRule> = {}): EventRule => ({
  arn: RULE,
  bus: 'app',
  matches: () => true,
  targets: [{ queue: 'work', deadLetters: undefined, input: whole }],
  ...more,
});
const entry = (more: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry => ({
  EventBusName: 'app',
  Source: 'shop',
  DetailType: 'order.paid',
  Detail: '{"order":{"id":7}}',
  ...more,
});
const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
const received = async (queue: string) =>
  (await queues.receive(queue, { max: 10 })).map(({ Body }) => JSON.parse(Body));

test('an event is delivered whole to the queues whose rules match it', async () => {
  const seen: BusEvent[] = [];
  service.addRule(rule());
  service.addRule(rule({ matches: (event) => seen.push(event) === 0 }));
  const answer = await put(entry({ Resources: ['arn:x'], Time: new Date('2026-11-19T08:00:00Z') }), entry());
  expect(answer.FailedEntryCount).toBe(0);
  const envelope = {
    version: '0',
    'detail-type': 'order.paid',
    source: 'shop',
    account: ACCOUNT,
    region: REGION,
    detail: { order: { id: 7 } },
  };
  const expected = [
    { ...envelope, id: answer.Entries![0]!.EventId, time: '2026-11-19T08:00:00Z', resources: ['arn:x'] },
    { ...envelope, id: answer.Entries![1]!.EventId, time: '2026-11-20T12:00:00Z', resources: [] },
  ];
  expect(await received('work')).toEqual(expected);
  expect(seen).toEqual(expected);
});

test('a target gets the part of an event that its input selects', async () => {
  const input = ({ detail }: BusEvent) => detail;
  service.addRule(rule({ targets: [{ queue: 'work', deadLetters: undefined, input }] }));
  await put(entry());
  expect(await received('work')).toEqual([{ order: { id: 7 } }]);
});

test('an event reaches the bus that it names, by name or ARN, or else the default one', async () => {
  const input = (bus: string) => () => bus;
  for (const bus of ['app', 'default'])
    service.addRule(rule({ bus, targets: [{ queue: 'work', deadLetters: undefined, input: input(bus) }] }));
  await put(entry({ EventBusName: arn('events', 'event-bus/app') }), entry({ EventBusName: undefined }), entry());
  expect(await received('work')).toEqual(['app', 'default', 'app']);
});

test('an event that a queue refuses goes whole to the dead-letter queue or is lost, and other targets get theirs', async () => {
  const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const input = () => undefined;
  const targets = [
    { queue: 'work', deadLetters: 'dead', input },
    { queue: 'work', deadLetters: undefined, input },
    { queue: 'work', deadLetters: undefined, input: () => 'good' },
  ];
  service.addRule(rule({ targets }));
  const { Entries } = await put(entry());
  expect(await received('work')).toEqual(['good']);
  const [dead, ...others] = await queues.receive('dead', { max: 10 });
  expect(others).toEqual([]);
  expect(JSON.parse(dead!.Body)).toMatchObject({ id: Entries![0]!.EventId, detail: { order: { id: 7 } } });
  expect(dead!.MessageAttributes).toMatchObject({
    RULE_ARN: { StringValue: RULE },
    TARGET_ARN: { StringValue: arn('sqs', 'work') },
    ERROR_CODE: { StringValue: 'InvalidParameterValue' },
  });
  expect(consoleError).toHaveBeenCalledTimes(2);
  consoleError.mockRestore();
});

test.each([
  ['InvalidArgument', { Source: '' }],
  ['InvalidArgument', { DetailType: undefined }],
  ['InvalidArgument', { Detail: undefined }],
  ['NotAuthorizedForSource', { Source: 'aws.s3' }],
  ['MalformedDetail', { Detail: '{' }],
  ['MalformedDetail', { Detail: '[1]' }],
])('%s refuses one entry, and no other', async (ErrorCode, wrong) => {
  service.addRule(rule());
  const answer = await put(entry(wrong), entry());
  expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode }, { EventId: expect.any(String) }] });
  expect(await received('work')).toHaveLength(1);
});

test.each([
  ['ValidationException', []],
  ['ValidationException', Array.from({ length: 11 }, () => entry())],
  ['ValidationException', [1, 2].map(() => entry({ Detail: JSON.stringify({ text: 'x'.repeat(131_072) }) }))],
  ['ValidationException', [entry({ TraceHeader: 'Root=1' })]],
  ['ResourceNotFoundException', [entry({ EventBusName: 'other' })]],
])('%s refuses the whole request', async (name, entries) => {
  service.addRule(rule());
  await expect(put(...entries)).rejects.toMatchObject({ name });
  expect(queues.depth('work').visible).toBe(0);
});

test('an operation that is not supported is refused', async () => {
  await expect(client.send(new PutRuleCommand({ Name: 'paid' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});

test('a rule of a bus that does not exist is an error', () => {
  expect(() => service.addRule(rule({ bus: 'other' }))).toThrow(/rule\/app\/paid belongs to a bus .* other/);
});

test('PutEvents is checked once for each bus', () => {
  const Entries = [entry(), entry(), entry({ EventBusName: undefined })];
  expect(service.permissions('PutEvents', { Entries })).toEqual(
    ['app', 'default'].map((bus) => ({ action: 'events:PutEvents', resource: arn('events', `event-bus/${bus}`) })),
  );
});
