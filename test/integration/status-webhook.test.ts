import { expect, inject, test } from 'vitest';

import { messageToken } from '../../shared/message/message-token.ts';
import { ACCOUNTS } from '../support/accounts.ts';
import type { Json } from '../support/api.ts';
import { messagesOf, reportOf, runCampaign, totalsReached } from '../support/campaigns.ts';
import { numbers } from '../support/people.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { post, signature, statusCallback } from '../support/status-callback.ts';
import { rowsOf } from '../support/table.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';

const herald = inject('herald');
const FORBIDDEN = { status: 403, code: 'signature.invalid' };
const NOT_FOUND = { status: 404, code: 'message.not_found' };

// Of people who blocked the sender Twilio tells nothing after `sent`: what follows is up to the tests.
const tenant = await newTenant(herald);
const customers = await addCustomers(tenant, numbers(6, 'blocked'));
const { id: campaign_id } = await runCampaign(tenant);
await totalsReached(tenant, campaign_id, { sent: 6 });

const nextCustomer = customers.values();

/** A message that nobody else looks at, as it stands after `sent`. */
async function message() {
  const { id: customer_id } = nextCustomer.next().value;
  const token = messageToken({ campaign_id, customer_id });
  const show = async (): Promise<Json> =>
    (await messagesOf(tenant, campaign_id)).find((one) => one.customer_id === customer_id);
  const { provider_sid: MessageSid } = await show();
  const tell = (MessageStatus: string, more = {}) =>
    post(tenant, statusCallback(tenant, token, { MessageSid, MessageStatus, ...more }));
  return { token, show, tell };
}

test('news moves a message up, sets the times it tells of and is counted once', async () => {
  const { tell, show } = await message();
  const before = await show();
  expect(before).toMatchObject({ status: 'sent', delivered_at: null, read_at: null });
  const answer = await tell('delivered');
  expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
  expect(answer.headers.get('x-request-id')).toMatch(/\w/);
  expect(await show()).toEqual({ ...before, status: 'delivered', delivered_at: expect.any(String) });
  await totalsReached(tenant, campaign_id, { recipients: 6, sent: 6, delivered: 1 });
});

test('late and repeated news changes nothing', async () => {
  const { tell, show } = await message();
  const counted = (await reportOf(tenant, campaign_id)).totals;
  await tell('read');
  const read = await show();
  expect(read).toMatchObject({ status: 'read', delivered_at: read.read_at, read_at: expect.any(String) });
  const late = ['delivered', 'sent', 'read', 'queued', 'failed', 'undelivered', 'delivered', 'read'];
  const answers = await Promise.all(late.map((status) => tell(status, { ErrorCode: '63024' })));
  expect(answers.map(({ status }) => status)).toEqual(late.map(() => 204));
  expect(await show()).toEqual(read);
  const { totals } = await totalsReached(tenant, campaign_id, { delivered: counted.delivered + 1, read: 1 });
  expect(totals).toEqual({ ...counted, delivered: counted.delivered + 1, read: 1 });
});

test('a failure is kept with its code, and forgotten when the message arrives after all', async () => {
  const { tell, show } = await message();
  await tell('undelivered', { ErrorCode: '63049' });
  const failed = { status: 'undelivered', error_code: '63049', failed_at: expect.any(String) };
  expect(await show()).toMatchObject({ ...failed, status_reason: expect.stringContaining('marketing') });
  await tell('delivered');
  expect(await show()).toMatchObject({ status: 'delivered', error_code: null, status_reason: null, failed_at: null });
  await tell('undelivered', { ErrorCode: '63049' });
  expect(await show()).toMatchObject({ status: 'delivered', error_code: null });
});

test('without a valid signature of the tenant’s own token nothing is written', async () => {
  const { token, show } = await message();
  const before = await show();
  const rows = await rowsOf(herald, tenant.id);
  const callback = statusCallback(tenant, token, { MessageStatus: 'read' });
  const { path, form } = callback;
  const { auth_token } = ACCOUNTS[0];
  const forgeries = [
    {},
    { 'x-twilio-signature': '' },
    { 'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
    signature(ACCOUNTS[1].auth_token, herald.url + path, form),
    signature(auth_token, herald.url + path, form.replace('read', 'sent')),
    signature(auth_token, herald.url + path, `${form}&Extra=`),
    signature(auth_token, `${herald.url}${path}&x=1`, form),
    signature(auth_token, `https://example.com${path}`, form),
  ];
  for (const headers of forgeries) expectProblem(await post(tenant, callback, headers), FORBIDDEN);
  for (const id of [tenant.id.replace(/.{4}$/, 'ZZZZ'), 'x', 'x'.repeat(3_000)])
    expectProblem(await post(tenant, { path: path.replace(tenant.id, id), form }), FORBIDDEN);
  expect(await rowsOf(herald, tenant.id)).toEqual(rows);
  expect(await show()).toEqual(before);
  // The same request, signed by who may, is taken.
  expect((await post(tenant, callback)).status).toBe(204);
});

test('after a new token, callbacks with the former one are taken for a day, unless that is given up', async () => {
  const account_sid = `AC${'d4'.repeat(16)}`;
  const [former, next, last] = ['former token', 'next token', 'last token'];
  const answers = async (of: typeof tenant, auth_token: string) => {
    const { path, form } = statusCallback(of, 'x', { MessageStatus: 'read' });
    return post(of, { path, form }, signature(auth_token, herald.url + path, form));
  };
  const renewed = await newTenant(herald, { credentials: { account_sid, auth_token: former } });
  const changed = await renewed.call('PATCH /v1/tenant', { body: { twilio: { account_sid, auth_token: next } } });
  expect(changed.status).toBe(200);
  for (const token of [former, next]) expectProblem(await answers(renewed, token), NOT_FOUND);
  expectProblem(await answers(renewed, last), FORBIDDEN);
  const shown = [
    changed.text,
    (await renewed.call('GET /v1/tenant')).text,
    JSON.stringify(await rowsOf(herald, renewed.id)),
  ];
  for (const text of shown) expect(text).not.toMatch(/former token|next token/);

  const leaked = await newTenant(herald, { credentials: { account_sid, auth_token: former } });
  const body = { twilio: { account_sid, auth_token: next }, twilio_former_token: null };
  expect((await leaked.call('PATCH /v1/tenant', { body })).status).toBe(200);
  expectProblem(await answers(leaked, former), FORBIDDEN);
  expectProblem(await answers(leaked, next), NOT_FOUND);
  const given = await leaked.call('PATCH /v1/tenant', { body: { twilio_former_token: former } });
  expectFaults(given, [['twilio_former_token', 'invalid_type']]);
  expect(given.text).not.toContain(former);
});

test('a tenant’s signature opens its own messages alone', async () => {
  const stranger = await newTenant(herald, { credentials: ACCOUNTS[1] });
  const without = await newTenant(herald, { credentials: null });
  const { token, show } = await message();
  const before = await show();
  const news = { MessageStatus: 'read' };
  expectProblem(await post(stranger, statusCallback(stranger, token, news)), NOT_FOUND);
  expectProblem(await post(stranger, statusCallback(tenant, token, news)), FORBIDDEN);
  expectProblem(await post(without, statusCallback(without, token, news)), FORBIDDEN);
  expect(await show()).toEqual(before);
});

test('news of a message that is not there is 404', async () => {
  const [{ id: customer_id }] = await addCustomers(tenant, numbers(1, 'read'));
  const rows = await rowsOf(herald, tenant.id);
  for (const token of [messageToken({ campaign_id, customer_id }), 'x', 'A'.repeat(43), '%00', ''])
    expectProblem(await post(tenant, statusCallback(tenant, token, { MessageStatus: 'read' })), NOT_FOUND);
  expect(await rowsOf(herald, tenant.id)).toEqual(rows);
});

test('parameters that are not known, blank or of another kind do no harm', async () => {
  const { tell, show, token } = await message();
  const before = await show();
  for (const status of ['', 'partially_delivered', 'constructor', '__proto__', 'x'.repeat(5_000)])
    expect((await tell(status)).status).toBe(204);
  expect(await show()).toEqual(before);

  const blank = { ErrorCode: '', ChannelStatusMessage: '', 'Müll & Co': ' =+%', EventType: 'READ' };
  expect((await tell('failed', blank)).status).toBe(204);
  expect(await show()).toMatchObject({ status: 'failed', error_code: 'none' });

  expectFaults(await tell('read', { MessageSid: '' }), [['MessageSid', 'invalid_format']]);
  const { form } = statusCallback(tenant, token, { MessageStatus: 'read' });
  const path = `/webhooks/twilio/${tenant.id}/status`;
  expectFaults(await post(tenant, { path, form }), [['m', 'invalid_type']]);
  const large = await tell('read', { Body: 'x'.repeat(1_000_001) });
  expectProblem(large, { status: 413, code: 'request.too_large' });
  expect((await show()).status).toBe('failed');
});
