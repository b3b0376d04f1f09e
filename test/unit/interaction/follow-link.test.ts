import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Button } from '../../../shared/content/button.ts';
import { visitLink, type LinkPorts } from '../../../shared/interaction/follow-link.ts';
import { linkToken } from '../../../shared/message/link-token.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { thrown } from '../fixtures.ts';
import { MINUTE, openWorlds, type World } from './world.ts';

const newWorld = openWorlds();
const URL_OF_SITE = 'https://shop.example/autumn';
const PERSON = { id: 'req_1', byPerson: true };

async function reached(buttons?: Button[], given: Partial<Campaign> = {}, kept: Parameters<World['sent']>[2] = {}) {
  const world = newWorld();
  const [customer, campaign] = [
    await world.customer(),
    await world.campaign({ ...(buttons && { buttons }), ...given }),
  ];
  await world.sent(campaign, customer, kept);
  world.clock.advance(MINUTE);
  const secret = ids.secret();
  const ports: LinkPorts = {
    ...world.ports,
    tenants: { linkSecret: async (tenant) => (tenant === world.tenant ? secret : undefined) },
  };
  const link = { tenant_id: world.tenant, campaign_id: campaign.id, customer_id: customer.id, place: 1 };
  const follow = (given: object = {}, visit = PERSON, more: Partial<LinkPorts> = {}, key = secret) =>
    visitLink(linkToken({ ...link, ...given }, key), visit, { ...ports, ...more });
  return { world, customer, campaign, follow };
}

test('a person’s visit is a tap, and leads to the campaign’s destination', async () => {
  const { world, customer, campaign, follow } = await reached();
  expect(await follow()).toBe(URL_OF_SITE);
  expect(await world.taps(campaign)).toMatchObject([
    { button_id: 'site', button_type: 'url', source: 'redirect', customer_id: customer.id, response_seconds: 50 },
  ]);
  expect(await world.message(campaign, customer)).toMatchObject({ clicked_buttons: ['site'] });
});

test('a request that is handled twice is one tap; another visit is another', async () => {
  const { world, campaign, follow } = await reached();
  await Promise.all([follow(), follow(), follow()]);
  expect(await world.taps(campaign)).toHaveLength(1);
  await follow({}, { id: 'req_2', byPerson: true });
  expect(await world.taps(campaign)).toHaveLength(2);
});

test('a program’s visit is redirected, too, and does not count', async () => {
  const { world, campaign, follow } = await reached();
  expect(await follow({}, { id: 'req_1', byPerson: false })).toBe(URL_OF_SITE);
  expect(await world.taps(campaign)).toEqual([]);
});

test.each(['customers.get', 'messages.get', 'interactions.record'] as const)(
  'a person is redirected even when %s fails',
  async (broken) => {
    const { world, campaign, follow } = await reached();
    const [port, method] = broken.split('.') as ['customers', 'get'];
    const fail = () => Promise.reject(new Error('no table'));
    expect(await follow({}, PERSON, { [port]: { ...world.ports[port], [method]: fail } })).toBe(URL_OF_SITE);
    expect(await world.taps(campaign)).toEqual([]);
    expect(world.lines).toMatchObject([['link.unrecorded', { tenant_id: world.tenant, campaign_id: campaign.id }]]);
  },
);

test('a link of a customer who was not sent the campaign redirects, and does not count', async () => {
  const { world, campaign, follow } = await reached();
  const other = await world.customer();
  expect(await follow({ customer_id: other.id })).toBe(URL_OF_SITE);
  expect(await follow({ customer_id: ids.next('cus') })).toBe(URL_OF_SITE);
  expect(await world.taps(campaign)).toEqual([]);
  expect(world.events()).toEqual([]);
});

test('a link that the tenant did not sign, or of no link button, is not found', async () => {
  const { world, campaign, follow } = await reached();
  for (const refused of [
    () => follow({}, PERSON, {}, ids.secret()),
    () => follow({ tenant_id: ids.next('ten') }),
    () => follow({ campaign_id: ids.next('cmp') }),
    () => follow({ place: 0 }),
    () => follow({ place: 2 }),
    () => follow({ place: 255 }),
  ]) {
    expect(await thrown(refused)).toMatchObject({ kind: 'absent', code: 'link.not_found' });
  }
  expect(await world.taps(campaign)).toEqual([]);
});

const NONE: Button = { id: 'none', title: 'No', type: 'reply' };
const ORDER =
  'https://shop.example/orders/{{attributes.order}}?from={{name | default: "a friend"}}&x={{attributes.city}}';
const PERSONAL: Button[] = [NONE, { id: 'site', title: 'Site', type: 'url', url: ORDER }];
/** Of the text first, then of the link alone. */
const KEPT = { variables: ['Ana', '12/7 ?&x=1#', 'Ana', 'São Paulo'] };

test('a personal link leads to the page with the values that the message keeps, for a person and for a preview', async () => {
  const { world, campaign, follow } = await reached(PERSONAL, { message_content: 'Hi {{name}}, news.' }, KEPT);
  const page = 'https://shop.example/orders/12%2F7%20%3F%26x%3D1%23?from=Ana&x=S%C3%A3o%20Paulo';
  expect(await follow({}, { id: 'req_0', byPerson: false })).toBe(page);
  expect(await world.taps(campaign)).toEqual([]);
  expect(await follow()).toBe(page);
  expect(await world.taps(campaign)).toMatchObject([{ button_id: 'site' }]);
  expect(
    await follow({}, PERSON, {
      interactions: { ...world.ports.interactions, record: () => Promise.reject(new Error()) },
    }),
  ).toBe(page);
});

test('of an erased person, and of nobody, a personal link leads to the beginning of the site, or by its defaults', async () => {
  const { world, customer, campaign, follow } = await reached(PERSONAL, {}, KEPT);
  await world.ports.messages.forget(world.tenant, [campaign.id], customer.id);
  expect(await follow()).toBe('https://shop.example/');
  expect(await follow({ customer_id: ids.next('cus') })).toBe('https://shop.example/');
  const fail = () => Promise.reject(new Error('no table'));
  expect(await follow({}, PERSON, { messages: { ...world.ports.messages, get: fail } })).toBe('https://shop.example/');
  const url = 'https://shop.example/{{attributes.city | default: "towns"}}';
  const other = await reached(
    [NONE, { id: 'site', title: 'Site', type: 'url', url }],
    {},
    { variables: ['friend', 'Lyon'] },
  );
  expect(await other.follow()).toBe('https://shop.example/Lyon');
  await other.world.ports.messages.forget(other.world.tenant, [other.campaign.id], other.customer.id);
  expect(await other.follow()).toBe('https://shop.example/towns');
});

test('the values of another content than the link’s say nothing of it', async () => {
  const contents = [{ key: 'de', language: 'de', message_content: 'Hallo {{attributes.secret}}!', buttons: [] }];
  const kept = { content_key: 'de', variables: ['s3cret', 'x', 'y', 'z'] };
  const { follow } = await reached(PERSONAL, { contents }, kept);
  expect(await follow()).toBe('https://shop.example/');
});
