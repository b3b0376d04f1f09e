import { expect, test } from 'vitest';

import type { Json } from '../../support/api.ts';
import { addCampaign, messagesOf, reached, sentBy } from '../../support/campaigns.ts';
import { eventually } from '../../support/eventually.ts';
import { ended } from '../../support/jobs.ts';
import { numbers } from '../../support/people.ts';
import { tableOf } from '../../support/table.ts';
import { choiceStore } from '../../../shared/message/choice.store.ts';
import { addCustomers, newTenant } from '../../support/tenant.ts';
import { startReceiver, verified } from '../../support/webhook-receiver.ts';
import { herald } from './herald.ts';

test('a webhook says what each gets; whoever it says nothing usable of gets the fallback, and the campaign says so', async () => {
  const tenant = await newTenant(herald);
  const receiver = await startReceiver();
  const { body: endpoint } = await tenant.call('POST /v1/webhook-endpoints', {
    body: { url: receiver.url, events: ['alert.raised'] },
  });
  const [first = '', second = '', third = '', fourth = ''] = numbers(4);
  const [rye] = await addCustomers(tenant, [first], { name: 'Ana', tags: ['regular'] });
  const [cake] = await addCustomers(tenant, [second], { name: 'Bea' });
  const [wrong] = await addCustomers(tenant, [third], { name: 'Eve' });
  const [silent] = await addCustomers(tenant, [fourth], { name: 'Leo' });
  const said = new Map([
    [rye.id, { values: { next_product: 'rye bread' } }],
    [cake.id, { content_key: 'cake' }],
    [wrong.id, { content_key: 'no-such-content' }],
  ]);
  receiver.doing((response, request) => {
    const body =
      receiver.received.find((one) => one.headers['webhook-id'] === request.headers['webhook-id'])?.body ?? '{}';
    const asked: Json[] = JSON.parse(body).data?.customers ?? [];
    const known = asked.filter(({ customer_id }) => said.has(customer_id));
    const customers = known.map(({ customer_id }) => ({ customer_id, ...said.get(customer_id) }));
    response.end(JSON.stringify({ customers: [...customers, { customer_id: 'cus_stranger', content_key: 'cake' }] }));
  });
  const { id } = await addCampaign(tenant, {
    message_content: 'Try our {{attributes.next_product}} now.',
    contents: [
      { key: 'cake', when: { tags_any: ['cake'] }, message_content: 'Cake for {{name}} today.' },
      { key: 'plain', when: { tags_any: ['plain'] }, message_content: 'News of our bakery.' },
    ],
    recommend: { webhook_endpoint_id: endpoint.id, fallback: 'plain' },
  });
  const { body: before } = await tenant.call(`POST /v1/campaigns/${id}/preflight`);
  expect(before.warnings.map(({ code }: Json) => code)).toContain('recommendation_not_asked');
  expect(before.reach.by_content).toMatchObject([{ content_key: 'plain', people: 4 }]);
  const { body: preview } = await tenant.call(`POST /v1/campaigns/${id}/preview`, { body: { customer_id: rye.id } });
  expect(preview).toMatchObject({ content_key: 'plain', why: 'fallback' });
  expect(receiver.received).toEqual([]);

  await tenant.call(`POST /v1/campaigns/${id}/execute`, { body: {} });
  const campaign = await reached(tenant, id, 'completed');
  const sent = await messagesOf(tenant, id);
  expect(new Map(sent.map(({ customer_id, content_key }) => [customer_id, content_key]))).toEqual(
    new Map([
      [rye.id, 'default'],
      [cake.id, 'cake'],
      [wrong.id, 'plain'],
      [silent.id, 'plain'],
    ]),
  );
  expect(sent.find(({ customer_id }) => customer_id === rye.id)?.payload).toMatchObject({
    content_variables: { 1: 'rye bread' },
  });
  const [warning] = campaign.warnings.filter(({ code }: Json) => code === 'recommendation_fallback');
  expect(warning).toMatchObject({
    count: 2,
    message: expect.stringMatching(/1: its answer says nothing.*1: it names a content/),
  });
  for (const one of receiver.received)
    expect(verified(one, endpoint.secret)).toMatchObject({ type: 'campaign.recommendation' });
  const asked = receiver.received.flatMap(({ body }) => JSON.parse(body).data.customers as Json[]);
  expect(asked.map(({ customer_id }) => customer_id).toSorted()).toEqual(
    [rye, cake, wrong, silent].map((one: Json) => one.id).toSorted(),
  );
  expect(JSON.stringify(receiver.received)).not.toMatch(/Ana|\+\d{8}/);

  const choices = choiceStore(tableOf(herald));
  expect((await choices.ofCustomers(tenant.id, id, [rye.id])).size).toBe(1);
  await ended(tenant.call, await tenant.call(`DELETE /v1/customers/${rye.id}`));
  expect(await choices.ofCustomers(tenant.id, id, [rye.id])).toEqual(new Map());
  await receiver.close();
});

test('a webhook that is down, slow or forged holds nobody up', async () => {
  const tenant = await newTenant(herald);
  await addCustomers(tenant, 3, { name: 'Ana' });
  const receiver = await startReceiver();
  const { body: endpoint } = await tenant.call('POST /v1/webhook-endpoints', {
    body: { url: receiver.url, events: ['alert.raised'] },
  });
  for (const [what, answer] of [
    ['slow', () => undefined],
    ['forged', (response: { end(text: string): void }) => response.end('<html>')],
    ['endless', (response: { end(text: string): void }) => response.end('x'.repeat(10_000_000))],
  ] as const) {
    receiver.doing(answer);
    const recommend = { webhook_endpoint_id: endpoint.id, timeout_seconds: 1 };
    const { id } = await addCampaign(tenant, { name: what, recommend });
    await tenant.call(`POST /v1/campaigns/${id}/execute`, { body: {} });
    const { warnings } = await reached(tenant, id, 'completed');
    expect(warnings).toMatchObject([{ code: 'recommendation_fallback', count: 3 }]);
  }
  await receiver.close();
  await eventually(async () => expect(await sentBy(tenant)).toHaveLength(9));
  const refused = await tenant.call('POST /v1/campaigns', {
    body: { name: 'N', message_content: 'M', recommend: { webhook_endpoint_id: 'whe_01KB2QW6ZC8N4T5V7X9Y1A3B5D' } },
  });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'recommend.webhook_endpoint_id' }] } });
});
