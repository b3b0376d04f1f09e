import { expect, inject, test } from 'vitest';

import { laneStore } from '../../shared/run/lane.store.ts';
import { LANES } from '../../shared/platform/lanes.ts';
import type { Json } from '../support/api.ts';
import {
  messagesOf,
  planned,
  reached,
  recipientsOf,
  runCampaign,
  startCampaign,
  totalsReached,
} from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { numbers } from '../support/people.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');
const PEOPLE = 8;
const BUTTON = { id: 'yes', title: 'Yes please', type: 'reply' };

/** Once so many people of a campaign are parked, and each of the others has a message. */
function waiting(tenant: TestTenant, id: string, people: number): Promise<void> {
  const lanes = laneStore(tableOf(herald));
  return eventually(async () => {
    const chunks = await Promise.all(
      Array.from({ length: LANES }, (_, lane) => lanes.parked(tenant.id, id, lane, 100)),
    );
    expect(new Set(chunks.flat().flatMap(({ recipients }) => recipients)).size).toBe(people);
    expect(await messagesOf(tenant, id)).toHaveLength(PEOPLE - people);
  });
}

/** The campaign, once it says why it waits. */
function explained({ call }: TestTenant, id: string, why: RegExp): Promise<Json> {
  return eventually(async () => {
    const { body } = await call(`GET /v1/campaigns/${id}`);
    expect(body).toMatchObject({ status: 'sending', status_reason: expect.stringMatching(why) });
    return body;
  });
}

async function resumed(tenant: TestTenant, id: string): Promise<void> {
  await tenant.call(`POST /v1/campaigns/${id}/pause`);
  await tenant.call(`POST /v1/campaigns/${id}/resume`);
  const { status_reason } = await reached(tenant, id, 'completed');
  expect(status_reason).toBeNull();
}

test.concurrent('outside the sending hours everyone waits; wider hours count after a pause', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, PEOPLE, { timezone: 'Asia/Kolkata' });
  // Three days from now, wherever it is.
  const days = [((new Date().getUTCDay() + 2) % 7) + 1];
  await tenant.call('PATCH /v1/tenant', { body: { sending_hours: { from: '00:00', to: '24:00', days } } });
  const { id } = await startCampaign(tenant);
  await planned(tenant, id, PEOPLE);
  await waiting(tenant, id, PEOPLE);
  const { status_reason } = await explained(tenant, id, /sending hours/);
  const [until = ''] = /\d{4}-\S+Z/.exec(status_reason) ?? [];
  expect(until).toMatch(/T18:30:00\.000Z$/);
  expect(await recipientsOf(tenant)).toEqual([]);

  await tenant.call('PATCH /v1/tenant', { body: { sending_hours: null } });
  await resumed(tenant, id);
  expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE));
});

test.concurrent('over two campaigns nobody gets more than the frequency cap permits', async () => {
  const tenant = await newTenant(herald);
  const customers = await addCustomers(tenant, PEOPLE);
  await tenant.call('PATCH /v1/tenant', { body: { frequency_cap: { per_day: 1, per_week: 3 } } });
  const some = customers.slice(0, 3).map((customer) => customer.id);
  await runCampaign(tenant, { target_criteria: { customer_ids: some } });

  const { id } = await startCampaign(tenant);
  await waiting(tenant, id, 3);
  await explained(tenant, id, /frequency_cap/);
  expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE));

  await tenant.call('PATCH /v1/tenant', { body: { frequency_cap: { per_week: 2 } } });
  await resumed(tenant, id);
  expect(await recipientsOf(tenant)).toEqual([...numbers(PEOPLE), ...numbers(3)].toSorted());
});

test.concurrent('a sender writes to as many people a day as its limit permits', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, PEOPLE);
  const sender = `PATCH /v1/senders/${tenant.sender_id}`;
  await tenant.call(sender, { body: { daily_limit: 5 } });
  const { id } = await startCampaign(tenant, { buttons: [BUTTON] });
  await explained(tenant, id, /daily_limit/);
  await eventually(async () => expect(await recipientsOf(tenant)).toHaveLength(5));
  expect(await messagesOf(tenant, id)).toHaveLength(5);

  await tenant.call(sender, { body: { daily_limit: null } });
  await resumed(tenant, id);
  expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE));
});

/** A zone in which it is about noon, so that no day ends while a test runs. */
function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  return `Etc/GMT${ahead >= 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

test.concurrent(
  'a day costs as much as the spend cap permits: preflight, campaign, alert and test say so',
  async () => {
    const tenant = await newTenant(herald);
    const { call } = tenant;
    await addCustomers(tenant, PEOPLE);
    const price = { marketing: '0.5', utility: '0.2', service: '0.2' };
    const message_prices = { currency: 'EUR', own: { FR: price } };
    const spend_cap = { amount: '2.6', time_zone: noonZone() };
    expect((await call('PATCH /v1/tenant', { body: { message_prices, spend_cap } })).body).toMatchObject({ spend_cap });
    const draft = {
      ...{ name: 'Autumn', message_content: 'Hi, we have news.', target_criteria: { all: true } },
      buttons: [BUTTON],
    };
    const { body: foretold } = await call('POST /v1/campaigns/preflight', { body: draft });
    expect(foretold.warnings).toContainEqual({
      code: 'spend_cap',
      message: expect.stringMatching(/counts as 4\.00 EUR.*2\.60 EUR in a day, of which 0\.00 EUR are spent/),
    });
    expect(Date.parse(foretold.timing.ends_at) - Date.now()).toBeGreaterThan(10 * 3_600_000);
    expect((await call('GET /v1/alerts')).body.data).toEqual([]);

    const { id } = await startCampaign(tenant, { buttons: [BUTTON] });
    await explained(tenant, id, /spend_cap/);
    await eventually(async () => expect(await recipientsOf(tenant)).toHaveLength(5));
    expect(await messagesOf(tenant, id)).toHaveLength(5);
    expect((await call('GET /v1/alerts')).body.data).toEqual([
      expect.objectContaining({
        kind: 'spend_cap_reached',
        message: expect.stringMatching(/^2\.50 EUR of the 2\.60 EUR/),
      }),
    ]);
    const { body: tested } = await call(`POST /v1/campaigns/${id}/test`, { body: { to: numbers(1) } });
    expect(tested.results).toMatchObject([{ status: 'refused', reason: 'spend_cap' }]);

    await call('PATCH /v1/tenant', { body: { spend_cap: { ...spend_cap, amount: '4.1' } } });
    await resumed(tenant, id);
    expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE));
  },
);

test.concurrent(
  'nobody with a number of the United States gets a marketing template, and a warning says so',
  async () => {
    const tenant = await newTenant(herald);
    await addCustomers(tenant, ['+14155550123', '+12125550123', ...numbers(1)]);
    const { id } = await runCampaign(tenant, { buttons: [BUTTON] });
    const { body } = await tenant.call(`GET /v1/campaigns/${id}`);
    expect(body.warnings).toEqual([
      { code: 'us_marketing', count: 2, message: expect.stringContaining('target_criteria.countries') },
    ]);
    const { totals, skipped } = await totalsReached(tenant, id, { recipients: 3, read: 1 });
    expect([totals.failed, skipped]).toEqual([0, { us_marketing: 2 }]);
    expect(await recipientsOf(tenant)).toEqual(numbers(1));
    const utility = await runCampaign(tenant, { category: 'utility' });
    expect((await tenant.call(`GET /v1/campaigns/${utility.id}`)).body.warnings).toEqual([]);
    await totalsReached(tenant, utility.id, { recipients: 3, skipped: 0 });
  },
);
