import { expect, test } from 'vitest';

import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { AnswerOutcome } from '../../../shared/webhook/delivery.ts';
import { endpointAsker } from '../../../shared/webhook/endpoint-asker.ts';
import type { WebhookEndpoint } from '../../../shared/webhook/webhook-endpoint.ts';
import { fakeClock } from '../fixtures.ts';
import { endpointOf } from './fixtures.ts';

const question = { event_id: 'rec_1', body: '{}', timeout: 1_000, maxAnswer: 10 };

async function asked(endpoint: WebhookEndpoint | undefined, outcome: AnswerOutcome) {
  const urls: string[] = [];
  const asker = endpointAsker({
    asker: {
      async ask(_, { url }) {
        urls.push(url);
        return outcome;
      },
    },
    clock: fakeClock(),
    webhookEndpoints: {
      get: async (tenant, id) => (tenant === endpoint?.tenant_id && id === endpoint.id ? endpoint : undefined),
    },
  });
  const { tenant_id, id: endpoint_id } = endpoint ?? { tenant_id: ids.next('ten'), id: ids.next('whe') };
  return { answer: await asker.ask({ ...question, tenant_id, endpoint_id }), urls };
}

test('an endpoint is asked at its address, and only a good status is an answer', async () => {
  const endpoint = endpointOf();
  const good = await asked(endpoint, { status_code: 200, answer: '{}' });
  expect(good).toEqual({ answer: { answer: '{}' }, urls: [endpoint.url] });
  for (const status_code of [302, 404, 500])
    expect((await asked(endpoint, { status_code, answer: '{}' })).answer).toEqual({
      error: `It answered ${status_code}.`,
      code: 'bad_status',
    });
  const down = { error: 'down', code: 'unreachable' } as const;
  expect((await asked(endpoint, down)).answer).toEqual(down);
});

test('one that is disabled or gone is not asked', async () => {
  const good = { status_code: 200, answer: '{}' };
  const disabled = await asked(endpointOf({ status: 'disabled' }), good);
  expect(disabled).toEqual({ answer: { error: 'It is disabled.', code: 'endpoint_disabled' }, urls: [] });
  expect((await asked(undefined, good)).answer).toEqual({
    error: 'It does not exist any more.',
    code: 'endpoint_missing',
  });
});
