import { afterEach, expect, test } from 'vitest';

import type { Json } from '../../support/api.ts';
import { addPrepared, reached, recipientsOf, reportOf, startCampaign, totalsReached } from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { numbers } from '../../support/people.ts';
import { addCustomers, newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

afterEach(() => herald.standIn.faults.clear());

/** Resumed, the campaign reaches everyone once. */
async function resumes(tenant: TestTenant, id: string): Promise<void> {
  const { status, body } = await tenant.call(`POST /v1/campaigns/${id}/resume`);
  expect({ status, reason: body.status_reason }).toEqual({ status: 202, reason: null });
  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { recipients: 12, read: 12, failed: 0, skipped: 0, unknown: 0 });
  expect(await recipientsOf(tenant)).toEqual(numbers(12));
}

test('credentials that are refused pause the campaign, and nobody is lost', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 12);
  herald.standIn.faults.rejectCredentials(true);
  const { id } = await startCampaign(tenant);
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toMatch(/The provider refused the account.*20003.*resume/);
  expect(await recipientsOf(tenant)).toEqual([]);
  expect((await reportOf(tenant, id)).totals).toMatchObject({ accepted: 0, failed: 0, skipped: 0, unknown: 0 });
  herald.standIn.faults.rejectCredentials(false);
  await resumes(tenant, id);
});

test('a provider that is gone pauses the campaign after a few tries, and nobody is lost', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 12);
  const { id } = await addPrepared(tenant);
  await herald.standIn.faults.goOffline();
  await tenant.call(`POST /v1/campaigns/${id}/execute`);
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toMatch(/could not be reached.*resume/);
  expect((await reportOf(tenant, id)).totals).toMatchObject({ accepted: 0, failed: 0, skipped: 0, unknown: 0 });
  await herald.standIn.faults.goOnline();
  await resumes(tenant, id);
});

test('old news of trouble does not stop a campaign that was resumed since', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 12);
  const { faults } = herald.stack;
  faults.add({
    service: 'dynamodb',
    operation: 'UpdateItem',
    caller: herald.stack.functionArn('chunk.send'),
    match: (input) => (input as { Key: Json }).Key.sk.S === 'CAMPAIGN',
    when: 'before',
    action: 'delay',
    delayMs: 3_000,
  });
  const { id } = await addPrepared(tenant);
  herald.standIn.faults.rejectCredentials(true);
  await tenant.call(`POST /v1/campaigns/${id}/execute`);
  await eventually(() => expect(faults.counts().delay).toBeGreaterThan(0));
  herald.standIn.faults.rejectCredentials(false);
  await tenant.call(`POST /v1/campaigns/${id}/pause`);
  await resumes(tenant, id);
  faults.clear();
});
