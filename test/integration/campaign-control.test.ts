import { expect, inject, test } from 'vitest';

import { ACCOUNTS } from '../support/accounts.ts';
import {
  addCampaign,
  messagesOf,
  parked,
  planned,
  reached,
  recipientsOf,
  sentBy,
  startCampaign,
  totalsReached,
} from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { numbers } from '../support/people.ts';
import { expectProblem } from '../support/problem.ts';
import { addCustomers, importCustomers, newTenant } from '../support/tenant.ts';

const herald = inject('herald');
const PEOPLE = 30;

/** A campaign in the midst of sending: everyone is planned, and sending takes so many seconds, until it is hurried. */
async function midway() {
  const tenant = await newTenant(herald, { rate: 1 });
  await importCustomers(tenant, PEOPLE);
  const { id } = await startCampaign(tenant);
  await planned(tenant, id, PEOPLE);
  const step = async (name: string) => (await tenant.call(`POST /v1/campaigns/${id}/${name}`)).body;
  const hurry = () => tenant.call(`PATCH /v1/senders/${tenant.sender_id}`, { body: { rate: 80 } });
  return { tenant, id, step, hurry };
}

test.concurrent('a paused campaign sends nothing, and a resumed one sends to the rest once', async () => {
  const { tenant, id, step, hurry } = await midway();
  expect(await step('pause')).toMatchObject({ status: 'paused', run: 1, status_reason: 'Paused by request.' });
  expect(await parked(tenant, id, PEOPLE)).toBeGreaterThan(0);
  expect(await sentBy(tenant)).toHaveLength((await messagesOf(tenant, id)).length);
  expect((await tenant.call(`POST /v1/campaigns/${id}/pause`)).status).toBe(409);

  await hurry();
  expect(await step('resume')).toMatchObject({ status: 'sending', run: 2, status_reason: null });
  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { recipients: PEOPLE, read: PEOPLE, skipped: 0, unknown: 0 });
  expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE));
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

test.concurrent('after a pause at most three seconds of messages go out', async () => {
  const rate = 5;
  const many = 100;
  const tenant = await newTenant(herald, { rate });
  await importCustomers(tenant, many);
  const { id } = await startCampaign(tenant);
  await planned(tenant, id, many);
  await eventually(async () => expect((await sentBy(tenant)).length).toBeGreaterThan(rate));
  const { body } = await tenant.call(`POST /v1/campaigns/${id}/pause`);
  expect(body).toMatchObject({ status: 'paused', progress: { planned: many, eta: null } });
  const before = (await sentBy(tenant)).length;
  await parked(tenant, id, many);
  const after = (await sentBy(tenant)).length;
  expect(after).toBe((await messagesOf(tenant, id)).length);
  expect(after).toBeLessThanOrEqual(before + 3 * rate);
  expect(after).toBeLessThan(many);
  await tenant.call(`POST /v1/campaigns/${id}/resume`);
  await reached(tenant, id, 'completed');
  expect(await recipientsOf(tenant)).toEqual(numbers(many));
});

test.concurrent('paused and resumed time and again, a campaign still reaches everyone once', async () => {
  const { tenant, id, step, hurry } = await midway();
  for (let times = 0; times < 4; times++) {
    await step('pause');
    await step('resume');
  }
  await step('pause');
  await hurry();
  await step('resume');
  await reached(tenant, id, 'completed');
  await totalsReached(tenant, id, { recipients: PEOPLE, read: PEOPLE });
  expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE));
});

test.concurrent('a cancelled campaign skips whoever was planned and not sent to', async () => {
  const { tenant, id, step } = await midway();
  expect(await step('cancel')).toMatchObject({ status: 'cancelled', completed_at: expect.any(String) });
  const { totals, skipped } = await eventually(async () => {
    const { body } = await tenant.call(`GET /v1/campaigns/${id}/report`);
    const { accepted, failed, unknown } = body.totals;
    expect(accepted + failed + unknown + body.totals.skipped).toBe(PEOPLE);
    return body;
  });
  expect(totals.recipients).toBe(PEOPLE);
  expect(totals.skipped).toBeGreaterThan(0);
  expect(skipped).toEqual({ cancelled: totals.skipped });
  expect(await sentBy(tenant)).toHaveLength(totals.accepted);
  expect(await reached(tenant, id, 'cancelled')).toMatchObject({ run: 2 });
});

test.concurrent('a campaign cancelled while it is paused skips whoever was parked', async () => {
  const { tenant, id, step } = await midway();
  await step('pause');
  const waiting = await parked(tenant, id, PEOPLE);
  await step('cancel');
  const { skipped } = await totalsReached(tenant, id, { recipients: PEOPLE, skipped: waiting });
  expect(skipped).toEqual({ cancelled: waiting });
});

test.concurrent('a draft is cancelled without a run', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 1);
  const { id } = await addCampaign(tenant);
  const { body } = await tenant.call(`POST /v1/campaigns/${id}/cancel`);
  expect(body.status).toBe('cancelled');
  expect(await messagesOf(tenant, id)).toEqual([]);
});

test.concurrent('without credentials a campaign pauses and says how to go on', async () => {
  const tenant = await newTenant(herald, { credentials: null });
  await addCustomers(tenant, 2);
  const { id } = await startCampaign(tenant);
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toMatch(/No provider credentials.*PATCH \/v1\/tenant.*resume/);
  await tenant.call('PATCH /v1/tenant', { body: { twilio: ACCOUNTS[0] } });
  await tenant.call(`POST /v1/campaigns/${id}/resume`);
  await reached(tenant, id, 'completed');
  expect(await recipientsOf(tenant)).toEqual(numbers(2));
});

test.concurrent(
  'a tenant that stops sending pauses what is under way, starts nothing, and loses and doubles nobody',
  async () => {
    const { tenant, id, step, hurry } = await midway();
    const sending = (to: string) => tenant.call('PATCH /v1/tenant', { body: { sending: to } });
    expect((await sending('stopped')).body).toMatchObject({ sending: 'stopped' });
    const { status_reason } = await reached(tenant, id, 'paused');
    expect(status_reason).toMatch(/Sending is stopped for this tenant.*PATCH \/v1\/tenant.*resume/);
    // Chunks that were under way come to their end.
    await parked(tenant, id, PEOPLE);
    const stopped = (await sentBy(tenant)).length;
    expect(stopped).toBeLessThan(PEOPLE);

    const draft = await addCampaign(tenant);
    const in_a_day = new Date(Date.now() + 86_400_000).toISOString();
    const refused = { status: 409, code: 'sending.stopped' };
    for (const [route, body] of [
      [`POST /v1/campaigns/${draft.id}/execute`, {}],
      [`POST /v1/campaigns/${draft.id}/schedule`, { scheduled_at: in_a_day }],
      [`POST /v1/campaigns/${draft.id}/test`, { to: numbers(1) }],
      [`PATCH /v1/campaigns/${draft.id}`, { scheduled_at: in_a_day }],
      ['POST /v1/campaigns', { name: 'News', message_content: 'News!', scheduled_at: in_a_day }],
      [`POST /v1/campaigns/${id}/resume`, undefined],
      [`POST /v1/campaigns/${id}/replay`, { scope: 'failed' }],
    ] as const)
      expectProblem(await tenant.call(route, { body }), refused);
    const preflight = await tenant.call(`POST /v1/campaigns/${draft.id}/preflight`);
    expect(preflight.body.blocks).toEqual([expect.objectContaining({ code: 'sending_stopped' })]);
    expect(await sentBy(tenant)).toHaveLength(stopped);

    expect((await sending('on')).body).toMatchObject({ sending: 'on' });
    await hurry();
    expect((await step('resume')).status).toBe('sending');
    await reached(tenant, id, 'completed');
    expect(await recipientsOf(tenant)).toEqual(numbers(PEOPLE));
  },
);

test.concurrent.for([
  ['a text', []],
  ['a template', [{ id: 'yes', title: 'Yes', type: 'reply' }]],
])('with wrong credentials %s pauses, and goes out once they are mended', async ([, buttons]) => {
  const wrong = { account_sid: `AC${'c'.repeat(32)}`, auth_token: 'of nobody here' };
  const tenant = await newTenant(herald, { credentials: wrong });
  await addCustomers(tenant, 6);
  const { id } = await startCampaign(tenant, { buttons });
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toMatch(/The provider refused the account.*20003.*PATCH \/v1\/tenant.*resume/);
  expect(await sentBy(tenant)).toEqual([]);
  await tenant.call('PATCH /v1/tenant', { body: { twilio: ACCOUNTS[0] } });
  await tenant.call(`POST /v1/campaigns/${id}/resume`);
  await reached(tenant, id, 'completed');
  expect(await recipientsOf(tenant)).toEqual(numbers(6));
});

test.concurrent('a template that WhatsApp rejects pauses the campaign with WhatsApp’s reason', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 2, { name: 'Ana' });
  const buttons = [{ id: 'yes', title: 'Yes', type: 'reply' }];
  // Words that Herald lets pass, but no reviewer: they are not in the language that the campaign says.
  const { id } = await startCampaign(tenant, { language: 'ru', message_content: 'The sale is on.', buttons });
  const { status_reason } = await reached(tenant, id, 'paused');
  expect(status_reason).toMatch(/template was refused: .*language/);
  expect(await sentBy(tenant)).toEqual([]);
  expect((await tenant.call(`POST /v1/campaigns/${id}/cancel`)).body.status).toBe('cancelled');
  expect(await messagesOf(tenant, id)).toEqual([]);
});
