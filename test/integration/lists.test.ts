import { expect, inject, test } from 'vitest';

import { ROUTES } from '../../shared/routes.ts';
import { caller, type Json } from '../support/api.ts';
import { addCampaign, runCampaign, totalsReached } from '../support/campaigns.ts';
import { exported } from '../support/exports.ts';
import { tell } from '../support/inbound.ts';
import { numbers } from '../support/people.ts';
import { expectFaults } from '../support/problem.ts';
import { sentTo, type Sent } from '../support/sent.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';
import { addDelivery, endpointPath } from '../support/webhook-endpoints.ts';

const herald = inject('herald');

/** How each list comes to hold five entries. @returns its path */
const LISTS: Readonly<Record<string, (tenant: TestTenant) => Promise<string>>> = {
  'customer.list': async (tenant) => {
    await addCustomers(tenant, 5);
    return '/v1/customers';
  },
  'campaign.list': async (tenant) => {
    for (let times = 0; times < 5; times++) await addCampaign(tenant);
    return '/v1/campaigns';
  },
  'campaign.list_audience': async (tenant) => {
    await addCustomers(tenant, 5);
    return `/v1/campaigns/${(await addCampaign(tenant)).id}/audience`;
  },
  'segment.list': async ({ call }) => {
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      await call('POST /v1/segments', { body: { name, criteria: { tags_any: [name] } } });
    return '/v1/segments';
  },
  'export.list': async (tenant) => {
    for (let times = 0; times < 5; times++) await exported(tenant, { kind: 'customers' });
    return '/v1/exports';
  },
  'media.list': async ({ call }) => {
    for (let times = 0; times < 5; times++) await call('POST /v1/media', { body: { file_name: 'Spring offer.jpg' } });
    return '/v1/media';
  },
  'template.list': async ({ call, id }) => {
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      await call('POST /v1/templates', {
        body: { name: `${name}_${id.slice(-12).toLowerCase()}`, message_content: `News, ${name}.` },
      });
    return '/v1/templates';
  },
  'message.list': async (tenant) => {
    await addCustomers(tenant, 5);
    const { id } = await runCampaign(tenant);
    // No news changes them any more.
    await totalsReached(tenant, id, { read: 5 });
    return `/v1/campaigns/${id}/messages`;
  },
  'message.list_of_customer': async (tenant) => {
    const [customer] = await addCustomers(tenant, 1);
    for (let times = 0; times < 5; times++) await sentTo(tenant, {}, customer);
    return `/v1/customers/${customer!.id}/messages`;
  },
  'consent.list': async (tenant) => {
    const [customer] = await addCustomers(tenant, 1);
    for (const source of ['two', 'three', 'four', 'five'])
      await tenant.call(`PATCH /v1/customers/${customer!.id}`, { body: { consent: { status: 'opted_in', source } } });
    return `/v1/customers/${customer!.id}/consents`;
  },
  'sender.list': async ({ call }) => {
    for (const number of numbers(4)) await call('POST /v1/senders', { body: { phone_number: number } });
    return '/v1/senders';
  },
  'api_key.list': async ({ call }) => {
    for (let times = 1; times < 5; times++)
      await call('POST /v1/api-keys', { body: { name: 'more', scopes: ['analytics:view'] } });
    return '/v1/api-keys';
  },
  'member.list': async ({ call }) => {
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      await call('POST /v1/members', { body: { email: `${name}@example.com`, role: 'viewer' } });
    return '/v1/members';
  },
  'audit.list': async (tenant) => {
    for (let times = 0; times < 5; times++) await addCampaign(tenant);
    return '/v1/audit';
  },
  'audit.list_of_campaign': async (tenant) => {
    const { id } = await addCampaign(tenant);
    for (const name of ['two', 'three', 'four', 'five'])
      await tenant.call(`PATCH /v1/campaigns/${id}`, { body: { name } });
    return `/v1/campaigns/${id}/audit`;
  },
  'interaction.list': async (tenant) => `/v1/campaigns/${(await tapFiveTimes(tenant)).campaign.id}/interactions`,
  'conversion.list': async (tenant) => {
    const { campaign } = await tapFiveTimes(tenant);
    const { data } = (await tenant.call(`GET /v1/campaigns/${campaign.id}/interactions`)).body;
    for (const { id } of data as Json[])
      await tenant.call(`POST /v1/campaigns/${campaign.id}/interactions/${id}/conversion`, {
        body: { conversion_type: 'order', conversion_reference_id: id },
      });
    return '/v1/conversions';
  },
  'interaction.list_of_customer': async (tenant) =>
    `/v1/customers/${(await tapFiveTimes(tenant)).customer.id}/interactions`,
  'reply.list': async (tenant) => `/v1/campaigns/${(await writeFiveTimes(tenant)).campaign.id}/replies`,
  'reply.list_of_customer': async (tenant) => `/v1/customers/${(await writeFiveTimes(tenant)).customer.id}/replies`,
  'webhook_endpoint.list': async (tenant) => {
    for (let times = 0; times < 5; times++) await endpointPath(tenant);
    return '/v1/webhook-endpoints';
  },
  'webhook_delivery.list': async (tenant) => {
    const endpoint = await endpointPath(tenant);
    for (let times = 0; times < 5; times++) await addDelivery(tenant, endpoint);
    return `${endpoint}/deliveries`;
  },
};

async function tapFiveTimes(tenant: TestTenant): Promise<Sent> {
  const sent = await sentTo(tenant);
  const body = { customer_id: sent.customer.id, button_id: 'call' };
  for (let times = 0; times < 5; times++)
    await tenant.call(`POST /v1/campaigns/${sent.campaign.id}/button-click`, { body });
  return sent;
}

async function writeFiveTimes(tenant: TestTenant): Promise<Sent> {
  const sent = await sentTo(tenant);
  for (let times = 0; times < 5; times++) await tell(tenant, sent, { Body: `Question ${times}` });
  return sent;
}

test('every list of the registry is looked at here', () => {
  const lists = ROUTES.filter(({ request }) => request.query?.shape['cursor']).map(({ id }) => id);
  expect(Object.keys(LISTS).toSorted()).toEqual(lists.toSorted());
});

test.for(Object.entries(LISTS))('%s', async ([, fill]) => {
  const tenant = await newTenant(herald);
  const { call } = tenant;
  const path = await fill(tenant);
  // As an earlier version made it; the first cursor gives it the secret that seals them.
  await tableOf(herald).update({ pk: `TENANT#${tenant.id}`, sk: 'TENANT' }, { remove: ['link_secret'] });
  expect((await call(`GET ${path}?limit=1`)).body.next_cursor).toMatch(/^[\w-]+$/);
  const { body: whole } = await call(`GET ${path}`);
  expect(whole.data).toHaveLength(5);
  expect(whole.next_cursor).toBeNull();
  if (whole.data[0].created_at) expect(whole.data).toEqual(whole.data.toSorted(newerFirst));

  // Page after page gives everyone once and in the same order, whatever the size of a page.
  for (const limit of [1, 2, 5, 100]) {
    const pages: Json[] = [];
    let cursor = '';
    do {
      const { body } = await call(`GET ${path}?limit=${limit}${cursor}`);
      expect(body.data.length).toBeLessThanOrEqual(limit);
      pages.push(...body.data);
      cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
    } while (cursor);
    expect(pages).toEqual(whole.data);
  }

  for (const limit of ['0', '101', '-1', '1.5', 'all', '', '1e1', '0x10', '%2010']) {
    const { status, body } = await call(`GET ${path}?limit=${limit}`);
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path: 'limit' }]);
  }

  const { body: page } = await call(`GET ${path}?limit=1`);
  const stranger = await newTenant(herald);
  const elsewhere = path === '/v1/senders' ? '/v1/customers' : '/v1/senders';
  const sealed = Buffer.from(page.next_cursor, 'base64url').toString();
  const changed = Buffer.from(sealed.replace('"}', '0"}')).toString('base64url');
  const forged = [['cursor', 'cursor']] as const;
  for (const cursor of ['x', '', Buffer.from('{"id":"x"}').toString('base64url'), changed])
    expectFaults(await call(`GET ${path}?cursor=${cursor}`), forged);
  expectFaults(await call(`GET ${elsewhere}?cursor=${page.next_cursor}`), forged);
  // What lies below another tenant's resource is absent whatever the cursor.
  if (path.split('/').length === 3) expectFaults(await stranger.call(`GET ${path}?cursor=${page.next_cursor}`), forged);
});

test('a cursor belongs to its filter', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 3, { tags: ['vip'] });
  const { body } = await tenant.call('GET /v1/customers?tag=vip&limit=1');
  const next = await tenant.call(`GET /v1/customers?tag=vip&limit=5&cursor=${body.next_cursor}`);
  expect(next.body.data).toHaveLength(2);
  expectFaults(await tenant.call(`GET /v1/customers?cursor=${body.next_cursor}`), [['cursor', 'cursor']]);
});

test('lists are narrowed by their filters', async () => {
  const tenant = await newTenant(herald);
  const [vip, plain] = [await addCustomers(tenant, 1, { tags: ['vip'] }), await addCustomers(tenant, 2)];
  const { call } = tenant;
  const listed = async (query: string) => (await call(`GET ${query}`)).body.data.map(({ id }: Json) => id);
  const number = encodeURIComponent(plain[1].phone_number);
  expect(await listed('/v1/customers?tag=vip')).toEqual([vip[0].id]);
  expect(await listed(`/v1/customers?phone_number=${number}`)).toEqual([plain[1].id]);
  expect(await listed(`/v1/customers?phone_number=${number}&tag=vip`)).toEqual([]);

  const [draft, cancelled] = [await addCampaign(tenant), await addCampaign(tenant)];
  await call(`POST /v1/campaigns/${cancelled.id}/cancel`);
  expect(await listed('/v1/campaigns?status=draft')).toEqual([draft.id]);
  expect(await listed('/v1/campaigns?status=cancelled')).toEqual([cancelled.id]);
  expect((await call('GET /v1/campaigns?status=gone')).status).toBe(400);
});

function newerFirst(one: Json, other: Json): number {
  const place = ({ created_at, id }: Json) => `${created_at} ${id}`;
  return place(one) < place(other) ? 1 : -1;
}

test('what names a customer has it in full when that is asked for, and the key may read customers', async () => {
  const tenant = await newTenant(herald);
  const { campaign, customer } = await tapFiveTimes(tenant);
  const { body: key } = await tenant.call('POST /v1/api-keys', {
    body: { name: 'view', scopes: ['conversations:view'] },
  });
  const viewer = caller(herald.url, key.key);
  const messages = `GET /v1/campaigns/${campaign.id}/messages`;
  for (const list of [messages, `GET /v1/campaigns/${campaign.id}/interactions`]) {
    const { body } = await tenant.call(`${list}?expand=customer`);
    expect(body.data[0].customer).toMatchObject({ id: customer.id, phone_number: customer.phone_number });
    expect((await tenant.call(list)).body.data[0]).not.toHaveProperty('customer');
    expect((await viewer(`${list}?expand=customer`)).status).toBe(403);
  }
  const { body: message } = await tenant.call(`${messages}/${customer.id}?expand=customer`);
  expect(message).toMatchObject({ customer_id: customer.id, customer: { id: customer.id } });
  expect((await tenant.call(`${messages}/cus_none`)).body.code).toBe('message.not_found');
});

test('people are listed by what they said, and by segment, with every other filter', async () => {
  const tenant = await newTenant(herald);
  const [first = '', ...plainNumbers] = numbers(3);
  const [vip] = await addCustomers(tenant, [first], { tags: ['vip'] });
  const plain = await addCustomers(tenant, plainNumbers);
  const { call } = tenant;
  const listed = async (query: string) => (await call(`GET ${query}`)).body.data.map(({ id }: Json) => id);
  const withNumber = ({ phone_number }: Json) => `&phone_number=${encodeURIComponent(phone_number)}`;
  await call(`PATCH /v1/customers/${plain[0].id}`, { body: { consent: { status: 'opted_out', source: 'test' } } });
  expect(await listed('/v1/customers?consent=opted_out')).toEqual([plain[0].id]);
  expect((await call('GET /v1/customers?consent=opted_in&count=true')).body.count).toEqual({
    value: 2,
    complete: true,
  });
  const criteria = { tags_none: ['vip'] };
  const { body: segment } = await call('POST /v1/segments', { body: { name: 'Plain', criteria } });
  const inSegment = `/v1/customers?segment_id=${segment.id}`;
  const [newest, older] = [plain[1].id, plain[0].id].toSorted().toReversed();
  expect(await listed(inSegment)).toEqual([newest, older]);
  expect((await call(`GET ${inSegment}&count=true&limit=1`)).body).toMatchObject({
    data: [{ id: newest }],
    count: { value: 2, complete: true },
  });
  expect(await listed(`${inSegment}&consent=opted_out`)).toEqual([plain[0].id]);
  expect(await listed(`${inSegment}&tag=vip`)).toEqual([]);
  expect(await listed(inSegment + withNumber(plain[1]))).toEqual([plain[1].id]);
  expect(await listed(inSegment + withNumber(vip))).toEqual([]);
  const { body: page } = await call(`GET ${inSegment}&limit=1`);
  expect(await listed(`${inSegment}&limit=1&cursor=${page.next_cursor}`)).toEqual([older]);
  expectFaults(await call(`GET /v1/customers?cursor=${page.next_cursor}`), [['cursor', 'cursor']]);
  const rest = { name: 'The rest', criteria: { segments_none: [segment.id] } };
  const { body: others } = await call('POST /v1/segments', { body: rest });
  expect(await listed(`/v1/customers?segment_id=${others.id}`)).toEqual([vip.id]);
  await call(`DELETE /v1/segments/${others.id}`);
  await call(`DELETE /v1/segments/${segment.id}`);
  expect((await call(`GET ${inSegment}`)).body.code).toBe('segment.not_found');
});
