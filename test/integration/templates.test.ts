import { randomUUID } from 'node:crypto';

import { expect, inject, test } from 'vitest';

import { addCampaign, reached, recipientsOf, sentBy, totalsReached } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { bodyHash, signature } from '../support/status-callback.ts';
import { numbers } from '../support/people.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const draft = (name: string, more: object = {}) => ({
  name: `${name}_${Math.random().toString(36).slice(2)}`,
  message_content: 'Hello {{attributes.title}}, we have news for you.',
  ...more,
});

const REPLY = { buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }] };

/** Makes the stand-in change something. */
async function act({ served }: TestTenant, given: object): Promise<void> {
  const answer = await fetch(`${served.providerUrl}/_stand-in/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  });
  expect(answer.status).toBe(200);
}

/** All of a tenant's approved templates: its account is shared by all tests, so there may be pages of them. */
async function approvedIds({ call }: TestTenant): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  for (let pages = 0; pages < 50; pages += 1) {
    const { body } = await call(`GET /v1/templates?status=approved&limit=100${cursor}`);
    ids.push(...body.data.map(({ id }: { id: string }) => id));
    if (!body.next_cursor) return ids;
    cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
  }
  throw new Error('The list did not end.');
}

test('a template is made, submitted, listed by status, read, synchronized and deleted', async () => {
  const tenant = await newTenant(inject('herald'));
  const { call } = tenant;
  const made = await call('POST /v1/templates', { body: draft('made') });
  expect(made.body).toMatchObject({ status: 'draft', content: { body: 'Hello {{1}}, we have news for you.' } });
  const path = `/v1/templates/${made.body.id}`;
  const submitted = await call(`POST ${path}/submit`, { body: {} });
  expect(submitted.status).toBe(202);
  expect(['submitted', 'approved']).toContain(submitted.body.status);
  expect((await call(`POST ${path}/submit`, { body: {} })).body.code).toBe('template.status');
  const { body: sync } = await call('POST /v1/templates/sync');
  await eventually(async () => {
    expect((await call(`GET /v1/jobs/${sync.job_id}`)).body.status).toBe('succeeded');
  });
  expect((await call(`GET ${path}`)).body).toMatchObject({ status: 'approved', category: 'marketing' });
  expect(await approvedIds(tenant)).toContain(made.body.id);
  expect((await call(`DELETE ${path}`)).body.status).toBe('gone');
  expect((await call(`GET ${path}`)).body.status).toBe('gone');
  expect((await (await newTenant(inject('herald'))).call(`GET ${path}`)).status).toBe(404);
});

test.each([
  ['prepared', 'prepare'],
  ['sent', 'execute'],
])('the template of a campaign that is %s is listed without a sync', async (_, step) => {
  const tenant = await newTenant(inject('herald'));
  await addCustomers(tenant, 1, { name: 'Ana' });
  const { id } = await addCampaign(tenant, { message_content: `Hello {{name}}, news of ${randomUUID()}.`, ...REPLY });
  await tenant.call(`POST /v1/campaigns/${id}/${step}`);
  const made = async () => (await tenant.call(`GET /v1/campaigns/${id}`)).body.templates[0];
  await eventually(async () => expect((await made()).status).not.toBe('unprepared'));
  const { content_sid } = await made();
  const { body } = await tenant.call('GET /v1/templates');
  expect(body.data).toMatchObject([{ content_sid, category: 'marketing' }]);
  expect(['submitted', 'approved']).toContain(body.data[0].status);
  await eventually(async () => expect((await made()).status).toBe('approved'));
  expect((await tenant.call('GET /v1/templates')).body.data).toMatchObject([{ content_sid, status: 'approved' }]);
});

test('an existing template is sent by a campaign with the variables of its own numbers', async () => {
  const tenant = await newTenant(inject('herald'));
  const { call } = tenant;
  const made = await call('POST /v1/templates', { body: draft('existing') });
  await call(`POST /v1/templates/${made.body.id}/submit`, { body: {} });
  const [customer] = await addCustomers(tenant, 1, { name: 'Ana' });
  const body = {
    name: 'With a template',
    template_id: made.body.id,
    template_variables: { '1': '{{name}}' },
    target_criteria: { all: true },
    sender_id: tenant.sender_id,
  };
  const { body: campaign, status } = await call('POST /v1/campaigns', { body });
  expect([status, campaign.message_content]).toEqual([200, 'Hello {{name}}, we have news for you.']);
  await call(`POST /v1/campaigns/${campaign.id}/execute`);
  await eventually(async () => {
    const { body: message } = await call(`GET /v1/campaigns/${campaign.id}/messages/${customer.id}`);
    expect(message.payload).toEqual({ content_sid: made.body.content_sid, content_variables: { '1': 'Ana' } });
  });
  // WhatsApp pauses the template, and Twilio tells of it.
  const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
  const { body: later } = await call('POST /v1/campaigns', { body: { ...body, scheduled_at } });
  const state = async () => (await call(`GET /v1/campaigns/${later.id}`)).body.templates[0].status;
  await eventually(async () => expect(await state()).toBe('approved'));
  await act(tenant, { template: { template: made.body.content_sid, status: 'paused' } });
  const events = [
    { type: 'com.twilio.messaging.template.approval.updated', data: { content_sid: made.body.content_sid } },
    { type: 'com.twilio.messaging.message.sent', data: {} },
  ];
  const path = `/webhooks/twilio/${tenant.id}/events${bodyHash(JSON.stringify(events))}`;
  const headers = signature(tenant.credentials?.auth_token ?? '', tenant.served.url + path, '');
  expect((await call(`POST ${path}`, { body: events, headers })).status).toBe(204);
  await eventually(async () => expect(await state()).toBe('paused'));
  expect((await call(`GET /v1/templates/${made.body.id}`)).body.status).toBe('paused');
  expect((await call(`POST ${path}`, { body: [...events, events[0]], headers })).status).toBe(403);
});

test('a refused campaign is changed, resumed and sent', async () => {
  const tenant = await newTenant(inject('herald'));
  const { call } = tenant;
  await addCustomers(tenant, 1, { name: 'Ana' });
  const body = {
    name: 'Refused',
    message_content: 'Привет всем, у нас сегодня новости.',
    language: 'en',
    target_criteria: { all: true },
    sender_id: tenant.sender_id,
  };
  const { body: campaign } = await call('POST /v1/campaigns', { body });
  const path = `/v1/campaigns/${campaign.id}`;
  const status = async () => (await call(`GET ${path}`)).body.status;
  await call(`POST ${path}/execute`);
  await eventually(async () => expect(await status()).toBe('paused'));
  expect((await call(`GET ${path}`)).body.templates[0].status).toBe('rejected');
  const changed = await call(`PATCH ${path}`, { body: { message_content: 'Hello all, we have news today.' } });
  expect(changed.body).toMatchObject({ status: 'paused', templates: [{ status: 'unprepared' }] });
  await call(`POST ${path}/resume`);
  await eventually(async () => expect(await status()).toBe('completed'));
  expect((await call(`PATCH ${path}`, { body: { name: 'Late' } })).status).toBe(409);
});

test('people of three languages each get their own, a fourth the default, and the report says so', async () => {
  const tenant = await newTenant(inject('herald'));
  const words = { en: 'Hello {{name}}, our news.', es: 'Hola {{name}}, novedades.', de: 'Hallo {{name}}, Neues.' };
  // Of Austria, who gets German; of Peru; of nobody's language, and of France, who get the campaign's own.
  const people = { en: 'Ann', 'de-AT': 'Eva', de: 'Udo', 'es-PE': 'Luz', fr: 'Zoé' };
  const to = numbers(Object.keys(people).length);
  for (const [at, [language, name]] of Object.entries(people).entries())
    await addCustomers(tenant, [to[at]!], { name, language });
  const { id } = await addCampaign(tenant, {
    message_content: words.en,
    language: 'en',
    contents: [
      { key: 'spanish', language: 'es', message_content: words.es },
      { key: 'german', language: 'de', message_content: words.de },
    ],
  });
  await tenant.call(`POST /v1/campaigns/${id}/execute`);
  await reached(tenant, id, 'completed');
  const report = await totalsReached(tenant, id, { recipients: 5, delivered: 5 });
  const texts = Object.fromEntries((await sentBy(tenant)).map(({ to: number, text }) => [number, text]));
  expect(Object.values(texts)).toHaveLength(5);
  expect(await recipientsOf(tenant)).toEqual(to.toSorted());
  expect(to.map((number) => texts[`whatsapp:${number}`])).toEqual([
    'Hello Ann, our news.',
    'Hallo Eva, Neues.',
    'Hallo Udo, Neues.',
    'Hola Luz, novedades.',
    'Hello Zoé, our news.',
  ]);
  expect(report.by_language).toMatchObject([
    { language: 'en', recipients: 2, delivered: 2 },
    { language: 'es', recipients: 1, delivered: 1 },
    { language: 'de', recipients: 2, delivered: 2 },
  ]);
  expect(report.by_content).toMatchObject([
    { content_key: 'default', recipients: 2 },
    { content_key: 'spanish', recipients: 1 },
    { content_key: 'german', recipients: 2 },
  ]);
});
