import { afterAll, expect, test } from 'vitest';

import {
  addPrepared,
  messagesOf,
  reached,
  reportOf,
  runCampaign,
  sentBy,
  startCampaign,
  totalsReached,
} from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { tell } from '../../support/inbound.ts';
import { numbers } from '../../support/people.ts';
import { tableOf } from '../../support/table.ts';
import { newTenant, type TestTenant } from '../../support/tenant.ts';
import { herald } from './herald.ts';

const PEOPLE = 16;
/** Everybody reads what they get. Each test has people of its own, since a fault is about people's numbers. */
const everybody = numbers(16 * PEOPLE);
let taken = 0;

const TEMPLATE = { buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }] };

afterAll(() => herald.standIn.faults.clear());

/**
 * A tenant whose people the provider refuses with a code, as long as `isRefused` says so.
 * @param times how many messages at most
 */
async function refusedTenant(code: number, times = Infinity) {
  const people = everybody.slice(taken, (taken += PEOPLE)).toSorted();
  const tenant = await newTenant(herald);
  const body = ['phone_number,consent', ...people.map((number) => `${number},opted_in`)].join('\n');
  const { body: imported } = await tenant.call('POST /v1/customers/import', { body, type: 'text/csv' });
  expect(imported).toMatchObject({ imported: PEOPLE });
  let isRefused = true;
  const theirs = new Set(people.map((number) => `whatsapp:${number}`));
  const to = (number: string) => isRefused && theirs.has(number);
  if (code > 0) herald.standIn.faults.creates({ code }, { times, to });
  return { tenant, people, accept: () => void (isRefused = false) };
}

/** Whom the provider delivers to, sorted: somebody with two messages is there twice. */
async function delivered(tenant: TestTenant): Promise<string[]> {
  const messages = await sentBy(tenant);
  const arrived = messages.filter(({ status }) => status === 'delivered' || status === 'read');
  return arrived.map(({ to }) => to.replace('whatsapp:', '')).toSorted();
}

/** Once nobody has failed and nobody's message is on its way any more: the rest waits. */
async function waits(tenant: TestTenant, id: string): Promise<void> {
  await totalsReached(tenant, id, { accepted: 0, sent: 0, failed: 0, unknown: 0, skipped: 0 });
  // The report is some seconds behind the messages.
  await eventually(async () => {
    const messages = await messagesOf(tenant, id);
    expect(messages.filter(({ status }) => status !== 'retry')).toEqual([]);
  });
  const suppressed = (await tenant.call('GET /v1/customers?limit=100')).body.data.filter(
    (customer: { suppressed: unknown }) => customer.suppressed,
  );
  expect(suppressed).toEqual([]);
}

/** Resumed, the campaign reaches everyone once. */
async function resumes(tenant: TestTenant, id: string, people: readonly string[]): Promise<void> {
  const { status } = await tenant.call(`POST /v1/campaigns/${id}/resume`);
  expect(status).toBe(202);
  await totalsReached(tenant, id, { recipients: PEOPLE, read: PEOPLE, failed: 0, skipped: 0, unknown: 0 });
  await reached(tenant, id, 'completed');
  expect(await delivered(tenant)).toEqual(people);
}

test.concurrent.for([
  [21609, 'callbacks: it must be reachable', /PUBLIC_BASE_URL/],
  [63015, 'sandbox', /WhatsApp sender of your own/],
  [63016, 'may not send this template', /write to the sandbox first/],
  [77777, '', /documentation of this error/],
] as const)('%i pauses, nobody fails, and resumed everyone gets it once', async ([code, meaning, remedy]) => {
  const { tenant, people, accept } = await refusedTenant(code);
  const { id } = await startCampaign(tenant, TEMPLATE);
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toContain(`(error ${code})`);
  expect(status_reason).toContain(meaning);
  expect(status_reason).toMatch(remedy);
  await waits(tenant, id);
  accept();
  await resumes(tenant, id, people);
});

test.concurrent.for([
  [63018, 'people that the business may write to in 24 hours'],
  [63038, "account's daily limit"],
] as const)('%i makes everyone wait until the limit may have passed', async ([code, limit]) => {
  const { tenant } = await refusedTenant(code);
  const { id } = await startCampaign(tenant, TEMPLATE);
  await eventually(async () => {
    const { body } = await tenant.call(`GET /v1/campaigns/${id}`);
    expect(body).toMatchObject({ status: 'sending', status_reason: expect.stringContaining(limit) });
    expect(body.status_reason).toMatch(/Sending goes on by itself about \d{4}-\d\d-\d\d \d\d:\d0 UTC\.$/);
  });
  await waits(tenant, id);
  const tried = (await sentBy(tenant)).length;
  await tenant.call(`POST /v1/campaigns/${id}/cancel`);
  // Whoever was not planned yet when the limit was reached is not in the campaign.
  await eventually(async () => {
    const { totals } = await reportOf(tenant, id);
    expect(totals).toMatchObject({ skipped: totals.recipients, failed: 0, accepted: 0 });
  });
  expect(await sentBy(tenant)).toHaveLength(tried);
});

test.concurrent('63017 of a few makes these wait for a slower pace, and everyone gets it once', async () => {
  const { tenant, people } = await refusedTenant(63017, 3);
  const { id } = await startCampaign(tenant, TEMPLATE);
  await totalsReached(tenant, id, { recipients: PEOPLE, read: PEOPLE, failed: 0, skipped: 0, unknown: 0 });
  await reached(tenant, id, 'completed');
  expect(await delivered(tenant)).toEqual(people);
  expect(await sentBy(tenant)).toHaveLength(PEOPLE + 3);
});

test.concurrent('63049 makes everyone wait a day where the tenant wants it, once', async () => {
  const { tenant } = await refusedTenant(63049);
  await tenant.call('PATCH /v1/tenant', { body: { retry_held_back: true } });
  const { id } = await startCampaign(tenant, TEMPLATE);
  await eventually(async () => {
    const { body } = await tenant.call(`GET /v1/campaigns/${id}`);
    expect(body).toMatchObject({ status: 'sending', status_reason: expect.stringContaining('tried once more') });
  });
  await waits(tenant, id);
  expect(await sentBy(tenant)).toHaveLength(PEOPLE);
});

test.concurrent('63016 of a message that is no template fails those who get none, since it is about them', async () => {
  const { tenant } = await refusedTenant(63016);
  const { body } = await tenant.call('GET /v1/customers?limit=100');
  for (const customer of body.data) expect((await tell(tenant, { customer }, { Body: 'Hi' })).status).toBe(200);
  const { id } = await runCampaign(tenant, { send_as: 'session' });
  const { failures } = await totalsReached(tenant, id, { recipients: PEOPLE, failed: PEOPLE });
  expect(failures).toMatchObject([{ error_code: '63016', class: 'outside_window', count: PEOPLE }]);
});

test.concurrent('a template that is gone pauses, and resumed it is made anew', async () => {
  const { tenant, people } = await refusedTenant(0);
  const words = { ...TEMPLATE, message_content: `News of ${tenant.id} for you!` };
  const { id } = await addPrepared(tenant, words);
  await removeContents(tenant);
  await tenant.call(`POST /v1/campaigns/${id}/execute`);
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toMatch(/error 21655.*no longer exists.*makes it anew/);
  await waits(tenant, id);
  await resumes(tenant, id, people);
});

test.concurrent('what the provider says of a sender is read before it sends, and shown', async () => {
  const { tenant } = await refusedTenant(0);
  await introduce(tenant);
  await runCampaign(tenant, { target_criteria: { tags_any: ['nobody'] } });
  const { body: sender } = await tenant.call(`GET /v1/senders/${tenant.sender_id}`);
  expect(sender).toMatchObject({ messaging_limit: 100_000, quality_rating: expect.any(String) });
});

/** The stand-in knows a sender once it has sent something. */
async function introduce(tenant: TestTenant): Promise<void> {
  const { account_sid = '' } = tenant.credentials ?? {};
  const url = `${herald.providerUrl}/2010-04-01/Accounts/${account_sid}/Messages.json`;
  const body = new URLSearchParams({
    To: 'whatsapp:+33639989999',
    From: `whatsapp:${tenant.sender_number}`,
    Body: 'Hello',
  });
  expect((await fetch(url, { method: 'POST', headers: authorized(tenant), body })).status).toBe(201);
}

function authorized({ credentials }: TestTenant): Record<string, string> {
  const { account_sid = '', auth_token = '' } = credentials ?? {};
  return { authorization: `Basic ${Buffer.from(`${account_sid}:${auth_token}`).toString('base64')}` };
}

/** Deletes the tenant's own template at the provider, as somebody may in its console. */
async function removeContents(tenant: TestTenant): Promise<void> {
  const sid = await templateOf(tenant);
  const url = `${herald.providerUrl}/v1/Content/${sid}`;
  expect((await fetch(url, { method: 'DELETE', headers: authorized(tenant) })).status).toBe(204);
}

async function templateOf(tenant: TestTenant): Promise<string> {
  const page = await tableOf(herald).query({ pk: `TENANT#${tenant.id}#TEMPLATES`, limit: 2 });
  const ready = page.items.flatMap(({ content_sid }) => content_sid ?? []);
  expect(ready).toHaveLength(1);
  return String(ready[0]);
}
