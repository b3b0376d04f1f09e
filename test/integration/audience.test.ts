import { expect, inject, test } from 'vitest';

import {
  beginWithoutRun,
  messagesOf,
  planned,
  reached,
  recipientsOf,
  reportOf,
  runCampaign,
  sentBy,
  startCampaign,
  totalsReached,
} from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { numbers } from '../support/people.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';

const herald = inject('herald');

test.concurrent('every criterion narrows the audience', async () => {
  const tenant = await newTenant(herald);
  const people = numbers(5);
  const add = async (fields: object, number = people.shift() ?? ''): Promise<string> => {
    const [{ id }] = await addCustomers(tenant, [number], fields);
    return id;
  };
  const attributes = { city: 'Lyon', age: 30 };
  const ana = await add({ tags: ['vip', 'new'], language: 'fr-CA', attributes });
  const ben = await add({ tags: ['vip'], language: 'de', attributes: { ...attributes, city: 'Lille' } });
  const eve = await add({ tags: ['old'], language: 'fr', attributes });
  const leo = await add({ language: 'fr', attributes: { ...attributes, age: '30' } });
  const usa = await add({ tags: ['vip', 'new'], attributes }, '+12025550100');
  await add({});

  const audiences: (readonly [object, string[]])[] = [
    [{ tags_any: ['new', 'old'], languages: ['FR'] }, [ana, eve]],
    [{ tags_all: ['vip', 'new'], countries: ['FR', 'DE'] }, [ana]],
    [
      { attributes: { city: ['Lyon', 'Lille'], age: 30 }, tags_none: ['new'], customer_ids: [ana, ben, leo, usa] },
      // A file's cells are texts, so that a number meets the same number as text.
      [ben, leo],
    ],
  ];
  await Promise.all(
    audiences.map(async ([target_criteria, audience]) => {
      const { id } = await runCampaign(tenant, { target_criteria });
      const sentTo = (await messagesOf(tenant, id)).map(({ customer_id }) => customer_id);
      expect(sentTo.toSorted()).toEqual(audience.toSorted());
    }),
  );
});

test.concurrent('only who opted in is sent to; the others are skipped with the reason', async () => {
  const tenant = await newTenant(herald);
  const [willing = '', out = '', silent = ''] = numbers(3);
  await addCustomers(tenant, [willing]);
  await addCustomers(tenant, [out], { consent: { status: 'opted_out', source: 'test' } });
  await addCustomers(tenant, [silent], { consent: undefined });
  const { id } = await runCampaign(tenant);
  const report = await totalsReached(tenant, id, { recipients: 3, accepted: 1, skipped: 2, read: 1 });
  expect(report.skipped).toEqual({ opted_out: 1, not_opted_in: 1 });
  expect(await recipientsOf(tenant)).toEqual([willing]);
  const { body: skipped } = await tenant.call(`GET /v1/campaigns/${id}/messages?status=skipped`);
  expect(skipped.data).toMatchObject(Array(2).fill({ attempts: 0, payload: null, provider_sid: null }));
});

test.concurrent('consent at the moment of sending decides, and who is erased meanwhile is not sent to', async () => {
  // One message in 30 s: a busy machine, too, has changed the others by then.
  const tenant = await newTenant(herald, { rate: 0.033 });
  const customers = await addCustomers(tenant, 3);
  const { id } = await startCampaign(tenant);
  await planned(tenant, id, 3);
  const [sent] = await eventually(async () => {
    const all = await sentBy(tenant);
    expect(all).toHaveLength(1);
    return all;
  });
  const [leaver, erased] = customers.filter(({ phone_number }) => sent?.to !== `whatsapp:${phone_number}`);
  const consent = { status: 'opted_out', source: 'a letter' };
  await tenant.call(`PATCH /v1/customers/${leaver.id}`, { body: { consent } });
  await tenant.call(`DELETE /v1/customers/${erased.id}`);

  await reached(tenant, id, 'completed');
  const report = await totalsReached(tenant, id, { recipients: 3, read: 1, skipped: 2 });
  expect(report.skipped).toEqual({ opted_out: 1, customer_deleted: 1 });
  expect(await sentBy(tenant)).toHaveLength(1);
});

test.concurrent('a customer erased after the campaign leaves the counts as they are', async () => {
  const tenant = await newTenant(herald);
  const [{ id: customer_id }] = await addCustomers(tenant, 1);
  const { id } = await runCampaign(tenant);
  const { totals } = await totalsReached(tenant, id, { recipients: 1, read: 1 });
  await tenant.call(`DELETE /v1/customers/${customer_id}`);
  expect((await reportOf(tenant, id)).totals).toEqual(totals);
  expect(await messagesOf(tenant, id)).toMatchObject([{ customer_id, status: 'read' }]);
});

test.concurrent('whoever became a customer after the start is not in the audience', async () => {
  const tenant = await newTenant(herald);
  const [before = '', after = ''] = numbers(2);
  await addCustomers(tenant, [before]);
  // Nobody is planned before the resume.
  const { id, started_at } = await beginWithoutRun(tenant);
  await addCustomers(tenant, [after]);
  await tenant.call(`POST /v1/campaigns/${id}/pause`);
  await tenant.call(`POST /v1/campaigns/${id}/resume`);
  expect((await reached(tenant, id, 'completed')).started_at).toBe(started_at);
  expect(await recipientsOf(tenant)).toEqual([before]);
  expect((await reportOf(tenant, id)).totals.recipients).toBe(1);
});
