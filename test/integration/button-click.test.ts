import { expect, inject, test } from 'vitest';

import { messageStore } from '../../shared/message/message.store.ts';
import { randomIds } from '../../shared/platform/ids.ts';
import type { Answer, Json } from '../support/api.ts';
import { addCampaign, beginWithoutRun, reportOf, totalsReached } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { inboundsOf, messageOf, tap, tell } from '../support/inbound.ts';
import { numbers } from '../support/people.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { BUTTONS, sentTo, tapsOf, type Sent } from '../support/sent.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');
const NOT_SENT = { status: 409, code: 'message.not_sent' };

function click(
  { call }: TestTenant,
  { campaign, customer }: Pick<Sent, 'campaign' | 'customer'>,
  fields: object = {},
  key?: string,
): Promise<Answer> {
  const body = { customer_id: customer.id, button_id: 'call', ...fields };
  return call(`POST /v1/campaigns/${campaign.id}/button-click`, {
    body,
    ...(key && { headers: { 'idempotency-key': key } }),
  });
}

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

test('a reported tap is an interaction as its caller tells it', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const clicked_at = minutesAgo(-1);
  const told = { clicked_at, response_message: 'On the phone', metadata: { agent: 'Kim' } };
  const { status, body } = await click(tenant, sent, { ...told, message_id: sent.message_id });
  expect(status).toBe(200);
  expect(body).toEqual({
    ...told,
    id: expect.stringMatching(/^int_/),
    content_key: null,
    variant: null,
    campaign_id: sent.campaign.id,
    customer_id: sent.customer.id,
    message_id: sent.message_id,
    button_id: 'call',
    button_title: 'Call us',
    button_type: 'call',
    source: 'api',
    led_to_conversion: false,
    conversion_type: null,
    conversion_reference_id: null,
    value: null,
    currency: null,
    converted_at: null,
    agent_outcome: null,
    agent_reason: null,
  });
  for (const path of [
    `/v1/campaigns/${sent.campaign.id}/interactions`,
    `/v1/customers/${sent.customer.id}/interactions`,
  ])
    expect((await tenant.call(`GET ${path}`)).body).toEqual({ data: [body], next_cursor: null });
  expect(await messageOf(tenant, sent)).toMatchObject({ first_click_at: clicked_at, clicked_buttons: ['call'] });
});

test('one Idempotency-Key is one tap, told again or twice at once', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  const answers = await Promise.all([1, 2, 3].map(() => click(tenant, sent, {}, 'one')));
  expect(
    new Set(answers.map(({ status, body }) => body.code ?? status)).difference(
      new Set([200, 'idempotency.in_progress']),
    ).size,
  ).toBe(0);
  const { text } = await click(tenant, sent, {}, 'one');
  for (const answer of answers.filter(({ status }) => status === 200)) expect(answer.text).toBe(text);
  expect(await tapsOf(tenant, sent.campaign.id)).toHaveLength(1);
  expectProblem(await click(tenant, sent, { button_id: 'yes' }, 'one'), { status: 409, code: 'idempotency.mismatch' });
  await click(tenant, sent, {}, 'two');
  await click(tenant, sent);
  expect(await tapsOf(tenant, sent.campaign.id)).toHaveLength(3);
});

test('what is not there, or was not sent, was not tapped', async () => {
  const tenant = await newTenant(herald);
  const neighbour = await newTenant(herald);
  const sent = await sentTo(tenant);
  const theirs = await sentTo(neighbour);
  const [, other] = await addCustomers(tenant, numbers(2));
  const absent = (code: string) => ({ status: 404, code: `${code}.not_found` });
  for (const button_id of ['nope', 'Call us', '__proto__', '0'])
    expectProblem(await click(tenant, sent, { button_id }), absent('button'));
  for (const id of [randomIds.next('cmp'), sent.customer.id, 'x', theirs.campaign.id])
    expectProblem(await click(tenant, { ...sent, campaign: { id } }), absent('campaign'));
  for (const { customer } of [theirs, { customer: { id: randomIds.next('cus') } }])
    expectProblem(await click(tenant, { ...sent, customer }), absent('customer'));

  expectProblem(await click(tenant, { ...sent, customer: other }), NOT_SENT);
  for (const message_id of [randomIds.next('msg'), theirs.message_id])
    expectProblem(await click(tenant, sent, { message_id }), NOT_SENT);
  const campaign = await beginWithoutRun(tenant, { buttons: BUTTONS });
  const skipped = { campaign_id: campaign.id, customer_id: sent.customer.id, id: randomIds.next('msg') };
  await messageStore(tableOf(herald)).skip(tenant.id, skipped, 'opted_out', Date.now());
  expectProblem(await click(tenant, { ...sent, campaign }), NOT_SENT);
  const draft = await addCampaign(tenant, { buttons: BUTTONS });
  expectProblem(await click(tenant, { ...sent, campaign: draft }), NOT_SENT);

  for (const [owner, id] of [
    [tenant, sent.campaign.id],
    [tenant, campaign.id],
    [tenant, draft.id],
    [neighbour, theirs.campaign.id],
  ] as const)
    expect(await tapsOf(owner, id)).toEqual([]);
});

test('what cannot be a tap is refused with its faults', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  expectFaults(
    await click(tenant, sent, { customer_id: sent.campaign.id, message_id: sent.customer.id, button_id: '' }),
    [
      ['button_id', 'too_small'],
      ['customer_id', 'invalid_format'],
      ['message_id', 'invalid_format'],
    ],
  );
  expectFaults(await click(tenant, sent, { clicked_at: minutesAgo(-10) }), [['clicked_at', 'future']]);
  for (const clicked_at of ['1969-12-31T23:59:59Z', '0001-01-01T00:00:00Z'])
    expectFaults(await click(tenant, sent, { clicked_at }), [['clicked_at', 'custom']]);
  for (const clicked_at of ['1999-12-31T23:59:59Z', minutesAgo(10)])
    expectFaults(await click(tenant, sent, { clicked_at }), [['clicked_at', 'before_message']]);
  expectFaults(await click(tenant, sent, { clicked_at: 'yesterday' }), [['clicked_at', 'invalid_format']]);
  expectFaults(
    await click(tenant, sent, { response_message: 'x'.repeat(4_097), metadata: { a: 1 }, source: 'inbound' }),
    [
      ['metadata.a', 'invalid_type'],
      ['response_message', 'too_big'],
      ['source', 'unknown_field'],
    ],
  );
  expect(await tapsOf(tenant, sent.campaign.id)).toEqual([]);
});

test('lists are newest first by the time of the tap, whole in pages of any size, in each selection', async () => {
  const tenant = await newTenant(herald);
  const [ana, ben] = await addCustomers(tenant, 2);
  const sent = await sentTo(tenant, {}, ana);
  await messageOfAnother(tenant, sent.campaign, ben);
  const elsewhere = await sentTo(tenant, {}, ana);
  const told: Json[] = [];
  // Out of order, some at the same time.
  for (const [place, minutes] of [5, 1, 9, 3, 7, 3, 8, 2].entries()) {
    const fields = { clicked_at: minutesAgo(minutes / 2), button_id: place % 3 === 0 ? 'call' : 'yes' };
    const customer = place % 2 === 0 ? ana : ben;
    const { body } = await click(tenant, { ...sent, customer }, fields);
    await click(tenant, elsewhere, fields);
    if (place < 5) await convert(tenant, body, `A-${place}`);
    told.push(body);
  }
  const all = (await pages(tenant, `/v1/campaigns/${sent.campaign.id}/interactions?limit=100`)).flat();
  expect(all).toHaveLength(8);
  const times = all.map(({ clicked_at }) => clicked_at);
  expect(times).toEqual(times.toSorted().toReversed());
  expect(all.map(({ id }) => id).toSorted()).toEqual(told.map(({ id }) => id).toSorted());

  const selections: [string, (one: Json) => boolean][] = [
    ['', () => true],
    ['&button_id=yes', ({ button_id }) => button_id === 'yes'],
    ['&button_id=nope', () => false],
    [`&customer_id=${ana.id}`, ({ customer_id }) => customer_id === ana.id],
    [`&customer_id=${randomIds.next('cus')}`, () => false],
    ['&converted=true', ({ led_to_conversion }) => led_to_conversion],
  ];
  for (const [selection, wanted] of selections) {
    for (const limit of [1, 2, 3]) {
      const found = await pages(tenant, `/v1/campaigns/${sent.campaign.id}/interactions?limit=${limit}${selection}`);
      expect(found.flat()).toEqual(all.filter(wanted));
      for (const page of found) expect(page.length).toBeLessThanOrEqual(limit);
      if (limit === 1 && found.flat().length > 0) expect(found.length).toBeGreaterThan(3);
    }
  }
  const ofAna = (await pages(tenant, `/v1/customers/${ana.id}/interactions?limit=3`)).flat();
  expect(ofAna).toHaveLength(12);
  expect(ofAna.map(({ clicked_at }) => clicked_at)).toEqual(
    ofAna
      .map(({ clicked_at }) => clicked_at)
      .toSorted()
      .toReversed(),
  );
});

test('a list takes selections together, and the cursors that it gave', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  for (let times = 0; times < 2; times++) await click(tenant, sent);
  const path = `/v1/campaigns/${sent.campaign.id}/interactions`;
  const ask = (query: string) => tenant.call(`GET ${path}?${query}`);
  for (const [two, found] of [
    ['button_id=call&converted=true', 0],
    [`button_id=call&customer_id=${sent.customer.id}`, 2],
    [`button_id=yes&customer_id=${sent.customer.id}`, 0],
    [`converted=true&customer_id=${sent.customer.id}`, 0],
    ['one_per=customer', 1],
    ['one_per=customer&to=2026-01-01T00:00:00Z', 0],
  ] as const)
    expect((await ask(two)).body.data, two).toHaveLength(found);
  expectFaults(await ask('converted=false'), [['converted', 'invalid_value']]);
  expectFaults(await ask(`customer_id=${sent.campaign.id}`), [['customer_id', 'invalid_format']]);

  const { next_cursor } = (await ask('limit=1')).body;
  const forged = [['cursor', 'cursor']] as const;
  for (const other of ['button_id=call', `customer_id=${sent.customer.id}`, 'converted=true'])
    expectFaults(await ask(`${other}&cursor=${next_cursor}`), forged);
  expectFaults(await tenant.call(`GET /v1/customers/${sent.customer.id}/interactions?cursor=${next_cursor}`), forged);
  const absent = { status: 404, code: 'campaign.not_found' };
  expectProblem(await tenant.call(`GET /v1/campaigns/${randomIds.next('cmp')}/interactions`), absent);
  const unknown = { status: 404, code: 'customer.not_found' };
  expectProblem(await tenant.call(`GET /v1/customers/${randomIds.next('cus')}/interactions`), unknown);
});

test('of an erased customer nothing is left of what they said, while counts stay', async () => {
  const tenant = await newTenant(herald);
  const sent = await sentTo(tenant);
  await click(tenant, sent, { response_message: 'On the phone', metadata: { agent: 'Kim' } });
  await tap(tenant, sent);
  await tell(tenant, sent, { Body: 'My name is Ana' });
  await totalsReached(tenant, sent.campaign.id, { replied: 1 });
  const counted = await eventually(async () => {
    const report = await reportOf(tenant, sent.campaign.id);
    expect(report.button_analytics).toMatchObject({ total_clicks: 2, unique_customers: 1 });
    return report;
  });
  expect(await inboundsOf(tenant, sent.customer.id)).toHaveLength(2);

  expect((await tenant.call(`DELETE /v1/customers/${sent.customer.id}`)).status).toBe(200);
  await eventually(async () => {
    expect(await inboundsOf(tenant, sent.customer.id)).toEqual([]);
    const { body } = await tenant.call(`GET /v1/campaigns/${sent.campaign.id}/interactions`);
    expect(body.data).toMatchObject([
      { response_message: null, metadata: {} },
      { response_message: null, metadata: {} },
    ]);
  });
  // What comes after in the same stream is counted, so what came before is, too.
  const [other] = await addCustomers(tenant, numbers(2).slice(1));
  await messageOfAnother(tenant, sent.campaign, other);
  const after = await totalsReached(tenant, sent.campaign.id, { recipients: counted.totals.recipients + 1 });
  expect(after.button_analytics).toEqual(counted.button_analytics);
  expect(after.totals.replied).toBe(1);
});

/** Gives another customer a message of the campaign. */
async function messageOfAnother(
  tenant: TestTenant,
  { id: campaign_id }: Json,
  { id: customer_id }: Json,
): Promise<void> {
  const messages = messageStore(tableOf(tenant.served));
  const of = { campaign_id, customer_id, id: randomIds.next('msg') };
  const draft = {
    ...of,
    status: 'sending' as const,
    attempts: 1,
    variables: [],
    holder: 'test',
    lease_until: Date.now(),
  };
  await messages.claim(tenant.id, draft, Date.now());
  await messages.accept(tenant.id, of, `SM${'0'.repeat(32)}`, new Date().toISOString());
}

function convert({ call }: TestTenant, { campaign_id, id }: Json, conversion_reference_id: string): Promise<Answer> {
  const body = { conversion_type: 'order', conversion_reference_id };
  return call(`POST /v1/campaigns/${campaign_id}/interactions/${id}/conversion`, { body });
}

/** A list's pages, to its end. */
async function pages({ call }: TestTenant, path: string): Promise<Json[][]> {
  const all: Json[][] = [];
  let cursor = '';
  do {
    const { body } = await call(`GET ${path}${cursor}`);
    all.push(body.data);
    cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
  } while (cursor);
  return all;
}
