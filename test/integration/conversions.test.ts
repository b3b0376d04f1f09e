import { beforeEach, expect, inject, test } from 'vitest';

import { keys } from '../../shared/message/message.keys.ts';
import { randomIds } from '../../shared/platform/ids.ts';
import type { Answer, Json } from '../support/api.ts';
import { reportOf } from '../support/campaigns.ts';
import { eventually } from '../support/eventually.ts';
import { numbers } from '../support/people.ts';
import { expectFaults, expectProblem } from '../support/problem.ts';
import { sentTo, tapsOf, type Sent } from '../support/sent.ts';
import { tableOf } from '../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');
const EXISTS = { status: 409, code: 'conversion.exists' };
const ABSENT = { status: 404, code: 'interaction.not_found' };
const ORDER = { conversion_type: 'order', conversion_reference_id: 'A-1', value: '19.90', currency: 'EUR' };

let tenant: TestTenant;
let sent: Sent;
beforeEach(async () => {
  tenant = await newTenant(herald);
  sent = await sentTo(tenant);
});

/** A tap on a message of an hour and more ago. */
async function clicked(minutesAgo = 10, { campaign, customer } = sent, owner = tenant): Promise<Json> {
  const key = keys.message(owner.id, { campaign_id: campaign.id, customer_id: customer.id });
  await tableOf(herald).update(key, { set: { sending_since: Date.now() - 2 * 3_600_000 } }, { exists: true });
  const body = { customer_id: customer.id, button_id: 'call', clicked_at: at(minutesAgo) };
  return (await owner.call(`POST /v1/campaigns/${campaign.id}/button-click`, { body })).body;
}

function at(minutesAgo: number): string {
  return new Date(Date.now() - minutesAgo * 60_000).toISOString();
}

function convert({ campaign_id, id }: Json, fields: object = {}): Promise<Answer> {
  return tenant.call(`POST /v1/campaigns/${campaign_id}/interactions/${id}/conversion`, {
    body: { ...ORDER, ...fields },
  });
}

function report(fields: object = {}): Promise<Answer> {
  return tenant.call('POST /v1/conversions', { body: { customer_id: sent.customer.id, ...ORDER, ...fields } });
}

/** The campaign's taps that led to something. */
async function credited(campaign = sent.campaign): Promise<unknown[]> {
  return (await tapsOf(tenant, campaign.id)).flatMap(({ conversion }) => conversion ?? []);
}

test('a conversion is kept on its interaction, counted once however often it is told', async () => {
  const tap = await clicked();
  const first = await convert(tap, { converted_at: at(5) });
  expect(first.status).toBe(200);
  expect(first.body).toEqual({
    ...tap,
    led_to_conversion: true,
    conversion_type: 'order',
    conversion_reference_id: 'A-1',
    value: '19.90',
    currency: 'EUR',
    converted_at: expect.any(String),
  });
  for (const again of await Promise.all([convert(tap), convert(tap, { converted_at: at(3) }), report()])) {
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject(first.body);
  }
  expect(await credited()).toMatchObject([ORDER]);
  const worth = { conversion_value: { EUR: '19.90' } };
  const counts = { total_clicks: 1, conversions: 1, conversion_types: { order: 1 }, conversion_rate: 1 };
  const counted = { ...counts, ...worth, buttons: expect.arrayContaining([expect.objectContaining(worth)]) };
  await eventually(async () =>
    expect((await reportOf(tenant, sent.campaign.id)).button_analytics).toMatchObject(counted),
  );
});

test('told twice at once it is one, whether of an interaction or of a customer', async () => {
  const tap = await clicked();
  await clicked(8);
  const told = [convert(tap), convert(tap), convert(tap)];
  expect((await Promise.all(told)).map(({ status }) => status)).toEqual([200, 200, 200]);
  const second = { conversion_reference_id: 'A-2' };
  const answers = await Promise.all([report(second), report(second), report(second)]);
  expect(answers.map(({ status, body }) => [status, body.attributed])).toEqual(answers.map(() => [200, true]));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(await credited()).toHaveLength(2);
});

test('another conversion of the same tap, or of a tap that another is credited to, is refused', async () => {
  const [tap, other] = [await clicked(), await clicked()];
  expect((await convert(tap)).status).toBe(200);
  const changes = [
    { currency: 'USD' },
    { value: '19.91' },
    { value: undefined, currency: undefined },
    { conversion_reference_id: 'A-2' },
    { conversion_type: 'appointment' },
  ];
  for (const change of changes) expectProblem(await convert(tap, change), EXISTS);
  for (const change of changes.slice(0, 3)) expectProblem(await report(change), EXISTS);
  expectProblem(await convert(other), EXISTS);
  expect(await credited()).toMatchObject([ORDER]);
});

test('two conversions at once of one tap: one is credited', async () => {
  const tap = await clicked();
  const answers = await Promise.all(
    ['A-1', 'A-2', 'A-3'].map((conversion_reference_id) => convert(tap, { conversion_reference_id })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  expect(await credited()).toHaveLength(1);
});

test('one conversion at once of two taps: one has it', async () => {
  const taps = [await clicked(), await clicked()];
  const answers = await Promise.all(taps.map((tap) => convert(tap)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect(await credited()).toHaveLength(1);
});

test('what cannot be a conversion is refused with its faults', async () => {
  const tap = await clicked();
  const faults: [object, [string, string][]][] = [
    [{ currency: 'XYZ' }, [['currency', 'currency']]],
    [{ currency: 'eur' }, [['currency', 'currency']]],
    [{ currency: undefined }, [['currency', 'custom']]],
    [{ value: undefined }, [['currency', 'custom']]],
    [{ value: 19.9 }, [['value', 'invalid_type']]],
    ...['-1', '1e3', '1,50', '', 'NaN', '1.23456'].map((value): [object, [string, string][]] => [
      { value },
      [['value', 'invalid_format']],
    ]),
    [{ converted_at: at(-10) }, [['converted_at', 'future']]],
    [
      { conversion_type: '', conversion_reference_id: 'x'.repeat(201) },
      [
        ['conversion_reference_id', 'too_big'],
        ['conversion_type', 'too_small'],
      ],
    ],
    [{ customer: 'x' }, [['customer', 'unknown_field']]],
  ];
  for (const [fields, expected] of faults) {
    expectFaults(await convert(tap, fields), expected);
    expectFaults(await report(fields), expected);
  }
  for (const fields of [{ customer_id: undefined }, { phone_number: sent.customer.phone_number }])
    expectFaults(await report(fields), [['customer_id', 'custom']]);
  expectFaults(await report({ customer_id: sent.campaign.id }), [['customer_id', 'invalid_format']]);
  expect(await credited()).toEqual([]);
});

test('a conversion before the click came of something else', async () => {
  const tap = await clicked(10);
  for (const converted_at of [at(11), '1970-01-01T00:00:00Z']) {
    expectProblem(await convert(tap, { converted_at }), { status: 409, code: 'conversion.before_click' });
    const { status, body } = await report({ converted_at });
    expect({ status, body }).toEqual({ status: 200, body: { attributed: false } });
  }
  expect(await credited()).toEqual([]);
});

test('an interaction of another campaign or tenant is not there', async () => {
  const tap = await clicked();
  const other = await sentTo(tenant, {}, sent.customer);
  const neighbour = await newTenant(herald);
  const theirs = await sentTo(neighbour);
  const { id, campaign_id } = await clicked(10, theirs, neighbour);
  for (const place of [
    { id: tap.id, campaign_id: other.campaign.id },
    { id: randomIds.next('int'), campaign_id: tap.campaign_id },
    { id: tap.id, campaign_id: randomIds.next('cmp') },
    { id: tap.campaign_id, campaign_id: tap.id },
    { id, campaign_id },
    { id, campaign_id: tap.campaign_id },
    { id: 'x', campaign_id: tap.campaign_id },
  ])
    expectProblem(await convert(place), ABSENT);
  const unknown = { status: 404, code: 'customer.not_found' };
  for (const customer_id of [theirs.customer.id, randomIds.next('cus')])
    expectProblem(await report({ customer_id }), unknown);
  for (const phone_number of ['+4915112345678', 'x'])
    expectProblem(await report({ customer_id: undefined, phone_number }), unknown);
  expect(await credited()).toEqual([]);
  expect((await tapsOf(neighbour, campaign_id)).map(({ conversion }) => conversion)).toEqual([undefined]);
});

test('it is credited to the customer’s last click that has none, within its campaign’s window', async () => {
  const other = await sentTo(tenant, { attribution_window_hours: 1 }, sent.customer);
  const [old, late, early] = [await clicked(90), await clicked(90, other), await clicked(30, other)];
  const written = String(sent.customer.phone_number).replace(/^(\+\d\d)(\d)(\d{4})/, '$1 (0)$2 $3-');
  const named = { customer_id: undefined, phone_number: written };
  const credit = async (reference: string) => (await report({ ...named, conversion_reference_id: reference })).body;
  expect(await credit('A-1')).toMatchObject({ id: early.id, attributed: true, led_to_conversion: true });
  expect(await credit('A-2')).toMatchObject({ id: old.id, attributed: true });
  expect(await credit('A-3')).toEqual({ attributed: false });
  expect((await report({ conversion_reference_id: 'A-4', converted_at: at(60) })).body).toMatchObject({ id: late.id });
  expect(await credited()).toHaveLength(1);
  expect(await credited(other.campaign)).toHaveLength(2);
});

test('who tapped nothing is credited with nothing; another’s conversion is not theirs', async () => {
  const [, other] = await addCustomers(tenant, numbers(2));
  expect((await report()).body).toEqual({ attributed: false });
  await clicked();
  expect((await report({ customer_id: other.id })).body).toEqual({ attributed: false });
  expect((await report()).body.attributed).toBe(true);
  expectProblem(await report({ customer_id: other.id }), EXISTS);
  expect(await credited()).toHaveLength(1);
});
