import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { campaignStore } from '../../../shared/campaign/campaign.store.ts';
import { customerStore } from '../../../shared/customer/customer.store.ts';
import { customerGiven, draftCustomer } from '../../../shared/customer/draft-customer.ts';
import { messageStore } from '../../../shared/message/message.store.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Table } from '../../../shared/platform/table-client.ts';
import { failureBreakerStore } from '../../../shared/reaction/failure-breaker.store.ts';
import { dailyCountStore } from '../../../shared/sender/daily-count.store.ts';
import { senderStore } from '../../../shared/sender/sender.store.ts';
import { webhookEndpointStore } from '../../../shared/webhook/webhook-endpoint.store.ts';
import { busyTable, cancelled, inTransaction, throttle, type Operation } from '../../support/busy-table.ts';
import { testTable } from '../../support/dynamodb.ts';
import { campaignOf, senderOf, START, thrown } from '../fixtures.ts';
import { endpointOf } from '../webhook/fixtures.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const tenant_id = ids.next('ten');
const now = timestamp(START);
const draft = () =>
  draftCustomer(customerGiven.parse({ phone_number: '+4915112345678' }), {
    tenant_id,
    id: ids.next('cus'),
    consent_id: ids.next('con'),
    now,
  });
const isWrite = (operation: Operation) => ['put', 'update', 'updateAndRead', 'remove', 'transact'].includes(operation);

/** Writes that were answered as conflicts, repeated without end, or both, when the table was throttled. */
const writes: Record<string, (table: Table) => Promise<unknown>> = {
  'a customer is added': (table) => customerStore(table).upsert(draft()),
  'a sender is added': (table) => senderStore(table).add(senderOf({ tenant_id })),
  'slots are reserved': (table) => senderStore(table).reserve(senderOf({ tenant_id }), 1, START),
  'a daily share is reserved': (table) =>
    dailyCountStore(table).reserve(senderOf({ tenant_id, daily_limit: 5 }), 1, START, START),
  'a webhook endpoint is added': (table) => webhookEndpointStore(table).add(endpointOf({ tenant_id }), 20),
  'a webhook endpoint is removed': (table) => webhookEndpointStore(table).remove(tenant_id, ids.next('whe')),
  'a campaign is scheduled': (table) =>
    campaignStore(table).add(campaignOf({ tenant_id, status: 'scheduled', scheduled_at: now })),
  'a campaign begins': (table) =>
    campaignStore(table).begin('execute', campaignOf({ tenant_id }), 1, { now, by: 'key_1' }),
  'failures are counted': (table) =>
    failureBreakerStore(table).count(tenant_id, { id: ids.next('cmp'), run: 1 }, () => ({}) as never, START),
};

describe.each(Object.entries(writes))('when %s', (_, write) => {
  test.each([
    ['throttles', () => throttle()],
    [
      'cancels transactions',
      (operation: Operation) => (operation === 'transact' ? cancelled('ThrottlingError') : throttle()),
    ],
    [
      'is busy with transactions',
      (operation: Operation) => (operation === 'transact' ? cancelled('TransactionConflict') : inTransaction()),
    ],
  ])('and the table %s, the caller is told so after a few requests', async (_why, refusal) => {
    const { table, requests } = busyTable(opened.commands, (operation) =>
      isWrite(operation) ? refusal(operation) : undefined,
    );
    expect(await thrown(() => write(table))).toMatchObject({ kind: 'unavailable', code: 'service.throttled' });
    expect(requests.length).toBeLessThan(12);
  });
});

test('an outcome that meets the transaction of a tap is recorded all the same', async () => {
  const { table, requests } = busyTable(opened.commands, (operation, request) =>
    operation === 'update' && request < 4 ? inTransaction() : undefined,
  );
  const messages = messageStore(table);
  const of = { campaign_id: ids.next('cmp'), customer_id: ids.next('cus') };
  const claim = { holder: 'one', lease_until: START + 20_000, sending_since: START };
  await messages.claim(
    tenant_id,
    { ...of, ...claim, id: ids.next('msg'), status: 'sending', attempts: 1 } as never,
    START,
  );
  await messages.accept(tenant_id, of, 'SM1', now);
  expect(requests.filter((operation) => operation === 'update')).toHaveLength(4);
  expect(await messages.get(tenant_id, of)).toMatchObject({ status: 'accepted', provider_sid: 'SM1' });
});
