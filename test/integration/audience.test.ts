import { expect, inject, test } from 'vitest';

import { caller, type Json } from '../support/api.ts';
import {
  addCampaign,
  beginWithoutRun,
  messagesOf,
  reached,
  recipientsOf,
  reportOf,
  runCampaign,
  totalsReached,
} from '../support/campaigns.ts';
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

test('who did not tap gets the follow-up, and nobody else: by retargeting, and by a segment', async () => {
  const tenant = await newTenant(herald);
  const [ana, ben, cem] = await addCustomers(tenant, 3);
  const buttons = [{ id: 'call', title: 'Call', type: 'call', phone_number: '+14155550100' }];
  const only = (people: Json[]) => ({ customer_ids: people.map(({ id }) => id) });
  const first = await runCampaign(tenant, { name: 'First', buttons, target_criteria: only([ana, ben]) });
  await totalsReached(tenant, first.id, { recipients: 2 });
  const click = { customer_id: ana.id, button_id: 'call' };
  const { body: tap } = await tenant.call(`POST /v1/campaigns/${first.id}/button-click`, { body: click });
  const conversion = { conversion_type: 'order', conversion_reference_id: 'A-1' };
  const path = `POST /v1/campaigns/${first.id}/interactions/${tap.id}/conversion`;
  expect((await tenant.call(path, { body: conversion })).status).toBe(200);
  expect((await tenant.call(`GET /v1/customers/${ana.id}`)).body.last_tapped_at).toBe(tap.clicked_at);

  const retarget = `POST /v1/campaigns/${first.id}/retarget`;
  const { body: draft } = await tenant.call(retarget, { body: { who: 'not_tapped' } });
  expect(draft).toMatchObject({ name: 'First, not_tapped', status: 'draft', message_content: first.message_content });
  await tenant.call(`POST /v1/campaigns/${draft.id}/execute`);
  await reached(tenant, draft.id, 'completed');
  expect((await messagesOf(tenant, draft.id)).map(({ customer_id }) => customer_id)).toEqual([ben.id]);

  const engagement = [{ campaign_id: first.id, did: 'converted' }];
  const made = await tenant.call('POST /v1/segments', { body: { name: 'Buyers', criteria: { engagement } } });
  const segment = made.body.id;
  expect((await tenant.call(`GET /v1/segments/${segment}`)).body.count).toEqual({
    ...{ customers: 1, looked_at: 3, complete: true },
  });
  const { body: buyers } = await tenant.call(`GET /v1/customers?segment_id=${segment}`);
  expect(buyers.data.map((one: Json) => one.id)).toEqual([ana.id]);
  const { id } = await runCampaign(tenant, { target_criteria: { segments_none: [segment] } });
  const others = (await messagesOf(tenant, id)).map(({ customer_id }) => customer_id);
  expect(others.toSorted()).toEqual([ben.id, cem.id].toSorted());

  const gone = await addCampaign(tenant, { target_criteria: { segments_any: [segment] } });
  expect((await tenant.call(`DELETE /v1/segments/${segment}`)).status).toBe(200);
  await tenant.call(`POST /v1/campaigns/${gone.id}/execute`);
  const { status_reason } = await reached(tenant, gone.id, 'paused');
  expect(status_reason).toContain(`names the segment ${segment}, which does not exist. Change target_criteria`);
  await tenant.call(`PATCH /v1/campaigns/${gone.id}`, { body: { target_criteria: only([cem]) } });
  await tenant.call(`POST /v1/campaigns/${gone.id}/resume`);
  await reached(tenant, gone.id, 'completed');
  expect((await messagesOf(tenant, gone.id)).map(({ customer_id }) => customer_id)).toEqual([cem.id]);
});

test('a segment that names another is followed by every route that goes through an audience', async () => {
  const tenant = await newTenant(herald);
  const { call } = tenant;
  const [ana] = await addCustomers(tenant, 1, { tags: ['regular'] });
  await addCustomers(tenant, 1);
  const segmentOf = async (name: string, criteria: object): Promise<string> =>
    (await call('POST /v1/segments', { body: { name, criteria } })).body.id;
  const regulars = await segmentOf('Regulars', { tags_any: ['regular'] });
  const nested = await segmentOf('Nested', { segments_any: [regulars] });
  const target_criteria = { segments_any: [nested] };
  expect((await call(`GET /v1/segments/${nested}`)).body.count).toMatchObject({ customers: 1 });
  const reach = { total: 1 };
  expect((await call('POST /v1/campaigns/preflight', { body: { target_criteria } })).body).toMatchObject({ reach });

  const { id } = await addCampaign(tenant);
  expect((await call(`PATCH /v1/campaigns/${id}`, { body: { target_criteria } })).body).toMatchObject({
    target_criteria,
  });
  expect((await call(`POST /v1/campaigns/${id}/preflight`)).body).toMatchObject({ reach });
  const preview = await call(`POST /v1/campaigns/${id}/preview`, { body: { case: 'longest' } });
  expect(preview.body).toMatchObject({ customer_id: ana.id });
  const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
  const unexpected = await call(`POST /v1/campaigns/${id}/schedule`, { body: { scheduled_at, expected_reach: 2 } });
  expect(unexpected).toMatchObject({ status: 409, body: { code: 'campaign.reach' } });
  expect((await call(`POST /v1/campaigns/${id}/schedule`, { body: { scheduled_at } })).status).toBe(200);

  const { body: key } = await call('POST /v1/api-keys', { body: { name: 'drafts', scopes: ['conversations:view'] } });
  const drafter = caller(herald.url, key.key);
  for (const segment of [regulars, nested]) {
    const change = await drafter(`PATCH /v1/segments/${segment}`, { body: { criteria: { all: true } } });
    expect(change).toMatchObject({ status: 403, body: { code: 'scope.missing' } });
  }
  expect((await call(`PATCH /v1/segments/${nested}`, { body: { criteria: target_criteria } })).status).not.toBe(200);
  const changed = await call(`PATCH /v1/segments/${nested}`, { body: { criteria: { segments_none: [regulars] } } });
  expect(changed.status).toBe(200);
  const execution = await call(`POST /v1/campaigns/${id}/execute`, { body: { expected_reach: 2 } });
  expect(execution).toMatchObject({ status: 409, body: { code: 'campaign.reach' } });
});

test('an audience that names another tenant’s campaign or segment, and a follow-up of nothing, are refused', async () => {
  const [tenant, other] = [await newTenant(herald), await newTenant(herald)];
  const draft = { name: 'News', message_content: 'News!' };
  const { id: campaign_id } = await addCampaign(other);
  const { body: segment } = await other.call('POST /v1/segments', { body: { name: 'A', criteria: { all: true } } });
  const theirs = { engagement: [{ campaign_id, did: 'read' }], segments_any: [segment.id] };
  for (const target_criteria of [theirs, { not: theirs }]) {
    const refused = await tenant.call('POST /v1/campaigns', { body: { ...draft, target_criteria } });
    expect(refused.body.errors.map(({ path, code }: Json) => [path, code])).toEqual([
      ['target_criteria', 'not_found'],
      ['target_criteria', 'not_found'],
    ]);
  }
  const { id } = await addCampaign(tenant);
  const retarget = await tenant.call(`POST /v1/campaigns/${id}/retarget`, { body: { who: 'failed' } });
  expect(retarget).toMatchObject({ status: 409, body: { code: 'campaign.not_begun' } });
});

test('a clone is a draft of the same contents, audience and settings, without what happened', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 1);
  const given = { description: 'Ours', footer: 'Bye', metadata: { a: 'b' }, target_criteria: { languages: ['de'] } };
  const from = await runCampaign(tenant, { name: 'Spring', ...given });
  const { status, body } = await tenant.call(`POST /v1/campaigns/${from.id}/clone`, { body: {} });
  expect(status).toBe(200);
  const own = ['id', 'name', 'status', 'run', 'created_at', 'updated_at', 'started_at', 'completed_at', 'progress'];
  const rest = (one: Json) => Object.entries(one).filter(([field]) => ![...own, 'templates'].includes(field));
  expect(rest(body)).toEqual(rest(from));
  expect(body).toMatchObject({ name: 'Spring, copy', status: 'draft', run: 0, started_at: null, completed_at: null });
});
