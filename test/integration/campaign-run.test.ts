import { expect, inject, test } from 'vitest';

import { linkToken } from '../../shared/message/link-token.ts';
import { buttonToken, messageToken } from '../../shared/message/message-token.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import type { Json } from '../support/api.ts';
import {
  addCampaign,
  messagesOf,
  recipientsOf,
  reportOf,
  runCampaign,
  sentBy,
  startCampaign,
  totalsReached,
} from '../support/campaigns.ts';
import { numbers } from '../support/people.ts';
import { expectProblem } from '../support/problem.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';

const herald = inject('herald');
const IMAGE = 'https://example.com/offer.jpg';

test.concurrent('a text reaches everyone once, made out to each', async () => {
  const tenant = await newTenant(herald);
  const [ana, someone] = await addCustomers(tenant, 2);
  await tenant.call(`PATCH /v1/customers/${ana.id}`, { body: { name: 'Ana', attributes: { city: 'Lyon' } } });
  const message_content =
    'Hi {{name | default: "friend"}}, we have news from {{attributes.city | default: "home"}}, {{name | default: "friend"}}!';
  const { id, ...campaign } = await runCampaign(tenant, { message_content });
  expect(campaign).toMatchObject({ run: 1, status_reason: null, started_at: expect.any(String) });
  expect(campaign.completed_at > campaign.started_at).toBe(true);
  const report = await totalsReached(tenant, id, { read: 2 });
  expect(report).toMatchObject({
    campaign_id: id,
    status: 'completed',
    totals: { recipients: 2, accepted: 2, sent: 2, delivered: 2, read: 2, failed: 0, skipped: 0, unknown: 0 },
    rates: { delivery_rate: 1, read_rate: 1, click_through_rate: 0, conversion_rate: null },
    failures: [],
    skipped: {},
  });

  const sent = await sentBy(tenant);
  const callback = (customer: Json) =>
    `${herald.url}/webhooks/twilio/${tenant.id}/status?m=${messageToken({ campaign_id: id, customer_id: customer.id })}`;
  const form = (customer: Json, ContentVariables: string) => ({
    To: `whatsapp:${customer.phone_number}`,
    From: `whatsapp:${tenant.sender_number}`,
    ContentSid: expect.stringMatching(/^HX/),
    ContentVariables,
    StatusCallback: `${callback(customer)}#rc=5&rp=all`,
  });
  const forms = new Map(sent.map(({ request }) => [request['To'], request]));
  expect(sent.map(({ text }) => text).toSorted()).toEqual([
    'Hi Ana, we have news from Lyon, Ana!',
    'Hi friend, we have news from home, friend!',
  ]);
  expect(forms.get(`whatsapp:${ana.phone_number}`)).toEqual(form(ana, '{"1":"Ana","2":"Lyon"}'));
  expect(forms.get(`whatsapp:${someone.phone_number}`)).toEqual(form(someone, '{"1":"friend","2":"home"}'));

  const messages = await messagesOf(tenant, id);
  const ids = messages.map(({ customer_id }) => customer_id);
  expect(ids).toEqual([someone.id, ana.id].toSorted().toReversed());
  expect(messages[ids.indexOf(ana.id)]).toEqual({
    id: expect.stringMatching(/^msg_/),
    customer_id: ana.id,
    status: 'read',
    status_reason: null,
    error_code: null,
    variant: null,
    provider_sid: sent.find(({ to }) => to === `whatsapp:${ana.phone_number}`)?.sid,
    content_key: null,
    payload: {
      content_sid: expect.stringMatching(/^HX/),
      content_variables: { 1: 'Ana', 2: 'Lyon' },
    },
    attempts: 1,
    accepted_at: expect.any(String),
    sent_at: expect.any(String),
    delivered_at: expect.any(String),
    read_at: expect.any(String),
    failed_at: null,
    first_click_at: null,
    clicked_buttons: [],
  });
  const { body: unread } = await tenant.call(`GET /v1/campaigns/${id}/messages?status=accepted`);
  expect(unread.data).toEqual([]);

  for (const step of ['execute', 'pause', 'resume', 'cancel']) {
    const refused = await tenant.call(`POST /v1/campaigns/${id}/${step}`);
    expectProblem(refused, { status: 409, code: 'campaign.status' });
    expect(refused.body.detail).toContain('is completed');
  }
  expect(await recipientsOf(tenant)).toEqual(numbers(2));
});

test.concurrent('a campaign with an image goes out as a template of media with its text', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 1);
  const { id } = await runCampaign(tenant, { media_type: 'image', media_url: IMAGE, media_caption: 'Look!' });
  const [message] = await messagesOf(tenant, id);
  const content_sid = expect.stringMatching(/^HX[0-9a-f]{32}$/);
  expect(message.payload).toEqual({ content_sid, content_variables: {} });
  const [sent] = await sentBy(tenant);
  expect(sent).toMatchObject({ text: 'Look!\n\nNews!', rendered: { media: [IMAGE] } });
});

test.concurrent('a campaign with buttons goes out as an approved template, its variables filled for each', async () => {
  const tenant = await newTenant(herald);
  const [ana, nameless] = await addCustomers(tenant, 2);
  await tenant.call(`PATCH /v1/customers/${ana.id}`, { body: { name: 'Ana' } });
  const { id } = await runCampaign(tenant, {
    message_content: 'Hi {{name}}, the sale is on.',
    media_type: 'image',
    media_url: IMAGE,
    footer: 'Reply STOP to opt out',
    buttons: [
      { id: 'shop', title: 'Shop', type: 'url', url: 'https://example.com/shop' },
      { id: 'yes', title: 'Yes', type: 'reply' },
      { id: 'call', title: 'Call', type: 'call', phone_number: '+14155550123' },
    ],
  });
  const token = buttonToken({ campaign_id: id, customer_id: ana.id }, 1);
  const secret = (await tenantStore(tableOf(herald)).linkSecret(tenant.id)) ?? '';
  const link = linkToken({ tenant_id: tenant.id, campaign_id: id, customer_id: ana.id, place: 0 }, secret);
  const [sent, ...more] = await sentBy(tenant);
  expect(more).toEqual([]);
  expect(sent?.rendered).toEqual({
    body: 'Hi Ana, the sale is on.',
    footer: 'Reply STOP to opt out',
    media: [IMAGE],
    actions: [
      { type: 'QUICK_REPLY', title: 'Yes', id: token },
      { type: 'URL', title: 'Shop', url: `${herald.url}/r/${link}` },
      { type: 'PHONE_NUMBER', title: 'Call', phone: '+14155550123' },
    ],
  });
  expect(sent?.request).not.toHaveProperty('Body');
  const messages = await messagesOf(tenant, id);
  const byCustomer = new Map(messages.map((message) => [message.customer_id, message]));
  expect(byCustomer.get(ana.id).payload).toEqual({
    content_sid: sent?.request['ContentSid'],
    content_variables: { 1: 'Ana', 2: token, 3: link },
  });
  // WhatsApp takes no empty variable.
  expect(byCustomer.get(nameless.id)).toMatchObject({
    status: 'skipped',
    status_reason: 'missing_variable',
    attempts: 0,
    payload: null,
  });
});

test.concurrent('the same content becomes one template, even twice at once', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 1);
  const content = { media_type: 'document', media_url: 'https://example.com/menu.pdf' };
  await Promise.all([runCampaign(tenant, content), runCampaign(tenant, content)]);
  const [first, second] = await sentBy(tenant);
  expect(first?.request['ContentSid']).toMatch(/^HX/);
  expect(second?.request['ContentSid']).toBe(first?.request['ContentSid']);
  expect(second?.rendered).toEqual({ body: 'News!', media: ['https://example.com/menu.pdf'] });
});

test.concurrent('whoever is not reached is counted with the reason', async () => {
  const tenant = await newTenant(herald);
  const [read, ignore, failed, undelivered, blocked] = [
    numbers(3, 'read'),
    numbers(2, 'ignore'),
    numbers(2, 'failed'),
    numbers(1, 'undelivered'),
    numbers(1, 'blocked'),
  ];
  await addCustomers(tenant, [...read, ...ignore, ...failed, ...undelivered, ...blocked]);
  const { id } = await runCampaign(tenant);
  const report = await totalsReached(tenant, id, {
    recipients: 9,
    accepted: 6,
    sent: 6,
    delivered: 5,
    read: 3,
    failed: 3,
    skipped: 0,
    unknown: 0,
  });
  expect(report.rates).toMatchObject({ delivery_rate: 5 / 9, read_rate: 3 / 5 });
  expect(report.failures).toEqual([
    { error_code: '63024', class: 'bad_recipient', meaning: expect.stringContaining('number'), count: 2 },
    { error_code: '63049', class: 'marketing_limit', meaning: expect.stringContaining('marketing'), count: 1 },
  ]);
  const { body: lost } = await tenant.call(`GET /v1/campaigns/${id}/messages?status=failed`);
  expect(lost.data).toMatchObject(Array(2).fill({ error_code: '63024', status_reason: expect.any(String) }));
});

test.concurrent('a campaign to nobody completes, and has no rates', async () => {
  const tenant = await newTenant(herald);
  const { id } = await runCampaign(tenant);
  const report = await reportOf(tenant, id);
  expect(report.totals).toMatchObject({ recipients: 0, accepted: 0 });
  expect(Object.values(report.rates)).toEqual([null, null, null, null]);
  expect(await messagesOf(tenant, id)).toEqual([]);
});

test.concurrent('a draft’s report is all zeros', async () => {
  const tenant = await newTenant(herald);
  const { id } = await addCampaign(tenant);
  const { status, totals } = await reportOf(tenant, id);
  expect(status).toBe('draft');
  expect(new Set(Object.values(totals))).toEqual(new Set([0]));
});

test.concurrent('executed many times at once, a campaign still reaches everyone once', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 10);
  const { id } = await addCampaign(tenant);
  const answers = await Promise.all(Array.from({ length: 6 }, () => tenant.call(`POST /v1/campaigns/${id}/execute`)));
  expect(answers.map(({ status }) => status)).toContain(202);
  for (const { status, body } of answers) {
    if (status === 202) expect(body).toMatchObject({ status: 'sending', run: 1 });
    else expect(body.code).toBe('campaign.status');
  }
  await totalsReached(tenant, id, { recipients: 10, read: 10 });
  expect(await recipientsOf(tenant)).toEqual(numbers(10));
});

test.concurrent('two campaigns of one tenant go out side by side', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 5);
  const both = await Promise.all([startCampaign(tenant), startCampaign(tenant)]);
  for (const { id } of both) await totalsReached(tenant, id, { recipients: 5, read: 5 });
  expect(await recipientsOf(tenant)).toEqual([...numbers(5), ...numbers(5)].toSorted());
});
