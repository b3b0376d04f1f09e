import { afterEach, beforeEach, expect, test } from 'vitest';

import { DatabaseSync } from 'node:sqlite';

import type { Endpoint } from '../../../local/aws/endpoint.ts';
import { eventBridge, type BusEvent } from '../../../local/aws/services/event-bridge.ts';
import { arn, type AwsService } from '../../../local/aws/services/service.ts';
import { sqs } from '../../../local/aws/services/sqs.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { DomainEvent } from '../../../shared/event/domain-event.ts';
import { eventBridgeBus } from '../../../shared/event/event-bridge.bus.ts';
import { leadClientsTo } from '../../support/sdk-environment.ts';
import { serve } from '../../support/serve.ts';
import { START, thrown } from '../fixtures.ts';

interface Request {
  readonly Entries: readonly { readonly Detail: string }[];
}

let endpoint: Endpoint;
let heard: BusEvent[];
let requests: Request[];
/** What stands between the client and the bus. */
let between: (input: Request, go: () => Promise<object>) => Promise<object>;

beforeEach(async () => {
  heard = [];
  requests = [];
  between = (_input, go) => go();
  const queues = sqs({ db: new DatabaseSync(':memory:'), baseUrl: () => endpoint.url });
  const service = eventBridge({ sqs: queues });
  service.createBus('events');
  service.addRule({
    arn: arn('events', 'rule/events/all'),
    bus: 'events',
    matches: (event) => heard.push(event) === 0,
    targets: [],
  });
  const watched: AwsService = {
    ...service,
    handle: (operation, input) => {
      requests.push(input as unknown as Request);
      return between(input as unknown as Request, async () => await service.handle(operation, input));
    },
  };
  endpoint = await serve(watched);
  leadClientsTo(endpoint.url);
});
afterEach(() => endpoint.close());

const tenant_id = ids.next('ten');
const replied = (number: number, text = 'Hello'): DomainEvent => ({
  id: `evt_${number}`,
  type: 'customer.replied',
  tenant_id,
  timestamp: timestamp(START),
  data: {
    campaign: null,
    variant: null,
    customer: { id: ids.next('cus') },
    interaction_id: null,
    text,
    media_urls: [],
    replied_at: timestamp(START),
  },
});
const sizes = () => requests.map(({ Entries }) => Entries.length);
const details = () => heard.map(({ detail }) => detail);

test('an event is put with its source, its type, its time and itself as the detail', async () => {
  const event = replied(1, 'grüße 👋');
  await eventBridgeBus('events').put([event]);
  expect(heard).toEqual([
    expect.objectContaining({
      source: 'herald',
      'detail-type': 'customer.replied',
      time: '2026-11-20T12:00:00Z',
      detail: event,
    }),
  ]);
});

test('many events are put in batches of ten, each once and in order', async () => {
  const events = Array.from({ length: 23 }, (_, n) => replied(n));
  await eventBridgeBus('events').put(events);
  expect(sizes()).toEqual([10, 10, 3]);
  expect(details()).toEqual(events);
});

test('large events are put in batches that the bus accepts', async () => {
  const events = Array.from({ length: 5 }, (_, n) => replied(n, 'ü'.repeat(60_000)));
  await eventBridgeBus('events').put(events);
  expect(sizes()).toEqual([2, 2, 1]);
  expect(details()).toEqual(events);
});

test('no events make no request', async () => {
  await eventBridgeBus('events').put([]);
  expect(requests).toEqual([]);
});

/** Fails the second entry of a request, and takes the others. */
async function failSecond({ Entries }: Request): Promise<object> {
  const outcomes = Entries.map((_, place) => (place === 1 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'x' }));
  return { FailedEntryCount: 1, Entries: outcomes };
}

test('the events that the bus did not accept are put again, and no others', async () => {
  between = (input, go) => (requests.length === 1 ? failSecond(input) : go());
  const events = [replied(1), replied(2), replied(3)];
  await eventBridgeBus('events').put(events);
  expect(sizes()).toEqual([3, 1]);
  expect(details()).toEqual([events[1]]);
});

test('an event that the bus does not accept in three tries is an error', async () => {
  between = async ({ Entries }) => ({
    FailedEntryCount: Entries.length,
    Entries: Entries.map(() => ({ ErrorCode: 'InternalFailure' })),
  });
  expect(await thrown(() => eventBridgeBus('events').put([replied(1), replied(2)]))).toMatchObject({
    message: 'EventBridge did not accept 2 of 2 events.',
  });
  expect(sizes()).toEqual([2, 2, 2]);
});

test('a bus that does not exist is an error', async () => {
  await expect(eventBridgeBus('other').put([replied(1)])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
