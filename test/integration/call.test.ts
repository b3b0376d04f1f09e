import { expect, inject, test } from 'vitest';

import { ACCOUNTS } from '../support/accounts.ts';
import { messageOf } from '../support/inbound.ts';
import { numbers } from '../support/people.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { BUTTONS, sentTo, tapsOf, TRACKED } from '../support/sent.ts';
import { post, signature } from '../support/status-callback.ts';
import { rowsOf } from '../support/table.ts';
import { CALL_SID, expectTwiml, THROUGH, voiceCallback } from '../support/taps.ts';
import { addCustomers, newTenant } from '../support/tenant.ts';

const herald = inject('herald');
const REJECTED = '<Response><Reject/></Response>';

test('a call to a tracked number is a tap, and is put through', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  expectTwiml(await post(tenant, voiceCallback(tenant, sent.customer.phone_number)), THROUGH);
  const taps = await tapsOf(tenant, sent.campaign.id);
  expect(taps).toMatchObject([
    {
      customer_id: sent.customer.id,
      message_id: sent.message_id,
      button_id: 'call',
      button_type: 'call',
      source: 'call',
    },
  ]);
  expect((await messageOf(tenant, sent))?.clicked_buttons).toEqual(['call']);
  const { body: customer } = await tenant.call(`GET /v1/customers/${sent.customer.id}`);
  expect(customer.last_inbound_at).toBeNull();
});

test('the same call told again, or twice at once, is one tap; the next call is another', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const call = voiceCallback(tenant, sent.customer.phone_number);
  const answers = await Promise.all([1, 2, 3].map(() => post(tenant, call)));
  for (const answer of [...answers, await post(tenant, call)]) expectTwiml(answer, THROUGH);
  expect(await tapsOf(tenant, sent.campaign.id)).toHaveLength(1);
  const next = voiceCallback(tenant, sent.customer.phone_number, { CallSid: CALL_SID.replaceAll('1', '2') });
  expectTwiml(await post(tenant, next), THROUGH);
  expect(await tapsOf(tenant, sent.campaign.id)).toHaveLength(2);
});

test('a call belongs to the newest campaign that the caller was sent with that number', async () => {
  const tenant = await newTenant(herald);
  const first = await sentTo(tenant);
  const second = await sentTo(tenant, {}, first.customer);
  const other = { ...BUTTONS[2], phone_number: '+14155550101', forward_to: '+14155550198' };
  const third = await sentTo(tenant, { buttons: [other] }, first.customer);
  const [stranger] = await addCustomers(tenant, numbers(2).slice(1));
  const fourth = await sentTo(tenant, {}, stranger);
  expectTwiml(await post(tenant, voiceCallback(tenant, first.customer.phone_number)), THROUGH);
  const counts = [first, second, third, fourth].map(async ({ campaign }) => (await tapsOf(tenant, campaign.id)).length);
  expect(await Promise.all(counts)).toEqual([0, 1, 0, 0]);
  const elsewhere = voiceCallback(tenant, first.customer.phone_number, { To: other.phone_number });
  expectTwiml(await post(tenant, elsewhere), `<Response><Dial>${other.forward_to}</Dial></Response>`);
});

test('whom nobody knows, or was not sent it, is put through and counted nowhere', async () => {
  const tenant = await newTenant(herald);
  const { campaign } = await sentTo(tenant);
  const [, stranger] = numbers(2);
  await addCustomers(tenant, [stranger!]);
  for (const From of [stranger!, '+4915112345678', 'anonymous', '+266696687', 'sip:someone@example.com', ''])
    expectTwiml(await post(tenant, voiceCallback(tenant, From)), THROUGH);
  expect(await tapsOf(tenant, campaign.id)).toEqual([]);
});

test('a number that is not tracked, or another tenant’s, is rejected', async () => {
  const tenant = await newTenant(herald);
  const neighbour = await newTenant(herald);
  const untracked = { id: 'call', title: 'Call us', type: 'call', phone_number: '+14155550102' };
  const sent = await sentTo(tenant, { buttons: [untracked] });
  for (const To of [untracked.phone_number, TRACKED.phone_number, TRACKED.forward_to])
    expectTwiml(await post(tenant, voiceCallback(tenant, sent.customer.phone_number, { To })), REJECTED);
  await sentTo(neighbour);
  expectTwiml(await post(tenant, voiceCallback(tenant, sent.customer.phone_number)), REJECTED);
  expect(await tapsOf(tenant, sent.campaign.id)).toEqual([]);
});

test('without a valid signature nothing is written; what is no call is refused', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const rows = await rowsOf(herald, tenant.id);
  const call = voiceCallback(tenant, sent.customer.phone_number);
  const forbidden = { status: 403, code: 'signature.invalid' };
  const url = herald.url + call.path;
  const [, { auth_token }] = ACCOUNTS;
  for (const headers of [{}, signature(auth_token, url, call.form), signature(ACCOUNTS[0].auth_token, url, '')])
    expectProblem(await post(tenant, call, headers), forbidden);
  expectProblem(
    await post(tenant, { ...call, form: call.form.slice(0, -9) }, signature(ACCOUNTS[0].auth_token, url, call.form)),
    forbidden,
  );

  expectFaults(await post(tenant, { ...call, form: 'CallStatus=ringing' }), [
    ['CallSid', 'invalid_type'],
    ['From', 'invalid_type'],
    ['To', 'invalid_type'],
  ]);
  const strange = voiceCallback(tenant, sent.customer.phone_number, { CallSid: 'SM1', To: 'client:someone' });
  expectFaults(await post(tenant, strange), [
    ['CallSid', 'invalid_format'],
    ['To', 'invalid_format'],
  ]);
  const large = voiceCallback(tenant, sent.customer.phone_number, { CallerName: 'x'.repeat(1_000_001) });
  expectProblem(await post(tenant, large), { status: 413, code: 'request.too_large' });
  expect(await rowsOf(herald, tenant.id)).toEqual(rows);
});
