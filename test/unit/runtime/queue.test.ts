import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';

import { clock } from '../../../shared/runtime/dependencies.ts';
import { queue } from '../../../shared/runtime/queue.ts';
import { keptConsole } from '../fixtures.ts';

let console: ReturnType<typeof keptConsole>;
beforeEach(() => {
  console = keptConsole();
});
afterEach(() => console.restore());

const eventOf = (...bodies: string[]) =>
  ({ Records: bodies.map((body, n) => ({ messageId: `m${n}`, body })) }) as SQSEvent;

test('each message is handled, and those that failed are reported to the queue', async () => {
  const handled: number[] = [];
  const consume = queue(
    z.object({ n: z.number() }),
    async ({ n }, dependencies) => {
      expect(dependencies.clock.now()).toBeGreaterThan(0);
      if (n === 2) throw new Error('of +4915112345678');
      handled.push(n);
    },
    { clock },
  );
  const event = eventOf('{"n":1}', '{"n":2}', '{"n":"x"}', 'no json', '{"n":5}');
  expect(await consume(event)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }, { itemIdentifier: 'm3' }],
  });
  expect(handled).toEqual([1, 5]);
  expect(console.lines).toHaveLength(3);
  expect(console.lines.join()).not.toContain('+49');
  expect(console.lines.map((line) => JSON.parse(line) as object)).toMatchObject(
    new Array(3).fill({ level: 'warn', event: 'delivery.failed' }),
  );
});

test('a batch in which every message is handled has no failures', async () => {
  const consume = queue(z.object({}), async () => undefined, { clock });
  expect(await consume(eventOf('{}', '{}'))).toEqual({ batchItemFailures: [] });
  expect(console.lines).toEqual([]);
});

test('a handler that throws synchronously fails its own message alone', async () => {
  const consume = queue(
    z.object({ n: z.number() }),
    ({ n }) => {
      if (n === 1) throw new TypeError('a bug');
      return Promise.resolve();
    },
    { clock },
  );
  expect(await consume(eventOf('{"n":1}', '{"n":2}'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
});

test('a handler is told of the message beside its body', async () => {
  const seen: string[] = [];
  const consume = queue(z.object({}), async (_, __, { messageId }) => void seen.push(messageId), { clock });
  await consume(eventOf('{}', '{}'));
  expect(seen).toEqual(['m0', 'm1']);
});
