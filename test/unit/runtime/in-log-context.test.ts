import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';

import { addToLogContext, logContext } from '../../../shared/platform/log-context.ts';
import { log } from '../../../shared/platform/log.ts';
import { idsIn } from '../../../shared/runtime/log-ids.ts';
import { queue } from '../../../shared/runtime/queue.ts';
import { keptConsole } from '../fixtures.ts';

let console: ReturnType<typeof keptConsole>;
beforeEach(() => {
  console = keptConsole();
  vi.stubEnv('STAGE', 'test');
});
afterEach(() => {
  console.restore();
  vi.unstubAllEnvs();
});

const logged = () => console.lines.map((line) => JSON.parse(line) as Record<string, unknown>);

test('messages of a batch that are handled at the same time keep their ids apart', async () => {
  const body = z.object({ tenant_id: z.string(), campaign_id: z.string() });
  const both = Promise.withResolvers<void>();
  let begun = 0;
  const consume = queue(
    body,
    async () => {
      if (++begun === 2) both.resolve();
      await both.promise;
      log('chunk.sent', { count: 1 });
    },
    {},
  );
  const of = (n: number) => ({ body: JSON.stringify({ tenant_id: `ten_${n}`, campaign_id: `cmp_${n}` }) });
  await consume({ Records: [of(1), of(2)] } as SQSEvent, { awsRequestId: 'req_1' });
  expect(logged()).toMatchObject(
    [1, 2].map((n) => ({ request_id: 'req_1', tenant_id: `ten_${n}`, campaign_id: `cmp_${n}` })),
  );
  expect(logContext()).toEqual({});
});

test('a line that is counted names its metric and its stage, and nothing else is a dimension', async () => {
  const consume = queue(
    z.object({}),
    async () => log('chunk.postponed', { tenant_id: 'ten_1', code: 'late', count: 3 }),
    {},
  );
  await consume({ Records: [{ body: '{}' }] } as SQSEvent);
  expect(logged()).toEqual([
    {
      ...{ level: 'info', event: 'chunk.postponed', tenant_id: 'ten_1', code: 'late', count: 3 },
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'Herald',
            Dimensions: [['Stage', 'Reason']],
            Metrics: [{ Name: 'SlotsMissed', Unit: 'Count' }],
          },
        ],
      },
      ...{ Stage: 'test', Reason: 'late', SlotsMissed: 3 },
    },
  ]);
});

test('what is added outside of any work is in no line', () => {
  addToLogContext({ tenant_id: 'ten_1' });
  log('rollup.folded', { count: 1 });
  expect(logged()).toEqual([{ level: 'info', event: 'rollup.folded', count: 1 }]);
});

test.each([
  [
    { tenant_id: 'ten_1', campaign_id: 'cmp_1', lane: 0, phone_number: '+491' },
    { tenant_id: 'ten_1', campaign_id: 'cmp_1', lane: 0 },
  ],
  [
    {
      tenant_id: 'ten_1',
      id: 'evt_1',
      data: { campaign: { id: 'cmp_1' }, customer: { id: 'cus_1' }, message_id: 'msg_1' },
    },
    { tenant_id: 'ten_1', campaign_id: 'cmp_1', customer_id: 'cus_1', message_id: 'msg_1' },
  ],
  [{ data: { campaign: null, interaction: { message_id: 'msg_2' } } }, { message_id: 'msg_2' }],
  [undefined, {}],
])('the ids in %j are %j', (input, ids) => {
  expect(idsIn(input)).toEqual(ids);
});

test('a handler that another one calls logs the request of that one', async () => {
  const inner = queue(z.object({}), async () => log('chunk.sent', { count: 1 }), {});
  const outer = queue(
    z.object({}),
    async (_, __, record) => {
      await inner({ Records: [record] });
    },
    {},
  );
  await outer({ Records: [{ body: '{}' }] } as SQSEvent, { awsRequestId: 'req_1' });
  expect(logged()).toMatchObject([{ request_id: 'req_1' }]);
});
