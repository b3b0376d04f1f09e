import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { sharedQueue } from '../../../shared/runtime/shared-queue.ts';
import { fakeClock, keptConsole } from '../fixtures.ts';

let console: ReturnType<typeof keptConsole>;
beforeEach(() => {
  console = keptConsole();
});
afterEach(() => console.restore());

interface Event {
  readonly tenant_id: string;
  readonly n: number;
}

/** A queue that taps and news share: what of each was handled, and what went to the queues of their own. */
function world({ fails = () => false, isFull = false }: { fails?: (event: Event) => boolean; isFull?: boolean } = {}) {
  const done: [consumer: string, n: number][] = [];
  const waiting: [consumer: string, event: unknown][] = [];
  const handler =
    (name: string) =>
    async (batch: SQSEvent): Promise<SQSBatchResponse> => {
      const failed = batch.Records.filter(({ body }) => fails(JSON.parse(body) as Event));
      for (const { body } of batch.Records) done.push([name, (JSON.parse(body) as Event).n]);
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    };
  const ownQueue = (name: string) => ({
    async add(event: unknown, due: number, now: number) {
      if (isFull) throw new Error('no room');
      expect(due).toBeGreaterThan(now);
      waiting.push([name, event]);
    },
  });
  const consume = sharedQueue(
    { taps: handler('taps'), news: handler('news') },
    {
      clock: { environment: {}, build: () => fakeClock() },
      ownQueues: { environment: {}, build: () => new Map(['taps', 'news'].map((name) => [name, ownQueue(name)])) },
    },
  );
  return { consume, done, waiting };
}

const event = (n: number) => ({ tenant_id: 'ten_1', n });
const message = (consumer: string, n: number) => JSON.stringify({ consumer, event: event(n) });
const eventOf = (bodies: readonly string[], received = 1) =>
  ({
    Records: bodies.map((body, n) => ({
      messageId: `m${n}`,
      body,
      attributes: { ApproximateReceiveCount: String(received) },
    })),
  }) as SQSEvent;

test('each message is handled by the one that it is for, and by no other', async () => {
  const { consume, done, waiting } = world();
  expect(await consume(eventOf([message('taps', 1), message('news', 2), message('taps', 3)]))).toEqual({
    batchItemFailures: [],
  });
  expect(done).toEqual([
    ['taps', 1],
    ['news', 2],
    ['taps', 3],
  ]);
  expect(waiting).toEqual([]);
});

test('a message that fails goes to the queue of its own, and is over here', async () => {
  const { consume, waiting } = world({ fails: ({ n }) => n === 2 });
  expect(await consume(eventOf([message('taps', 1), message('news', 2)]))).toEqual({ batchItemFailures: [] });
  expect(waiting).toEqual([['news', event(2)]]);
});

test('a message that comes back goes to the queue of its own, untried', async () => {
  const { consume, done, waiting } = world();
  expect(await consume(eventOf([message('taps', 1), message('news', 2)], 2))).toEqual({ batchItemFailures: [] });
  expect(done).toEqual([]);
  expect(waiting).toEqual([
    ['taps', event(1)],
    ['news', event(2)],
  ]);
});

test('a message that could not be handed over stays, and the log says whose it is', async () => {
  const { consume } = world({ fails: ({ n }) => n === 2, isFull: true });
  expect(await consume(eventOf([message('taps', 1), message('news', 2)]))).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm1' }],
  });
  expect(console.lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { event: 'delivery.failed', tenant_id: 'ten_1' },
  ]);
});

test.each([
  ['for nobody that there is', message('calls', 1)],
  ['for what every object has', message('toString', 1)],
  ['for nobody', JSON.stringify({ event: event(1) })],
  ['of nobody', JSON.stringify({ consumer: 'taps', event: { n: 1 } })],
  ['that is no JSON', 'no json'],
])('a message %s stays', async (_, body) => {
  const { consume, done, waiting } = world();
  expect(await consume(eventOf([body]))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  expect({ done, waiting }).toEqual({ done: [], waiting: [] });
});
