import { expect, inject, test } from 'vitest';

import { campaignStore } from '../../shared/campaign/campaign.store.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import { buttonToken } from '../../shared/message/message-token.ts';
import { randomIds } from '../../shared/platform/ids.ts';
import { ACCOUNTS } from '../support/accounts.ts';
import type { Answer, Json } from '../support/api.ts';
import { addCampaign, beginWithoutRun, totalsReached } from '../support/campaigns.ts';
import { inboundsOf, messageOf, tap, tell } from '../support/inbound.ts';
import { numbers } from '../support/people.ts';
import { expectProblem } from '../support/problem.ts';
import { BUTTONS, inboundForm, sentTo, tapsOf, type Sent } from '../support/sent.ts';
import { post, signature } from '../support/status-callback.ts';
import { rowsOf, tableOf } from '../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');
const FORBIDDEN = { status: 403, code: 'signature.invalid' };
const SID = `SM${'1'.repeat(32)}`;

function expectTaken({ status, headers, text }: Answer): void {
  expect({ status, type: headers.get('content-type'), text }).toEqual({
    status: 200,
    type: 'text/xml',
    text: '<Response/>',
  });
}

async function customerOf({ call }: TestTenant, { customer }: Pick<Sent, 'customer'>): Promise<Json> {
  return (await call(`GET /v1/customers/${customer.id}`)).body;
}

async function kinds(tenant: TestTenant, { customer }: Pick<Sent, 'customer'>): Promise<unknown[]> {
  return (await inboundsOf(tenant, customer.id)).map(({ kind }) => kind);
}

test('a tap becomes an interaction, is noted on the message and opens the window', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  expectTaken(await tap(tenant, sent));
  const { body } = await tenant.call(`GET /v1/campaigns/${sent.campaign.id}/interactions`);
  expect(body.data).toEqual([
    {
      id: expect.stringMatching(/^int_/),
      campaign_id: sent.campaign.id,
      customer_id: sent.customer.id,
      message_id: sent.message_id,
      button_id: 'yes',
      button_title: 'Yes please',
      button_type: 'reply',
      source: 'inbound',
      clicked_at: expect.any(String),
      content_key: null,
      variant: null,
      response_message: null,
      led_to_conversion: false,
      conversion_type: null,
      conversion_reference_id: null,
      value: null,
      currency: null,
      converted_at: null,
      agent_outcome: null,
      agent_reason: null,
      metadata: {},
    },
  ]);
  const [{ clicked_at }] = body.data;
  expect(await messageOf(tenant, sent)).toMatchObject({
    first_click_at: clicked_at,
    clicked_buttons: ['yes'],
  });
  expect((await messageOf(tenant, sent))?.replied_at).toBeUndefined();
  expect((await customerOf(tenant, sent)).last_inbound_at).toBe(clicked_at);
});

test('the same MessageSid is one tap, told again or twice at once; another is another', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const answers = await Promise.all(Array.from({ length: 4 }, () => tap(tenant, sent, { MessageSid: SID })));
  for (const answer of [...answers, await tap(tenant, sent, { MessageSid: SID })]) expectTaken(answer);
  expect(await tapsOf(tenant, sent.campaign.id)).toHaveLength(1);
  expectTaken(await tap(tenant, sent));
  expect(await tapsOf(tenant, sent.campaign.id)).toHaveLength(2);
  expect((await messageOf(tenant, sent))?.clicked_buttons).toEqual(['yes']);
});

test('where the template’s ids are fixed, the message replied to and the button’s id or title tell', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  await tap(tenant, sent, { ButtonPayload: 'yes', ButtonText: '?' });
  await tap(tenant, sent, { ButtonPayload: 'YES_1', ButtonText: 'Yes please' });
  expect(await tapsOf(tenant, sent.campaign.id)).toMatchObject([{ button_id: 'yes' }, { button_id: 'yes' }]);
});

test('a payload that leads to no button of the customer’s is words that count nowhere', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const of = { campaign_id: sent.campaign.id, customer_id: sent.customer.id };
  const draft = await addCampaign(tenant, { buttons: BUTTONS });
  const payloads = [
    ...[
      '',
      'x',
      'nope',
      '__proto__',
      '%00',
      'ä'.repeat(3_000),
      sent.reply_payload.slice(0, -1),
      `${sent.reply_payload}A`,
    ],
    buttonToken(of, 1),
    buttonToken(of, 2),
    buttonToken(of, 3),
    buttonToken(of, 255),
    buttonToken({ ...of, campaign_id: randomIds.next('cmp') }, 0),
    buttonToken({ ...of, campaign_id: draft.id }, 0),
    buttonToken({ ...of, customer_id: randomIds.next('cus') }, 0),
  ];
  for (const ButtonPayload of payloads) {
    const unknown = { OriginalRepliedMessageSid: SID, ButtonPayload };
    for (const parameters of [unknown, { ...unknown, OriginalRepliedMessageSid: sent.provider_sid, ButtonText: '?' }])
      expectTaken(await tap(tenant, sent, parameters));
  }
  expect(await tapsOf(tenant, sent.campaign.id)).toEqual([]);
  expect(new Set(await kinds(tenant, sent))).toEqual(new Set(['reply']));
  const message = await messageOf(tenant, sent);
  expect([message?.clicked_buttons, message?.replied_at]).toEqual([undefined, undefined]);
});

test('a tap on what was not sent, of a deleted campaign, by a stranger or with another tenant’s token counts nowhere', async () => {
  const tenant = await newTenant(herald);
  const neighbour = await newTenant(herald);
  const sent = await sentTo(tenant);
  const theirs = await sentTo(neighbour);
  const [, stranger] = await addCustomers(tenant, numbers(2));

  expectTaken(await tap(tenant, { ...sent, customer: stranger }));
  expectTaken(
    await tap(tenant, sent, { ButtonPayload: theirs.reply_payload, OriginalRepliedMessageSid: theirs.provider_sid }),
  );
  const { id: skipping } = await beginWithoutRun(tenant, { buttons: BUTTONS });
  const skipped = { campaign_id: skipping, customer_id: String(sent.customer.id) };
  const messages = messageStore(tableOf(herald));
  await messages.skip(tenant.id, { ...skipped, id: randomIds.next('msg') }, 'opted_out', Date.now());
  expectTaken(await tap(tenant, sent, { ButtonPayload: buttonToken(skipped, 0), OriginalRepliedMessageSid: SID }));
  for (const [owner, campaign] of [
    [tenant, sent.campaign.id],
    [tenant, skipping],
    [neighbour, theirs.campaign.id],
  ] as const)
    expect(await tapsOf(owner, campaign)).toEqual([]);

  await tenant.call(`POST /v1/campaigns/${sent.campaign.id}/cancel`);
  expect((await tenant.call(`DELETE /v1/campaigns/${sent.campaign.id}`)).status).toBe(200);
  expect(await campaignStore(tableOf(herald)).get(tenant.id, sent.campaign.id)).toBeUndefined();
  expectTaken(await tap(tenant, sent));
  expect(await tapsOf(tenant, sent.campaign.id)).toEqual([]);
});

test('without a valid signature of the tenant’s own token nothing is written', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const rows = await rowsOf(herald, tenant.id);
  const path = `/webhooks/twilio/${tenant.id}/inbound`;
  const form = inboundForm(sent, { ButtonPayload: sent.reply_payload });
  const { auth_token } = ACCOUNTS[0];
  const forgeries = [
    {},
    { 'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
    signature(ACCOUNTS[1].auth_token, herald.url + path, form),
    signature(auth_token, herald.url + path, `${form}&Extra=`),
    signature(auth_token, `${herald.url}${path.replace('inbound', 'voice')}`, form),
  ];
  for (const headers of forgeries) expectProblem(await post(tenant, { path, form }, headers), FORBIDDEN);
  // Cut on the way, or changed.
  const headers = signature(auth_token, herald.url + path, form);
  for (const changed of [form.slice(0, -20), form.slice(0, 5), '', form.replace('MessageSid=SM', 'MessageSid=MM')])
    expectProblem(await post(tenant, { path, form: changed }, headers), FORBIDDEN);
  expect(await rowsOf(herald, tenant.id)).toEqual(rows);
  expectTaken(await post(tenant, { path, form }, headers));
});

test('no form of a parameter is refused: whoever cannot be told is acknowledged, whoever can is heard', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const rows = await rowsOf(herald, tenant.id);
  const path = `/webhooks/twilio/${tenant.id}/inbound`;
  expectTaken(await post(tenant, { path, form: 'Body=x' }));
  expectTaken(await tell(tenant, sent, { From: 'whatsapp:' }));
  expectProblem(await tell(tenant, sent, { Body: 'x'.repeat(1_000_001) }), { status: 413, code: 'request.too_large' });
  expect(await rowsOf(herald, tenant.id)).toEqual(rows);
  for (const From of [
    'whatsapp:+1',
    'whatsapp:someone',
    `whatsapp:+${'1'.repeat(16)}`,
    `whatsapp:${'x'.repeat(5_000)}`,
  ])
    expectTaken(await tell(tenant, sent, { From, Body: 'STOP', NumMedia: 'x' }));
  const { body } = await tenant.call('GET /v1/customers');
  expect(body.data.filter((one: Json) => one.phone_number === null)).toHaveLength(4);
  expectTaken(await tell(tenant, sent, { MessageSid: 'CA1', Body: 'Hi' }));
  expect(await kinds(tenant, sent)).toEqual(['reply']);

  const long = '🎈'.repeat(20_000);
  expectTaken(await tap(tenant, sent));
  expectTaken(await tell(tenant, sent, { Body: long + 'x'.repeat(500_000), ProfileName: long, NumMedia: '' }));
  expectTaken(await tell(tenant, sent, { Body: `${'.'.repeat(900_000)}x` }));
  expectTaken(await tell(tenant, sent, { NumMedia: '1', MediaUrl0: `https://example.com/${'x'.repeat(900_000)}` }));
  expectTaken(await tell(tenant, sent, { Body: `x${long}`, OptOutType: 'STOP' }));
  const [stranger] = numbers(2).slice(1);
  expectTaken(await tell(tenant, { customer: { phone_number: stranger } }, { Body: 'Hi', ProfileName: `x${long}` }));
  const [taken] = await tapsOf(tenant, sent.campaign.id);
  expect(taken?.response_message).toMatch(/^(🎈)+$/u);
  expect(await customerOf(tenant, sent)).toMatchObject({
    consent: { status: 'opted_out', text: expect.stringMatching(/^x(🎈)+$/u) },
  });
});

test('who shows a user name is known by our token, and by the user id from then on', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const From = 'whatsapp:US.13491208655302741918';
  const names = { From, ExternalUserId: 'US.13491208655302741918', ProfileUsername: 'ana' };
  expectTaken(await tap(tenant, sent, names));
  expectTaken(await tell(tenant, sent, { ...names, Body: '*Stop*' }));
  expect(await customerOf(tenant, sent)).toMatchObject({
    ...{ whatsapp_user_id: 'US.13491208655302741918', username: 'ana', consent: { status: 'opted_out' } },
  });
  expect(await tapsOf(tenant, sent.campaign.id)).toMatchObject([{ customer_id: sent.customer.id }]);
  expectTaken(await tell(tenant, sent, { ...names, Body: 'start' }));
  expect((await customerOf(tenant, sent)).consent.status).toBe('opted_in');
  const tapped = { ...names, Body: 'STOP', ButtonText: 'STOP', ButtonPayload: 'stop', MessageType: 'interactive' };
  expectTaken(await tell(tenant, sent, tapped));
  expect((await customerOf(tenant, sent)).consent.status).toBe('opted_out');
  expect((await tenant.call('GET /v1/customers')).body.data).toHaveLength(1);
});

test('another user id of the same number takes the place of the former', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  for (const ExternalUserId of ['US.13491208655302741918', 'US.13491208655302741919']) {
    expectTaken(await tell(tenant, sent, { ExternalUserId, Body: 'Hello' }));
    expect(await customerOf(tenant, sent)).toMatchObject({ whatsapp_user_id: ExternalUserId });
  }
});

test('a place, a contact card and a reaction are kept as what they are', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const of = { OriginalRepliedMessageSid: sent.provider_sid };
  expectTaken(await tell(tenant, sent, { MessageType: 'reaction', Body: '👍', ...of }));
  expect((await messageOf(tenant, sent))?.replied_at).toBeUndefined();
  expectTaken(
    await tell(tenant, sent, { MessageType: 'location', Latitude: '52.5', Longitude: '13.4', Label: 'Shop' }),
  );
  const card = { NumMedia: '1', MediaContentType0: 'text/vcard', MediaUrl0: 'https://example.com/card' };
  expectTaken(await tell(tenant, sent, { MessageType: 'contacts', ...card }));
  const kept = (await inboundsOf(tenant, sent.customer.id)).map(({ kind, content }) => [kind, content]);
  expect(kept).toHaveLength(3);
  expect(kept).toEqual(
    expect.arrayContaining([
      ['reaction', { type: 'reaction' }],
      ['reply', { type: 'location', latitude: 52.5, longitude: 13.4, label: 'Shop' }],
      ['reply', { type: 'contact' }],
    ]),
  );
  expect((await messageOf(tenant, sent))?.replied_at).toBeDefined();
});

test('words after a tap are its answer, the first ones; words before it are not', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const said = async () => (await tapsOf(tenant, sent.campaign.id)).map(({ response_message }) => response_message);
  expectTaken(await tell(tenant, sent, { Body: 'Hello?' }));
  await tap(tenant, sent);
  expect(await said()).toEqual([undefined]);
  for (const Body of ['Size 42', 'or 43']) expectTaken(await tell(tenant, sent, { Body }));
  expect(await said()).toEqual(['Size 42']);
});

test('who answers in words counts as replied once, however much and often it is told', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const media = { NumMedia: '2', MediaUrl0: 'https://example.com/0', MediaUrl1: 'https://example.com/1' };
  await Promise.all([1, 2, 3].map(() => tell(tenant, sent, { MessageSid: SID, Body: 'Nice', ...media })));
  await tell(tenant, sent, { Body: 'Very', OriginalRepliedMessageSid: sent.provider_sid });
  await totalsReached(tenant, sent.campaign.id, { recipients: 1, replied: 1, opted_out: 0 });
  const rows = await inboundsOf(tenant, sent.customer.id);
  expect(rows).toHaveLength(2);
  expect(rows.find(({ sid }) => sid === SID)).toMatchObject({
    kind: 'reply',
    text: 'Nice',
    media_urls: [media.MediaUrl0, media.MediaUrl1],
    campaign_id: sent.campaign.id,
  });
});

test('words in answer to something else belong to no campaign', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  expectTaken(await tell(tenant, sent, { Body: 'Where is my parcel?', OriginalRepliedMessageSid: SID }));
  expect((await messageOf(tenant, sent))?.replied_at).toBeUndefined();
  const [row] = await inboundsOf(tenant, sent.customer.id);
  expect(row).toMatchObject({ kind: 'reply' });
  expect(row).not.toHaveProperty('campaign_id');
});

test('words answer the newest campaign, unless they name another’s message', async () => {
  const tenant = await newTenant(herald);
  const first = await sentTo(tenant);
  const second = await sentTo(tenant, {}, first.customer);
  await tell(tenant, first, { Body: 'Nice' });
  expect((await messageOf(tenant, second))?.replied_at).toBeDefined();
  expect((await messageOf(tenant, first))?.replied_at).toBeUndefined();
  await tell(tenant, first, { Body: 'Nice, too', OriginalRepliedMessageSid: first.provider_sid });
  expect((await messageOf(tenant, first))?.replied_at).toBeDefined();
});

test('each spelling of STOP opts out, START brings back, HELP does neither', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const status = async () => (await customerOf(tenant, sent)).consent.status;
  const spellings = [
    'STOP',
    'stop',
    ' Stop! ',
    'Unsubscribe',
    'END',
    'quit',
    'StopAll',
    'stop all',
    'REVOKE',
    'OPT-OUT',
    'opt out',
    'Cancel.',
  ];
  for (const [place, Body] of spellings.entries()) {
    expectTaken(await tell(tenant, sent, { Body }));
    expect([Body, await status()]).toEqual([Body, 'opted_out']);
    expectTaken(await tell(tenant, sent, { Body: ['START', 'unstop', 'Start!'][place % 3]! }));
    expect([Body, await status()]).toEqual([Body, 'opted_in']);
  }
  const before = await customerOf(tenant, sent);
  for (const Body of ['HELP', 'help', 'Help.']) expectTaken(await tell(tenant, sent, { Body }));
  expectTaken(await tell(tenant, sent, { Body: 'Ayuda', OptOutType: 'HELP' }));
  const after = await customerOf(tenant, sent);
  expect(after).toEqual({ ...before, last_inbound_at: after.last_inbound_at });

  expectTaken(await tell(tenant, sent, { Body: 'Basta', OptOutType: 'STOP' }));
  expect((await customerOf(tenant, sent)).consent).toMatchObject({
    status: 'opted_out',
    source: 'whatsapp',
    text: 'Basta',
  });
  expectTaken(await tell(tenant, sent, { Body: 'Hola', OptOutType: 'START' }));
  expect(await status()).toBe('opted_in');
  for (const Body of ['Please don’t stop', 'start now', 'End of story']) await tell(tenant, sent, { Body });
  expect(await status()).toBe('opted_in');
  await totalsReached(tenant, sent.campaign.id, { replied: 1, opted_out: 1 });
});

test('STOP told twice at once is one line of the ledger, and one opt-out', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  await Promise.all([1, 2, 3].map(() => tell(tenant, sent, { MessageSid: SID, Body: 'STOP' })));
  const entries = (await rowsOf(herald, tenant.id)).filter(
    ({ status, source }) => status === 'opted_out' && source === 'whatsapp',
  );
  expect(entries).toHaveLength(1);
  expect(await kinds(tenant, sent)).toEqual(['opt_out']);
  await totalsReached(tenant, sent.campaign.id, { replied: 0, opted_out: 1 });
});

test('who writes first becomes a customer, once, of whom nobody has asked for consent', async () => {
  const tenant = await newTenant(herald);
  const phone_number = '+4915112345678';
  const stranger = { customer: { phone_number } };
  const writing = ['Hi', 'Anyone there?', 'Hello'].map((Body) =>
    tell(tenant, stranger, { Body, ProfileName: ' Jürgen ' }),
  );
  for (const answer of await Promise.all(writing)) expectTaken(answer);
  const { body } = await tenant.call('GET /v1/customers');
  expect(body.data).toMatchObject([
    {
      phone_number,
      name: 'Jürgen',
      timezone: 'Europe/Berlin',
      consent: { status: 'unknown' },
      last_inbound_at: expect.any(String),
    },
  ]);
  expect(await kinds(tenant, { customer: body.data[0] })).toEqual(['reply', 'reply', 'reply']);
});

test('what people wrote is listed by campaign and by customer, with what was made of it', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  await tap(tenant, sent);
  await tell(tenant, sent, { Body: 'Until when?' });
  await tell(tenant, sent, { Body: 'STOP' });
  const { body } = await tenant.call(`GET /v1/campaigns/${sent.campaign.id}/replies?expand=customer`);
  const interaction_id = (await tapsOf(tenant, sent.campaign.id))[0]?.id;
  const shown = { customer_id: sent.customer.id, campaign_id: sent.campaign.id, media_urls: [], content: null };
  const customer = expect.objectContaining({ name: 'Ana' });
  expect(body.data).toEqual([
    {
      ...shown,
      id: expect.stringMatching(/^SM/),
      kind: 'opt_out',
      text: 'STOP',
      interaction_id: null,
      received_at: expect.any(String),
      customer,
    },
    {
      ...shown,
      id: expect.stringMatching(/^SM/),
      kind: 'reply',
      text: 'Until when?',
      interaction_id,
      received_at: expect.any(String),
      customer,
    },
  ]);
  const theirs = () => tenant.call(`GET /v1/customers/${sent.customer.id}/replies`);
  expect((await theirs()).body.data).toMatchObject([{ text: 'STOP' }, { text: 'Until when?' }]);
  expectProblem(await (await newTenant(herald)).call(`GET /v1/campaigns/${sent.campaign.id}/replies`), {
    status: 404,
    code: 'campaign.not_found',
  });
});
