import { randomInt, randomUUID } from 'node:crypto';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { ROUTES } from '../../../shared/routes.ts';
import type { Call, Json } from '../../support/api.ts';
import { runCampaign } from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { everythingIn, tracesOf } from '../../support/everything.ts';
import { inboundsOf, messageOf, tap, tell } from '../../support/inbound.ts';
import { ended } from '../../support/jobs.ts';
import { expectProblem } from '../../support/problem.ts';
import { EXAMPLES, OF_MEMBERS } from '../../support/route-examples.ts';
import { sentTo } from '../../support/sent.ts';
import { tableOf } from '../../support/table.ts';
import { addCustomers, newTenant, type TestTenant } from '../../support/tenant.ts';
import { endpointPath } from '../../support/webhook-endpoints.ts';
import { startReceiver } from '../../support/webhook-receiver.ts';
import { herald } from './herald.ts';

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await newTenant(herald);
});

const mark = (what: string) => `${what}-${randomUUID()}`;
/** A German mobile number that nobody else here has. */
const uniqueNumber = () => `+49151${randomInt(10_000_000, 100_000_000)}`;

/** What nothing else in the whole Herald says. */
function marks() {
  return {
    number: uniqueNumber(),
    name: mark('name'),
    attribute: mark('attribute'),
    tag: mark('tag'),
    consent: mark('consent'),
    source: mark('source'),
    profile: mark('profile'),
    words: mark('words'),
    answer: mark('answer'),
    media: `https://media.example.com/${mark('media')}`,
    response: mark('response'),
    metadata: mark('metadata'),
  };
}
type Marks = ReturnType<typeof marks>;

function personOf({ number, name, attribute, tag, consent, source }: Marks): object {
  return {
    phone_number: number,
    name,
    tags: [tag],
    attributes: { secret: attribute },
    consent: { status: 'opted_in', source, text: consent },
  };
}

/** The kinds of places that say something: 'CUSTOMER', 'messages' of queues. */
const kindsOf = (traces: readonly string[]) =>
  new Set(traces.map((trace) => / in (?:item \S+ )?([^# ]+)/.exec(trace)?.[1] ?? trace));

test('of an erased person no item, object or message of a queue says anything', async () => {
  const said = marks();
  const { call } = tenant;
  const endpoint = await endpointPath(tenant);
  const { body: customer } = await call('POST /v1/customers', {
    body: personOf(said),
    headers: { 'idempotency-key': mark('key') },
  });
  await call(`PATCH /v1/customers/${customer.id}`, { body: { consent: { status: 'opted_in', source: said.profile } } });
  // A campaign that fills placeholders, and is gone by the time of the erasure.
  const filled = { message_content: 'For {{name}}: {{attributes.secret}}, which nobody else knows.' };
  const filling = await runCampaign(tenant, filled);
  expect(await messageOf(tenant, { campaign: filling, customer })).toMatchObject({
    variables: [said.name, said.attribute],
  });
  // A tap, with words after it, and one that is told by the API and led to an order.
  const sent = await sentTo(tenant, {}, customer);
  expect((await tap(tenant, sent)).status).toBe(200);
  await tell(tenant, sent, { Body: said.answer });
  await tell(tenant, sent, { Body: said.words, NumMedia: '1', MediaUrl0: said.media, ProfileName: said.name });
  const click = { customer_id: customer.id, button_id: 'call', response_message: said.response };
  const key = { 'idempotency-key': mark('key') };
  const { body: clicked } = await call(`POST /v1/campaigns/${sent.campaign.id}/button-click`, {
    body: { ...click, metadata: { note: said.metadata } },
    headers: key,
  });
  const order = { conversion_type: 'order', conversion_reference_id: mark('order') };
  const converting = `POST /v1/campaigns/${sent.campaign.id}/interactions/${clicked.id}/conversion`;
  expect((await call(converting, { body: order, headers: key })).status).toBe(200);
  await call('POST /v1/conversions', { body: { ...order, customer_id: customer.id }, headers: key });
  await eventually(async () => {
    const { body } = await call(`GET ${endpoint}/deliveries?limit=100`);
    expect(body.data.filter(({ event_type }: Json) => event_type === 'customer.replied')).toHaveLength(2);
  });
  // The test has seen what there is to erase.
  const before = tracesOf(said, await everythingIn(herald));
  for (const kind of ['CUSTOMER', 'PHONE', 'CONSENT', 'INBOUND', 'INTERACTION', 'MESSAGE', 'DELIVERY'])
    expect(kindsOf(before)).toContain(kind);

  const answer = await call(`DELETE /v1/customers/${customer.id}`);
  expect({ status: answer.status, body: answer.body }).toEqual({
    status: 200,
    body: { id: customer.id, deleted: true },
  });
  const gone = { status: 404, code: 'customer.not_found' };
  expectProblem(await call(`GET /v1/customers/${customer.id}`), gone);
  expect((await call('GET /v1/customers')).body.data).toEqual([]);
  expectProblem(await call(`POST /v1/campaigns/${sent.campaign.id}/button-click`, { body: click }), gone);

  const job = await ended(call, answer);
  expect(tracesOf(said, await everythingIn(herald))).toEqual([]);
  // Nor does the job itself: it names nobody.
  expect(JSON.stringify(job)).not.toContain(customer.id);
  const jobs = [...(await everythingIn(herald))].filter(([place]) => place.includes(String(job.id)));
  expect(jobs.map(([, held]) => held).join()).not.toContain(customer.id);
  // What is counted stays.
  const { body: interactions } = await call(`GET /v1/campaigns/${sent.campaign.id}/interactions`);
  expect(interactions.data).toHaveLength(2);
  expect(interactions.data[0]).toMatchObject({ response_message: null, metadata: {} });
});

test('of a campaign that was deleted since, the messages forget the person, too', async () => {
  const said = marks();
  const { body: customer } = await tenant.call('POST /v1/customers', { body: personOf(said) });
  const sent = await sentTo(tenant, { message_content: 'For {{name}}.' }, customer);
  const filled = await runCampaign(tenant, { message_content: 'For {{name}}.' });
  const at = { campaign: filled, customer };
  expect(await messageOf(tenant, at)).toMatchObject({ variables: [said.name] });
  await tenant.call(`POST /v1/campaigns/${sent.campaign.id}/cancel`);
  await cancelCompleted(tenant, filled);
  expect((await tenant.call(`DELETE /v1/campaigns/${filled.id}`)).status).toBe(200);
  await ended(tenant.call, await tenant.call(`DELETE /v1/customers/${customer.id}`));
  expect(tracesOf(said, await everythingIn(herald))).toEqual([]);
  expect(await messageOf(tenant, at)).toMatchObject({ status: 'accepted', variables: [] });
});

const KEPT_FOR_A_WEEK = /^object (imports|exports)\//;

test('no route keeps anything of the people whom its requests name, once they are erased', async () => {
  const said = { name: mark('name'), other: mark('other'), attribute: mark('attribute') };
  const numbers = new Map<string, string>();
  const marked = markedCaller(tenant.call, said, numbers);
  const owner = { ...tenant, call: marked };
  for (const route of ROUTES.filter(({ authentication }) => authentication === 'bearer')) {
    if (route.id === 'job.read' || route.id === 'customer.delete') continue;
    const { path, ...sending } = await EXAMPLES[route.id]!(owner);
    const headers: Record<string, string> = route.method === 'POST' ? { 'idempotency-key': mark('key') } : {};
    const answer = await marked(`${route.method} ${path}`, { ...sending, headers });
    expect({ route: route.id, status: answer.status }).toEqual({
      route: route.id,
      status: OF_MEMBERS.includes(route.id) ? 403 : (route.status ?? 200),
    });
  }
  const texts = { ...said, ...Object.fromEntries(numbers) };
  expect(numbers.size).toBeGreaterThan(0);
  expect(tracesOf(texts, await everythingIn(herald))).not.toEqual([]);

  const { body } = await tenant.call('GET /v1/customers?limit=100');
  expect(body.next_cursor).toBeNull();
  for (const { id } of body.data) await ended(tenant.call, await tenant.call(`DELETE /v1/customers/${id}`));
  // Files that a tenant uploaded or asked for are gone after a week at most (docs/privacy.md).
  const kept = [...(await everythingIn(herald))].filter(([place]) => !KEPT_FOR_A_WEEK.test(place));
  expect(tracesOf(texts, new Map(kept))).toEqual([]);
});

test('an event about an erased person that waits in a queue reaches no endpoint', async () => {
  const receiver = await startReceiver();
  onEnd = () => receiver.close();
  await tenant.call('POST /v1/webhook-endpoints', { body: { url: receiver.url, events: ['customer.replied'] } });
  const [customer, other] = await addCustomers(tenant, [uniqueNumber(), uniqueNumber()]);
  const { faults } = herald.stack;
  // Both events wait until the first person is gone.
  let held = true;
  faults.add({
    service: 'dynamodb',
    operation: 'Query',
    caller: herald.stack.functionArn('webhook.fan_out'),
    match: () => held,
    when: 'before',
    action: 'delay',
    delayMs: 3_000,
  });
  const words = mark('words');
  await tell(tenant, { customer }, { Body: words });
  await eventually(() => expect(faults.counts().delay).toBeGreaterThan(0));
  await ended(tenant.call, await tenant.call(`DELETE /v1/customers/${customer.id}`));
  held = false;
  faults.clear();
  await tell(tenant, { customer: other }, { Body: 'Thanks!' });
  await eventually(() => expect(receiver.received).toHaveLength(1));
  expect(receiver.received.map(({ body }) => body).join()).not.toContain(words);
  expect(await inboundsOf(tenant, customer.id)).toEqual([]);
  expect(tracesOf({ words }, await everythingIn(herald))).toEqual([]);
});

let onEnd: (() => Promise<unknown>) | undefined;
afterEach(async () => {
  await onEnd?.();
  onEnd = undefined;
});

/** A caller whose requests name people whom nothing else names: each name and number is replaced by one of a kind. */
function markedCaller(
  call: Call,
  { name, other, attribute }: Record<'name' | 'other' | 'attribute', string>,
  numbers: Map<string, string>,
): Call {
  const replaced = (text: string) =>
    text
      .replaceAll('Someone else', other)
      .replaceAll(/\bAna\b/g, name)
      .replaceAll(/\+3363998\d{4}/g, (number) => {
        if (!numbers.has(number)) numbers.set(number, uniqueNumber());
        return numbers.get(number)!;
      });
  return async (route, { body, ...more } = {}) => {
    if (body === undefined) return call(route, more);
    if (typeof body === 'string') return call(route, { ...more, body: replaced(body) });
    const person = route === 'POST /v1/customers' ? { attributes: { secret: attribute } } : {};
    const answered = route.endsWith('/button-click') ? { response_message: name, metadata: { note: attribute } } : {};
    return call(route, { ...more, body: { ...JSON.parse(replaced(JSON.stringify(body))), ...person, ...answered } });
  };
}

/** A completed campaign as one that was cancelled, which may be deleted. */
async function cancelCompleted({ id: tenant_id, served }: TestTenant, { id }: Json): Promise<void> {
  const key = { pk: `TENANT#${tenant_id}#CAMPAIGN#${id}`, sk: 'CAMPAIGN' };
  await tableOf(served).update(key, { set: { status: 'cancelled' } }, { exists: true });
}
