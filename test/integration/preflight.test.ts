import { expect, inject, test } from 'vitest';

import { customerStore } from '../../shared/customer/customer.store.ts';
import { frequencyStore } from '../../shared/customer/frequency.store.ts';
import { draftCustomer } from '../../shared/customer/draft-customer.ts';
import { linkToken } from '../../shared/message/link-token.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import { randomIds as ids } from '../../shared/platform/ids.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import { caller, type Json } from '../support/api.ts';
import {
  addCampaign,
  beginWithoutRun,
  messagesOf,
  planned,
  reached,
  reportOf,
  runCampaign,
  sentBy,
  totalsReached,
} from '../support/campaigns.ts';
import { linesOf } from '../support/exports.ts';
import { numbers } from '../support/people.ts';
import { tell } from '../support/inbound.ts';
import { ended } from '../support/jobs.ts';
import { BUTTONS, tapsOf } from '../support/sent.ts';
import { tableOf } from '../support/table.ts';
import { expectRedirect, visit } from '../support/taps.ts';
import { addCustomers, newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');

const CONTENT = {
  message_content: 'Hello {{name}}, news from {{attributes.city | default: "your town"}}.',
  contents: [{ key: 'fr', language: 'fr', message_content: 'Bonjour {{name}}, des nouvelles.' }],
  buttons: [{ id: 'shop', title: 'Shop', type: 'url', url: 'https://shop.example.com/' }],
};

/** People of every kind: who get it, and who do not for each reason that is known ahead. */
async function addEveryone(tenant: TestTenant): Promise<void> {
  const all = numbers(40);
  const take = (count: number) => all.splice(0, count);
  const named = { name: 'Ana', attributes: { city: 'Lyon' } };
  await addCustomers(tenant, take(9), named);
  await addCustomers(tenant, take(5), { name: 'Bea' });
  await addCustomers(tenant, take(4), { ...named, language: 'fr-CA' });
  await addCustomers(tenant, take(3), { ...named, consent: { status: 'opted_out', source: 'test' } });
  await addCustomers(tenant, take(2), { ...named, consent: undefined });
  await addCustomers(tenant, take(2), { attributes: { city: 'Lyon' } });
  await addCustomers(tenant, take(1), { name: 'n'.repeat(200), attributes: { city: 'c'.repeat(500) } });
  await addCustomers(tenant, ['+12025550100', '+12025550101'], named);
  const customers = customerStore(tableOf(herald));
  const now = new Date().toISOString();
  const [silent] = await addCustomers(tenant, take(1), named);
  await customers.suppress(tenant.id, silent.id, { code: '63024', at: new Date().toISOString() });
  const about = { tenant_id: tenant.id, id: ids.next('cus'), consent_id: ids.next('con'), now };
  const reached = { phone_number: null, whatsapp_user_id: `FR.${ids.next('cus')}`, country: 'FR' };
  const consent = { status: 'opted_in', source: 'test' } as const;
  await customers.upsert(draftCustomer({ ...reached, name: 'Eve', consent }, about));
}

const LONG = { message_content: `Hello {{name}}, {{attributes.city | default: "you"}}. ${'x'.repeat(400)}` };

async function preflightOf({ call }: TestTenant, id: string): Promise<Json> {
  const { status, body } = await call(`POST /v1/campaigns/${id}/preflight`);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

/** Everyone that a figure of a preflight opens, in pages of three. */
async function openedBy({ call }: TestTenant, id: string, figure: Readonly<Record<string, string>>): Promise<string[]> {
  const found: string[] = [];
  let cursor = '';
  do {
    const asked = new URLSearchParams({ limit: '3', ...figure });
    const { status, body } = await call(`GET /v1/campaigns/${id}/audience?${asked}${cursor}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    found.push(...body.data.map((customer: Json) => customer.id));
    cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
  } while (cursor);
  return found;
}

test.concurrent(
  'each figure of a preflight opens exactly those who get it, or are left out for the reason',
  async () => {
    const tenant = await newTenant(herald);
    await addEveryone(tenant);
    await addCustomers(tenant, ['+4915112345601'], { name: 'Jörg', attributes: { city: 'Lyon' } });
    const { id } = await addCampaign(tenant, CONTENT);
    const { reach, left_out, cost, warnings } = await preflightOf(tenant, id);
    /** Everyone whom a figure opens, as a list and as a file: exactly as many as it counts. */
    async function opens(figure: Readonly<Record<string, string>>, count: number): Promise<string[]> {
      const opened = await openedBy(tenant, id, figure);
      expect([figure, new Set(opened).size, opened.length]).toEqual([figure, count, count]);
      const lines = await linesOf(tenant, { kind: 'customers', filter: { campaign_id: id, ...figure } });
      expect(lines.map((customer) => customer.id)).toEqual(opened);
      return opened;
    }
    const reasons = Object.entries<number>(left_out.by_reason);
    expect(reasons.length).toBeGreaterThan(3);
    const out: string[] = [];
    for (const [outcome, count] of reasons) out.push(...(await opens({ outcome }, count)));
    const reachedPeople = await opens({ outcome: 'reached' }, reach.total);
    expect(new Set([...reachedPeople, ...out]).size).toBe(reach.total + left_out.total);
    const leftOut = await opens({ outcome: 'left_out' }, left_out.total);
    expect(leftOut.toSorted()).toEqual(out.toSorted());

    // Whoever lacks a value is left out for it, or reads the default that stands for it.
    const lacking = warnings.filter(({ placeholder }: Json) => placeholder !== undefined);
    expect(lacking).toMatchObject([
      { code: 'missing_variable', count: 2, placeholder: '{{name}}' },
      { code: 'default_used', count: 5, placeholder: '{{attributes.city | default: "your town"}}' },
    ]);
    const [unnamed, townless] = lacking;
    await opens({ outcome: 'missing_variable', lacking: unnamed.placeholder }, unnamed.count);
    await opens({ outcome: 'left_out', lacking: unnamed.placeholder }, unnamed.count);
    await opens({ outcome: 'reached', lacking: unnamed.placeholder }, 0);
    const defaulted = await opens({ lacking: townless.placeholder }, townless.count);
    expect(reachedPeople).toEqual(expect.arrayContaining(defaulted));
    await opens({ outcome: 'left_out', lacking: townless.placeholder }, 0);

    // So does each line of the cost, which together are those who get it.
    const priced: string[] = [];
    expect(cost.lines.length).toBeGreaterThan(1);
    for (const { country, category, people } of cost.lines)
      priced.push(...(await opens({ country: country ?? 'none', category }, people)));
    expect(priced.toSorted()).toEqual(reachedPeople.toSorted());
    const german = { key: 'german', message_content: 'Hallo.', language: 'de' };
    const { id: two } = await addCampaign(tenant, { ...CONTENT, contents: [german] });
    for (const { content_key, people } of (await preflightOf(tenant, two)).reach.by_content)
      expect(await openedBy(tenant, two, { content: content_key })).toHaveLength(people);
    for (const outcome of ['left_out', 'missing_variable']) {
      const asked = `outcome=${outcome}&content=german&country=DE&category=utility&waits=send_time`;
      const { status, body } = await tenant.call(`GET /v1/campaigns/${two}/audience?${asked}`);
      const refused = ['content', 'country', 'category', 'waits'].map((path) => ({ path, code: 'refused' }));
      expect([status, body.errors]).toMatchObject([400, refused]);
    }
    const { body: odd } = await tenant.call(`GET /v1/campaigns/${two}/audience?country=Germany&waits=rain`);
    expect(odd.errors.map(({ path }: Json) => path)).toEqual(['country', 'waits']);
    for (const nothing of ['constructor', '__proto__', ' ', 'n'.repeat(2000)])
      expect(await openedBy(tenant, id, { lacking: nothing })).toEqual([]);
    const page = new URLSearchParams({ limit: '1', lacking: townless.placeholder });
    const { body: first } = await tenant.call(`GET /v1/campaigns/${id}/audience?${page}`);
    for (const other of ['', `&lacking=${encodeURIComponent(unnamed.placeholder)}`, '&outcome=left_out']) {
      const moved = `GET /v1/campaigns/${id}/audience?cursor=${first.next_cursor}${other}`;
      expect((await tenant.call(moved)).body.errors).toMatchObject([{ path: 'cursor' }]);
    }
    const { body: key } = await tenant.call('POST /v1/api-keys', {
      body: { name: 'people', scopes: ['customers:read'] },
    });
    const peopleOnly = caller(herald.url, key.key);
    const ofAll = { kind: 'customers', filter: { campaign_id: id } };
    expect((await peopleOnly(`GET /v1/campaigns/${id}/audience`)).body.code).toBe('scope.missing');
    expect((await peopleOnly('POST /v1/exports', { body: ofAll })).body.code).toBe('scope.missing');

    const { body: segment } = await tenant.call('POST /v1/segments', {
      body: { name: 'All', criteria: { all: true } },
    });
    const { id: lost } = await addCampaign(tenant, { target_criteria: { segments_any: [segment.id] } });
    await tenant.call(`DELETE /v1/segments/${segment.id}`);
    expect((await tenant.call(`GET /v1/campaigns/${lost}/audience`)).body.code).toBe('segment.broken');
    const ofLost = { kind: 'customers', filter: { campaign_id: lost } };
    expect((await tenant.call('POST /v1/exports', { body: ofLost })).body.code).toBe('segment.broken');

    const { id: begun } = await beginWithoutRun(tenant);
    expect((await tenant.call(`GET /v1/campaigns/${begun}/audience`)).body.code).toBe('campaign.status');
    const body = { kind: 'customers', filter: { campaign_id: begun } };
    expect((await tenant.call('POST /v1/exports', { body })).body.code).toBe('campaign.status');
  },
);

test.concurrent('whoever waits by a rule is opened by it, as a list and as a file', async () => {
  const tenant = await newTenant(herald);
  const people = await addCustomers(tenant, 6);
  await tenant.call('PATCH /v1/tenant', { body: { frequency_cap: { per_day: 1 } } });
  const frequencies = frequencyStore(tableOf(herald));
  const busy = people.slice(0, 2).map((customer) => String(customer.id));
  for (const customer_id of busy) {
    const attempt = { tenant_id: tenant.id, campaign_id: ids.next('cmp'), customer_id, holder: 'test' };
    await frequencies.take(attempt, { per_day: 1 }, Date.now());
  }
  // On a day that is today nowhere on earth.
  const day = ((new Date().getUTCDay() + 2) % 7) + 1;
  const { id } = await addCampaign(tenant, { sending_hours: { from: '09:00', to: '20:00', days: [day] } });
  const { waits } = await preflightOf(tenant, id);
  expect(waits).toEqual({ sending_hours: 6, frequency_cap: 2, send_time: 0 });
  for (const [rule, count] of Object.entries(waits)) {
    const opened = await openedBy(tenant, id, { waits: rule });
    expect([rule, new Set(opened).size, opened.length]).toEqual([rule, count, count]);
    const lines = await linesOf(tenant, { kind: 'customers', filter: { campaign_id: id, waits: rule } });
    expect(lines.map((customer) => customer.id)).toEqual(opened);
    if (rule === 'frequency_cap') expect(opened.toSorted()).toEqual(busy.toSorted());
  }
});

test.concurrent('a preflight says to the last person what the run right after it does', async () => {
  const tenant = await newTenant(herald);
  await addEveryone(tenant);
  const { id } = await addCampaign(tenant, { ...CONTENT, ...LONG });
  const before = await preflightOf(tenant, id);
  expect(before.blocks).toEqual([]);
  await tenant.call(`POST /v1/campaigns/${id}/execute`, { body: { expected_reach: before.reach.total } });
  await reached(tenant, id, 'completed');
  const report = await totalsReached(tenant, id, { recipients: before.audience });

  expect(before.left_out.by_reason).toEqual(report.skipped);
  expect(Object.keys(report.skipped).toSorted()).toEqual(
    ['missing_variable', 'no_number', 'not_opted_in', 'opted_out', 'suppressed', 'too_long', 'us_marketing'].toSorted(),
  );
  const sent = (await messagesOf(tenant, id)).filter(({ status }) => status !== 'skipped');
  const byContent = Object.entries(Object.groupBy(sent, ({ content_key }) => content_key));
  expect(Object.fromEntries(before.reach.by_content.map((row: Json) => [row.content_key, row.people]))).toEqual(
    Object.fromEntries(byContent.map(([key, list = []]) => [key, list.length])),
  );
  expect(before.reach.total).toBe(sent.length);
  expect(before.reach.total + before.left_out.total).toBe(before.audience);
  expect(before.cost).toMatchObject({ amount: '1.6362', currency: 'USD' });
});

/** A campaign that these people have, under way without a run: each delivered, those of `read` read. */
async function pastCampaign(tenant: TestTenant, people: readonly Json[], read: readonly Json[]): Promise<Json> {
  const campaign = await beginWithoutRun(tenant, { buttons: BUTTONS });
  const messages = messageStore(tableOf(herald));
  const now = Date.now();
  const at = new Date(now).toISOString();
  for (const customer of people) {
    const of = { campaign_id: String(campaign.id), customer_id: String(customer.id) };
    const claim = { status: 'sending' as const, attempts: 1, variables: [], holder: 'test', lease_until: now };
    await messages.claim(tenant.id, { ...of, ...claim, id: ids.next('msg') }, now);
    const provider_sid = `SM${of.customer_id}`;
    await messages.accept(tenant.id, of, provider_sid, at);
    const status = read.includes(customer) ? ('read' as const) : ('delivered' as const);
    await messages.applyStatus(tenant.id, of, { status, provider_sid, error: undefined }, at);
  }
  return campaign;
}

test.concurrent(
  'contents by what people did go to whom preflight and previews say, and stay with them whatever they do then',
  async () => {
    // So slow that the first is sent when the last has done something else meanwhile.
    const tenant = await newTenant(herald, { rate: 2 });
    const people: Json[] = await addCustomers(tenant, 12, { name: 'Ana' });
    const [tapper, otherTapper, buyer, writer, ...others] = people;
    const never = others.slice(-2);
    const had = people.filter((one) => !never.includes(one));
    const campaign_id = (await pastCampaign(tenant, had, [...had.slice(0, 4), others[0]])).id;
    const click = (customer: Json, button_id: string) =>
      tenant.call(`POST /v1/campaigns/${campaign_id}/button-click`, { body: { customer_id: customer.id, button_id } });
    for (const [customer, button] of [
      [tapper, 'yes'],
      [otherTapper, 'call'],
      [buyer, 'shop'],
    ] as const)
      expect((await click(customer, button)).status).toBe(200);
    const bought = { conversion_type: 'order', conversion_reference_id: 'A-1' };
    await tenant.call('POST /v1/conversions', { body: { customer_id: buyer.id, ...bought } });
    await tell(tenant, { customer: writer }, { Body: 'Hello' });
    const { body: segment } = await tenant.call('POST /v1/segments', {
      body: { name: 'Tapped yes', criteria: { engagement: [{ campaign_id, did: 'tapped', button_id: 'yes' }] } },
    });
    const when = (criteria: object) => ({ when: criteria });
    const { id } = await addCampaign(tenant, {
      contents: [
        { key: 'bought', ...when({ engagement: [{ campaign_id, did: 'converted' }] }), message_content: 'Thank you.' },
        { key: 'yes', ...when({ segments_any: [segment.id] }), message_content: 'You said yes.' },
        { key: 'tapped', ...when({ engagement: [{ campaign_id, did: 'tapped' }] }), message_content: 'You looked.' },
        { key: 'wrote', ...when({ last_wrote_within_days: 2 }), message_content: 'You wrote.' },
        { key: 'unread', ...when({ engagement: [{ campaign_id, did_not: 'read' }] }), message_content: 'Seen it?' },
      ],
    });
    const expected = new Map([
      [tapper.id, 'yes'],
      [otherTapper.id, 'tapped'],
      [buyer.id, 'bought'],
      [writer.id, 'wrote'],
      ...others.map(({ id }, n) => [id, n === 0 || n >= others.length - 2 ? 'default' : 'unread'] as const),
    ]);
    const before = await preflightOf(tenant, id);
    expect(Object.fromEntries(before.reach.by_content.map((row: Json) => [row.content_key, row.people]))).toEqual({
      ...{ yes: 1, tapped: 1, bought: 1, wrote: 1, default: 3, unread: 5 },
    });
    await Promise.all(
      Array.from(expected, async ([customer_id, content_key]) => {
        const { body } = await tenant.call(`POST /v1/campaigns/${id}/preview`, { body: { customer_id } });
        expect(body).toMatchObject({ content_key, why: 'campaign_language', left_out: null });
      }),
    );
    const { body: tested } = await tenant.call(`POST /v1/campaigns/${id}/test`, { body: { to: [buyer.phone_number] } });
    expect(tested.results).toMatchObject([{ status: 'sent', content_key: 'bought' }]);

    await tenant.call(`POST /v1/campaigns/${id}/execute`, { body: { expected_reach: before.reach.total } });
    await planned(tenant, id, people.length);
    // It is too late for another content.
    await Promise.all(people.map((customer) => click(customer, 'yes')));
    await reached(tenant, id, 'completed');
    const sent = await messagesOf(tenant, id);
    expect(new Map(sent.map(({ customer_id, content_key }) => [customer_id, content_key]))).toEqual(expected);
    const report = await totalsReached(tenant, id, { recipients: before.audience });
    expect(report.skipped).toEqual({});
  },
);

test.concurrent(
  'a preflight of plain messages leaves out whose window is closed, and counts nobody twice or who is gone',
  async () => {
    const tenant = await newTenant(herald);
    const [writer, twin, other, erased] = await addCustomers(tenant, 6);
    for (const customer of [writer, other]) await tell(tenant, { customer }, { Body: 'Hello' });
    const linking = { now: new Date().toISOString(), consent_id: ids.next('con') };
    await customerStore(tableOf(herald)).link(tenant.id, writer.id, twin.id, linking);
    await ended(tenant.call, await tenant.call(`DELETE /v1/customers/${erased.id}`));
    const { id } = await addCampaign(tenant, { send_as: 'session' });
    const before = await preflightOf(tenant, id);
    expect(before).toMatchObject({ audience: 4, reach: { total: 2 }, left_out: { by_reason: { outside_window: 2 } } });
    await tenant.call(`POST /v1/campaigns/${id}/execute`, { body: { expected_reach: 2 } });
    await reached(tenant, id, 'completed');
    const report = await totalsReached(tenant, id, { recipients: 4 });
    expect(report.skipped).toEqual(before.left_out.by_reason);
    const sent = (await messagesOf(tenant, id)).filter(({ status }) => status !== 'skipped');
    expect(sent.map(({ customer_id }) => customer_id).toSorted()).toEqual([writer.id, other.id].toSorted());
  },
);

test.concurrent('a preflight of nobody, and of a draft that is half written, says what to do', async () => {
  const tenant = await newTenant(herald, { credentials: null });
  const { body } = await tenant.call('POST /v1/campaigns/preflight', {
    body: {
      target_criteria: { tags_any: ['nobody'] },
      recurrence: { days: [1], time: '09:00', time_zone: 'Europe/Berlin' },
    },
  });
  expect(body).toMatchObject({ campaign_id: null, audience: 0, reach: { total: 0, by_content: [] } });
  expect(body.next_dates).toHaveLength(5);
  expect(new Set(body.next_dates.map((date: string) => new Date(date).getUTCDay()))).toEqual(new Set([1]));
  expect(body.blocks.map(({ code, path = null }: Json) => [code, path])).toEqual([
    ['content', 'name'],
    ['content', 'message_content'],
    ['credentials_missing', null],
  ]);
  expect(body.warnings.map(({ code }: Json) => code)).toContain('nobody');
  expect((await tenant.call('GET /v1/campaigns')).body.data).toEqual([]);
});

test.concurrent.for<[boolean, object]>([
  [false, CONTENT],
  [true, { message_content: 'See https://shop.example.com/autumn' }],
  [true, { ...CONTENT, contents: [{ key: 'fr', language: 'fr', message_content: 'Voir www.shop.example.com' }] }],
])('whether a text has a link, which nobody counts, is told: %j', async ([isTold, content]) => {
  const tenant = await newTenant(herald);
  const { status, body } = await tenant.call('POST /v1/campaigns/preflight', { body: content });
  expect(status).toBe(200);
  expect(body.warnings.some(({ code }: Json) => code === 'link_in_text')).toBe(isTold);
});

test.concurrent('that computers do not show a message with answers beside links is told', async () => {
  const tenant = await newTenant(herald);
  const answer = { id: 'keep', title: 'Keep one', type: 'reply' };
  const see = { id: 'see', title: 'See it', type: 'url', url: 'https://shop.example.com' };
  const isTold = async (...buttons: object[]) => {
    const { body } = await tenant.call('POST /v1/campaigns/preflight', { body: { ...CONTENT, buttons } });
    return body.warnings.some(({ code }: Json) => code === 'hidden_on_computers');
  };
  expect([await isTold(answer), await isTold(see), await isTold(answer, see)]).toEqual([false, false, true]);
});

test.concurrent('nothing is sent when the reach has changed since it was looked at', async () => {
  const tenant = await newTenant(herald);
  const [first = '', ...others] = numbers(4);
  await addCustomers(tenant, [first]);
  const { id } = await addCampaign(tenant);
  const { reach } = await preflightOf(tenant, id);
  await addCustomers(tenant, others);
  const body = { expected_reach: reach.total };
  const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
  for (const [step, given] of [
    ['execute', body],
    ['schedule', { ...body, scheduled_at }],
  ] as const) {
    const refused = await tenant.call(`POST /v1/campaigns/${id}/${step}`, { body: given });
    expect(refused).toMatchObject({ status: 409, body: { code: 'campaign.reach' } });
    expect(refused.body.detail).toMatch(/^Since you looked, 3 people more would get it: 4, not 1\. Nothing was sent\./);
  }
  await tenant.call(`PATCH /v1/campaigns/${id}`, { body: { target_criteria: { countries: ['DE'] } } });
  expect((await tenant.call(`POST /v1/campaigns/${id}/execute`, { body })).body.detail).toMatch(/1 person fewer/);
  expect((await tenant.call(`GET /v1/campaigns/${id}`)).body.status).toBe('draft');
  expect(await sentBy(tenant)).toEqual([]);
});

test.concurrent(
  'a campaign that is being sent takes turns with the next one, for those whom it has not planned yet',
  async () => {
    const tenant = await newTenant(herald, { rate: 1 });
    await addCustomers(tenant, 20);
    await addCustomers(tenant, 10, { tags: ['few'] });
    const few = { target_criteria: { tags_any: ['few'] } };
    const { id } = await addCampaign(tenant, few);
    const seconds = ({ timing }: Json) => (Date.parse(timing.ends_at) - Date.parse(timing.starts_at)) / 1_000;
    expect(seconds(await preflightOf(tenant, id))).toBe(10);
    const before = await beginWithoutRun(tenant);
    const counted = await preflightOf(tenant, id);
    expect(counted.timing.after).toMatchObject([{ campaign_id: before.id, remaining: 20 }]);
    expect(seconds(counted)).toBe(20);
  },
);

test.concurrent('a preview is what the person then gets, and says why', async () => {
  const tenant = await newTenant(herald);
  const [customer] = await addCustomers(tenant, 1, { name: 'Ana', language: 'fr-CA', attributes: { city: 'Lyon' } });
  const { id } = await addCampaign(tenant, CONTENT);
  const preview = (body: object) => tenant.call(`POST /v1/campaigns/${id}/preview`, { body });
  const { body: seen } = await preview({ customer_id: customer.id });
  expect(seen).toMatchObject({ content_key: 'fr', why: 'base_language', language: 'fr', left_out: null });
  expect(seen.body).toBe('Bonjour Ana, des nouvelles.');
  const link = await fetch(seen.buttons[0].link, { redirect: 'manual' });
  expect(link.headers.get('location')).toBe('https://shop.example.com/');

  const { body: own } = await preview({ customer_id: customer.id, content_key: 'default' });
  expect(own).toMatchObject({ why: 'asked_for', body: 'Hello Ana, news from Lyon.' });
  const { body: empty } = await preview({ case: 'empty' });
  expect(empty).toMatchObject({ body: 'Hello {{name}}, news from your town.', missing: ['{{name}}'] });
  expect((await preview({ case: 'longest' })).body).toMatchObject({ customer_id: customer.id });
  expect((await preview({ sample: { name: 'Bea' } })).body.body).toBe('Hello Bea, news from your town.');
  expect((await preview({})).status).toBe(400);
  expect((await preview({ case: 'empty', content_key: 'es' })).body.errors).toMatchObject([{ path: 'content_key' }]);
});

test.concurrent(
  'a personal link leads where the preview said, and nowhere personal once its person is erased',
  async () => {
    const tenant = await newTenant(herald);
    const url = 'https://shop.example.com/orders/{{attributes.order}}?from={{attributes.city | default: "you & me"}}';
    const [first = '', second = '', third = ''] = numbers(3);
    const [ana] = await addCustomers(tenant, [first], { name: 'Ana', attributes: { order: '12/7?x=1&y=2' } });
    await addCustomers(tenant, [second], { name: 'Bea', attributes: { city: 'Lyon' } });
    await addCustomers(tenant, [third], { name: 'Eve', attributes: { order: 'ü'.repeat(400) } });
    const buttons = [{ id: 'shop', title: 'Your order', type: 'url', url }];
    const refused = await tenant.call('POST /v1/campaigns', {
      body: { ...CONTENT, name: 'N', buttons: [{ ...buttons[0], url: 'https://{{attributes.order}}/' }] },
    });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'buttons.0.url', code: 'placeholder' }] } });

    const { id } = await addCampaign(tenant, { message_content: 'Hello {{name}}, news.', buttons });
    const before = await preflightOf(tenant, id);
    expect(before.left_out.by_reason).toEqual({ missing_variable: 1, too_long: 1 });
    const codes = before.warnings.map(({ code, count }: Json) => [code, count]);
    expect(codes).toEqual(
      expect.arrayContaining([
        ['missing_variable', 1],
        ['default_used', 1],
      ]),
    );
    const preview = (body: object) => tenant.call(`POST /v1/campaigns/${id}/preview`, { body });
    const { body: seen } = await preview({ customer_id: ana.id });
    const [{ url: destination }] = seen.buttons;
    expect(destination).toBe('https://shop.example.com/orders/12%2F7%3Fx%3D1%26y%3D2?from=you%20%26%20me');
    const { body: empty } = await preview({ case: 'empty' });
    expect(empty).toMatchObject({ missing: ['{{name}}', '{{attributes.order}}'] });
    expect(empty.buttons[0].url).toContain('/orders/{{attributes.order}}?from=you & me');

    await tenant.call(`POST /v1/campaigns/${id}/execute`, { body: { expected_reach: 1 } });
    await reached(tenant, id, 'completed');
    expect((await totalsReached(tenant, id, { recipients: 3 })).skipped).toEqual(before.left_out.by_reason);
    const secret = (await tenantStore(tableOf(herald)).linkSecret(tenant.id)) ?? '';
    const of = { tenant_id: tenant.id, campaign_id: String(id), customer_id: String(ana.id), place: 0 };
    const lead = async () => (await visit(herald, `/r/${linkToken(of, secret)}`)).headers.get('location');
    expect(await lead()).toBe(destination);
    await tenant.call(`PATCH /v1/customers/${ana.id}`, { body: { attributes: { order: 'another' } } });
    expect(await lead()).toBe(destination);
    await ended(tenant.call, await tenant.call(`DELETE /v1/customers/${ana.id}`));
    expect(await lead()).toBe('https://shop.example.com/');
  },
);

test.concurrent('a test goes to a few numbers at once, never to who opted out, and counts nowhere', async () => {
  const tenant = await newTenant(herald);
  const [stranger = '', customer = '', out = ''] = numbers(3);
  await addCustomers(tenant, [customer], { name: 'Ana', consent: undefined });
  await addCustomers(tenant, [out], { name: 'Eve', consent: { status: 'opted_out', source: 'test' } });
  const { id } = await addCampaign(tenant, CONTENT);
  const body = { to: [stranger, customer, out, '+12025550100'], sample: { name: 'Bea' } };
  const headers = { 'idempotency-key': 'one test' };
  const { body: answer } = await tenant.call(`POST /v1/campaigns/${id}/test`, { body, headers });
  expect(answer.results).toMatchObject([
    { status: 'sent', provider_sid: expect.stringMatching(/^[SM]M/) },
    { status: 'sent' },
    { status: 'refused', reason: 'opted_out' },
    { status: 'refused', reason: 'us_marketing' },
  ]);
  expect((await tenant.call(`POST /v1/campaigns/${id}/test`, { body, headers })).body).toEqual(answer);
  const sent = await sentBy(tenant);
  expect(sent.map(({ to }) => to).toSorted()).toEqual([customer, stranger].map((to) => `whatsapp:${to}`).toSorted());
  expect((await reportOf(tenant, id)).totals).toMatchObject({ recipients: 0, accepted: 0 });
  expect(await messagesOf(tenant, id)).toEqual([]);

  const { body: unnamed } = await tenant.call(`POST /v1/campaigns/${id}/test`, { body: { to: [stranger] } });
  expect(unnamed.results).toMatchObject([{ status: 'refused', reason: 'missing_variable' }]);
});

test.concurrent('whatever somebody does with a test counts nowhere, even after they had the campaign', async () => {
  const tenant = await newTenant(herald);
  const [customer] = await addCustomers(tenant, 1, { name: 'Ana' });
  const buttons = BUTTONS.slice(0, 2);
  const campaign = await runCampaign(tenant, { message_content: 'Hello {{name}}, news.', buttons });
  const { body } = await tenant.call(`POST /v1/campaigns/${campaign.id}/test`, {
    body: { to: [customer.phone_number] },
  });
  const [{ provider_sid: replied }] = body.results;
  const form = (await sentBy(tenant)).find(({ sid }) => sid === replied)?.request ?? {};
  const [, ButtonPayload = '', token] = Object.values(JSON.parse(form['ContentVariables'] ?? '{}') as object).map(
    String,
  );
  expect(form).not.toHaveProperty('StatusCallback');

  const title = 'Yes please';
  const tapped = { MessageType: 'button', Body: title, ButtonText: title, ButtonPayload };
  const told = await tell(tenant, { customer }, { ...tapped, OriginalRepliedMessageSid: replied });
  expect(told.status).toBe(200);
  expectRedirect(await visit(herald, `/r/${token}`));
  expect(await tapsOf(tenant, campaign.id)).toEqual([]);
  expect((await totalsReached(tenant, campaign.id, { recipients: 1 })).totals.replied).toBe(0);
});
