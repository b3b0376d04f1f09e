import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';

import { beforeEach, describe, expect, inject, test } from 'vitest';

import { linkToken } from '../../shared/message/link-token.ts';
import { messageStore } from '../../shared/message/message.store.ts';
import { randomIds } from '../../shared/platform/ids.ts';
import { tenantStore } from '../../shared/tenancy/tenant.store.ts';
import { beginWithoutRun } from '../support/campaigns.ts';
import { messageOf } from '../support/inbound.ts';
import { expectNoLink } from '../support/problem.ts';
import { BUTTONS, sentTo, tapsOf, type Sent } from '../support/sent.ts';
import { rowsOf, tableOf } from '../support/table.ts';
import { BROWSER, expectRedirect, SHOP, visit } from '../support/taps.ts';
import { newTenant, type TestTenant } from '../support/tenant.ts';

const herald = inject('herald');

let tenant: TestTenant;
let sent: Sent;
beforeEach(async () => {
  tenant = await newTenant(herald);
  sent = await sentTo(tenant);
});

const taps = () => tapsOf(tenant, sent.campaign.id);

test('a person’s visit is a tap, and goes where the campaign says', async () => {
  const answer = await visit(herald, sent.link);
  expectRedirect(answer);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const [tap] = await taps();
  expect(tap).toMatchObject({
    customer_id: sent.customer.id,
    message_id: sent.message_id,
    button_id: 'shop',
    button_type: 'url',
    source: 'redirect',
  });
  expect(await messageOf(tenant, sent)).toMatchObject({ first_click_at: tap?.clicked_at, clicked_buttons: ['shop'] });
});

test('every visit is a click of one customer', async () => {
  for (const answer of await Promise.all([1, 2, 3].map(() => visit(herald, sent.link)))) expectRedirect(answer);
  expect(await taps()).toHaveLength(3);
  expect((await messageOf(tenant, sent))?.clicked_buttons).toEqual(['shop']);
});

test('programs that look where it leads are told, and not counted', async () => {
  const programs = [
    'WhatsApp/2.24.20.89 A',
    'WhatsApp/2.2587.9 W',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'facebookcatalog/1.0',
    'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)',
    'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'curl/8.10.1',
    'python-requests/2.32.3',
    '',
  ];
  for (const agent of programs) expectRedirect(await visit(herald, sent.link, { headers: { 'user-agent': agent } }));
  for (const [name, value] of [
    ['sec-purpose', 'prefetch;prerender'],
    ['purpose', 'prefetch'],
    ['x-moz', 'prefetch'],
  ] as const)
    expectRedirect(await visit(herald, sent.link, { headers: { 'user-agent': BROWSER, [name]: value } }));
  expectRedirect(await visit(herald, sent.link, { method: 'HEAD' }));
  // Without any user agent, which fetch cannot do.
  const [answer] = (await once(get(herald.url + sent.link), 'response')) as [IncomingMessage];
  expect([answer.statusCode, answer.headers.location]).toEqual([302, SHOP]);
  expect(await taps()).toEqual([]);
  expect((await messageOf(tenant, sent))?.first_click_at).toBeUndefined();
});

test('the sample link of a template shows a page, whoever opens it, and counts nothing', async () => {
  for (const headers of [{ 'user-agent': BROWSER }, { 'user-agent': 'facebookexternalhit/1.1' }]) {
    const answer = await visit(herald, '/r/sample', { headers });
    expect({ status: answer.status, location: answer.headers.get('location') }).toEqual({
      status: 200,
      location: null,
    });
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain('<h1>An example of a link</h1>');
  }
  expect((await fetch(`${herald.url}/r/sample`, { method: 'HEAD' })).status).toBe(200);
  expect(await taps()).toEqual([]);
});

test('a token with any one bit changed, cut, lengthened or made up leads nowhere', async () => {
  const token = sent.link.slice('/r/'.length);
  const bytes = Buffer.from(token, 'base64url');
  const flipped = Array.from(bytes.keys(), (place) => {
    const copy = Buffer.from(bytes);
    copy[place]! ^= 1 << (place % 8);
    return copy.toString('base64url');
  });
  const others = [
    token.slice(0, -1),
    token.slice(0, 40),
    `${token}A`,
    `${token}=`,
    `${token}%00`,
    token.toLowerCase(),
    `${token}..A`,
    sent.reply_payload,
    'x',
    '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    '%F0%9F%8E%88',
    'A'.repeat(token.length),
    'x'.repeat(3_000),
  ];
  const rows = await rowsOf(herald, tenant.id);
  for (const changed of [...flipped, ...others]) expectNoLink(await visit(herald, `/r/${changed}`));
  expectNoLink(await visit(herald, `/r/${flipped[0]}`, { headers: { 'user-agent': 'WhatsApp/2' } }));
  expect((await fetch(`${herald.url}/r/${flipped[0]}`, { method: 'HEAD' })).status).toBe(404);
  expect(await rowsOf(herald, tenant.id)).toEqual(rows);
});

describe('signed by', () => {
  /** A link that a tenant’s own key has signed. */
  async function signed(by: TestTenant, link: Partial<Parameters<typeof linkToken>[0]>): Promise<string> {
    const secret = (await tenantStore(tableOf(herald)).linkSecret(by.id)) ?? '';
    const of = { tenant_id: tenant.id, campaign_id: sent.campaign.id, customer_id: sent.customer.id, place: 1 };
    return `/r/${linkToken({ ...of, ...link }, secret)}`;
  }

  test('another tenant, it leads nowhere', async () => {
    const stranger = await newTenant(herald);
    const theirs = await sentTo(stranger);
    expectNoLink(await visit(herald, await signed(stranger, {})));
    expectNoLink(await visit(herald, await signed(stranger, { tenant_id: stranger.id })));
    expectRedirect(
      await visit(herald, await signed(stranger, { tenant_id: stranger.id, campaign_id: theirs.campaign.id })),
    );
    expect([await taps(), await tapsOf(stranger, theirs.campaign.id)]).toEqual([[], []]);
  });

  test('its tenant, it leads to url buttons alone', async () => {
    for (const place of [0, 2, 3, 255]) expectNoLink(await visit(herald, await signed(tenant, { place })));
    expectNoLink(await visit(herald, await signed(tenant, { campaign_id: randomIds.next('cmp') })));
    expect(await taps()).toEqual([]);
  });

  test('its tenant for one who was not sent it or is gone, it leads on and counts nothing', async () => {
    expectRedirect(await visit(herald, await signed(tenant, { customer_id: randomIds.next('cus') })));
    const { id: campaign_id } = await beginWithoutRun(tenant, { buttons: BUTTONS });
    expectRedirect(await visit(herald, await signed(tenant, { campaign_id })));
    const of = { campaign_id, customer_id: sent.customer.id, id: randomIds.next('msg') };
    await messageStore(tableOf(herald)).skip(tenant.id, of, 'opted_out', Date.now());
    expectRedirect(await visit(herald, await signed(tenant, { campaign_id })));
    await tenant.call(`DELETE /v1/customers/${sent.customer.id}`);
    expectRedirect(await visit(herald, sent.link));
    expect([await taps(), await tapsOf(tenant, campaign_id)]).toEqual([[], []]);
  });
});

test('a person’s visit counts whatever an app has added to the link', async () => {
  const added = [
    '?fbclid=x',
    '?utm_source=a&utm_medium=%zz&%',
    '/',
    '.',
    ',',
    ')',
    '%3E',
    '%22',
    '%20',
    '/?x',
    '.)?fbclid=x',
  ];
  for (const end of added) expectRedirect(await visit(herald, sent.link + end));
  expect(await taps()).toHaveLength(added.length);
  const probes = added.map((end) => fetch(herald.url + sent.link + end, { method: 'HEAD', redirect: 'manual' }));
  expect((await Promise.all(probes)).map(({ status }) => status)).toEqual(added.map(() => 302));
  expect(await taps()).toHaveLength(added.length);
});

test('an address with other letters than ASCII leads to its encoded form, also one stored before it was encoded', async () => {
  const typed = 'https://shop.example.com/größe?q=日本';
  const encoded = 'https://shop.example.com/gr%C3%B6%C3%9Fe?q=%E6%97%A5%E6%9C%AC';
  const buttons = [BUTTONS[0], { ...BUTTONS[1], url: typed }];
  const { campaign, link } = await sentTo(tenant, { buttons });
  expect(campaign.buttons[1].url).toBe(encoded);
  expect((await visit(herald, link)).headers.get('location')).toBe(encoded);

  const key = { pk: `TENANT#${tenant.id}#CAMPAIGN#${campaign.id}`, sk: 'CAMPAIGN' };
  const stored = async (url: string) => {
    await tableOf(herald).update(key, { set: { buttons: [buttons[0], { ...buttons[1], url }] } });
    const { status, headers } = await visit(herald, link);
    const shown = await tenant.call(`GET /v1/campaigns/${campaign.id}`);
    expect([shown.status, shown.body.buttons[1].url]).toEqual([200, url]);
    return [status, headers.get('location')];
  };
  expect(await stored(typed)).toEqual([302, encoded]);
  // Messages of before keep no value for it.
  expect(await stored(`${typed}&n={{name}}`)).toEqual([302, 'https://shop.example.com/']);
});

test('of a deleted campaign, it leads nowhere', async () => {
  await tenant.call(`POST /v1/campaigns/${sent.campaign.id}/cancel`);
  expect((await tenant.call(`DELETE /v1/campaigns/${sent.campaign.id}`)).status).toBe(200);
  expectNoLink(await visit(herald, sent.link));
  expect(await taps()).toEqual([]);
});
