import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ORDINARY_HABITS, type Habits } from '../../../../local/twilio/habits.ts';
import type { StandIn, StandInOptions } from '../../../../local/twilio/stand-in.ts';
import { ACCOUNT, client, FROM, PERFECT, recipient, standIn } from './harness.ts';

interface Told {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly params: Record<string, string>;
}

const NEVER = Object.fromEntries(Object.keys(ORDINARY_HABITS).map((habit) => [habit, 0])) as unknown as Habits;

/** Takes webhooks and visits as Herald would, and orders. */
async function tenant(status: (told: Told, n: number) => number = () => 200) {
  const told: Told[] = [];
  const orders: { phone_number: string; reference: string }[] = [];
  const server = createServer(async (request, response) => {
    const params = Object.fromEntries(new URLSearchParams(await text(request)));
    const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, params };
    told.push(one);
    if (one.path.startsWith('/r/')) response.writeHead(302, { location: 'https://shop.example.com/' }).end();
    else response.writeHead(status(one, told.length)).end('<Response/>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const webhooks = {
    inbound: `${url}/inbound#rc=5&rp=all`,
    voice: `${url}/voice`,
    shop: async (order: { phone_number: string; reference: string }) => {
      orders.push(order);
      return 200;
    },
  };
  return { url, told, orders, webhooks };
}

type Tenant = Awaited<ReturnType<typeof tenant>>;

async function contentOf({ url }: StandIn, links: string): Promise<string> {
  const actions = [
    { type: 'QUICK_REPLY', title: 'Yes', id: '{{1}}' },
    { type: 'URL', title: 'Look', url: `${links}/r/{{1}}` },
    { type: 'PHONE_NUMBER', title: 'Call', phone: '+14155550100' },
  ];
  const types = { 'whatsapp/card': { body: 'News!', actions } };
  const { sid } = await client(url).content.v1.contents.create({
    language: 'en',
    variables: { 1: 'token' },
    types,
  } as never);
  await client(url).content.v1.contents(sid).approvalCreate.create({ name: 'news', category: 'UTILITY' });
  return sid;
}

/** Reviewers do not follow its links, which would be told like people's visits. */
const UNSEEN = { template_sample_url: false, template_sample_page: false };

/** A campaign to so many people, and all that they do about it. */
async function campaign(people: number, habits: Habits, at: Tenant, options: Partial<StandInOptions> = {}) {
  const started = await standIn({ habits, rules: { closed_windows: true, ...UNSEEN }, ...options });
  started.deliver(at.webhooks);
  const contentSid = await contentOf(started, at.url);
  const sids: string[] = [];
  for (let n = 0; n < people; n++) {
    const contentVariables = JSON.stringify({ 1: `token-${n}` });
    const message = { to: recipient(n), from: FROM, contentSid, contentVariables };
    sids.push((await client(started.url).messages.create(message)).sid);
  }
  await started.settled();
  return { ...started, sids };
}

describe('people who read a message with buttons', () => {
  test('tap a reply, which arrives as a signed inbound message with the payload', async () => {
    const at = await tenant();
    const { truth, sids, windows } = await campaign(1, { ...NEVER, taps: 1 }, at);
    const [tap] = at.told;
    expect(tap?.params).toMatchObject({
      MessageSid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      From: recipient(0),
      To: FROM,
      Body: 'Yes',
      ButtonText: 'Yes',
      ButtonPayload: 'token-0',
      OriginalRepliedMessageSid: sids[0],
      WaId: recipient(0).replace('whatsapp:+', ''),
    });
    const signature = String(tap?.headers['x-twilio-signature']);
    expect(validateRequest(ACCOUNT.authToken, signature, `${at.url}/inbound`, tap!.params)).toBe(true);
    expect(windows.isOpen(recipient(0), FROM)).toBe(true);
    expect(windows.isOpen(recipient(1), FROM)).toBe(false);
    expect(truth().acts).toMatchObject([
      { kind: 'reply', to: recipient(0), button: 'Yes', payload: 'token-0', answer: '200', said: '<Response/>' },
    ]);
  });

  test('follow a link with a browser, after WhatsApp requested it, and only the browser counts', async () => {
    const at = await tenant();
    const { truth } = await campaign(1, { ...NEVER, follows: 1, followsAgain: 1, previews: 1 }, at);
    expect(at.told.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /r/token-0',
      'HEAD /r/token-0',
      'GET /r/token-0',
      'GET /r/token-0',
    ]);
    expect(at.told.map(({ headers }) => headers['user-agent']?.split('/')[0])).toEqual([
      'WhatsApp',
      'Mozilla',
      'Mozilla',
      'Mozilla',
    ]);
    const { acts, totals } = truth();
    expect(totals).toMatchObject({ clicks: 2, unique_customers: 1 });
    expect(acts.map(({ kind, answer, said }) => [kind, answer, said])).toEqual(
      ['preview', 'probe', 'url', 'url'].map((kind) => [kind, '302', 'https://shop.example.com/']),
    );
  });

  test('call, which arrives as a signed voice webhook', async () => {
    const at = await tenant();
    const { truth } = await campaign(1, { ...NEVER, calls: 1 }, at);
    const [call] = at.told;
    expect(call?.path).toBe('/voice');
    expect(call?.params).toMatchObject({
      CallSid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
      From: recipient(0).replace('whatsapp:', ''),
      To: '+14155550100',
      CallStatus: 'ringing',
      Direction: 'inbound',
    });
    const signature = String(call?.headers['x-twilio-signature']);
    expect(validateRequest(ACCOUNT.authToken, signature, `${at.url}/voice`, call!.params)).toBe(true);
    expect(truth().acts).toMatchObject([{ kind: 'call', payload: '+14155550100', said: '<Response/>' }]);
  });

  test('order after a tap, and the shop reports it twice', async () => {
    const at = await tenant();
    const { truth } = await campaign(1, { ...NEVER, taps: 1, buys: 1, reportsTwice: 1 }, at);
    expect(at.orders).toHaveLength(2);
    expect(at.orders[0]).toEqual(at.orders[1]);
    expect(at.orders[0]?.phone_number).toBe(recipient(0).replace('whatsapp:', ''));
    expect(truth().totals.conversions).toBe(1);
  });

  test('order before they tap, which is attributed to no tap', async () => {
    const at = await tenant();
    const { truth } = await campaign(1, { ...NEVER, taps: 1, buysBefore: 1 }, at);
    expect(truth().acts.map(({ kind }) => kind)).toEqual(['order', 'reply']);
    expect(truth().totals).toMatchObject({ clicks: 1, conversions: 0 });
  });

  test('do nothing when it has no buttons, or when nowhere is given to report it', async () => {
    const at = await tenant();
    const started = await campaign(1, { ...NEVER, writes: 1, stops: 1 }, at);
    const before = at.told.length;
    const body = 'We keep one for you.';
    started.windows.opened(recipient(2), FROM);
    await client(started.url).messages.create({ to: recipient(2), from: FROM, body });
    await started.settled();
    expect(at.told).toHaveLength(before);

    const untold = await standIn({ habits: ORDINARY_HABITS });
    const contentSid = await contentOf(untold, at.url);
    await client(untold.url).messages.create({ to: recipient(1), from: FROM, contentSid });
    await untold.settled();
    expect(untold.truth().acts).toEqual([]);
  });
});

test('a duplicate of an act has its sid, and an act that could not be reported is reported again', async () => {
  const at = await tenant((_, n) => (n === 1 ? 500 : 200));
  const { truth } = await campaign(1, { ...NEVER, taps: 1 }, at, { behaviour: { ...PERFECT, duplicate: 1 } });
  expect(at.told).toHaveLength(3);
  expect(new Set(at.told.map(({ params }) => params['MessageSid'])).size).toBe(1);
  const { acts, totals } = truth();
  expect(acts.map(({ attempts }) => attempts).toSorted()).toEqual([1, 2]);
  expect(totals).toMatchObject({ clicks: 1, unique_customers: 1 });
});

test('an act that could never be reported still happened', async () => {
  const at = await tenant(() => 500);
  const { truth } = await campaign(1, { ...NEVER, calls: 1 }, at);
  expect(truth().acts).toMatchObject([{ kind: 'call', answer: '500', attempts: 1 }]);
  expect(truth().totals.clicks).toBe(1);
});

test('a person who wrote STOP is sent nothing until they write START', async () => {
  const at = await tenant();
  const stopped = await campaign(1, { ...NEVER, stops: 1 }, at);
  const message = { to: recipient(0), from: FROM, body: 'One more thing' };
  await expect(client(stopped.url).messages.create(message)).rejects.toMatchObject({ status: 400, code: 21610 });
  await client(stopped.url).messages.create({ ...message, from: 'whatsapp:+15550002222' });
  expect(stopped.truth().totals).toMatchObject({ opted_out: 1, replies: 0, created: 2 });

  const returned = await campaign(1, { ...NEVER, stops: 1, returns: 1 }, at);
  await client(returned.url).messages.create(message);
  expect(returned.truth().totals).toMatchObject({ opted_out: 1, created: 2 });
});

test('messages without a StatusCallback are not duplicates of each other', async () => {
  const { url, truth } = await standIn();
  const message = { to: recipient(0), from: FROM, body: 'Thank you' };
  for (const statusCallback of [undefined, undefined, 'https://example.com/?m=1']) {
    await client(url).messages.create({ ...message, ...(statusCallback && { statusCallback }) });
  }
  expect(truth().totals).toMatchObject({ created: 3, duplicates: 0 });
});

test('the same seed gives the same truth, and every tap in it was reported', async () => {
  const behaviour = { ...PERFECT, read: 0.8, disorder: 0.3, duplicate: 0.3 };
  const runs = await Promise.all(
    [1, 2].map(async () => {
      const at = await tenant();
      const { truth } = await campaign(150, ORDINARY_HABITS, at, { behaviour, seed: 7 });
      const { totals, buttons, acts } = truth();
      const sids = new Set(
        at.told.flatMap(({ path, params }) =>
          path === '/voice' ? (params['CallSid'] ?? []) : params['ButtonPayload'] ? (params['MessageSid'] ?? []) : [],
        ),
      );
      const visits = at.told.filter(
        ({ method, headers }) => method === 'GET' && headers['user-agent']?.startsWith('Mozilla'),
      );
      expect(totals.clicks).toBe(sids.size + visits.length);
      expect(totals.conversions).toBeGreaterThan(5);
      expect(totals.conversions).toBeLessThan(new Set(at.orders.map(({ reference }) => reference)).size);
      const ofEach = Map.groupBy(acts, ({ to }) => to);
      return {
        totals,
        buttons,
        did: [...ofEach].map(([to, its]) => [to, its.map(({ kind }) => kind).toSorted()]).toSorted(),
      };
    }),
  );
  const [one, other] = runs.map(({ totals, buttons, did }) => ({
    totals,
    buttons: buttons.toSorted((a, b) => a.title.localeCompare(b.title)),
    did,
  }));
  expect(one).toEqual(other);
});

test('after a restart, people continue where they were', async () => {
  const db = new DatabaseSync(':memory:');
  const at = await tenant();
  const first = await standIn({
    db,
    habits: { ...NEVER, taps: 1, buys: 1 },
    callbackDelayMs: { min: 300, max: 300 },
    rules: UNSEEN,
  });
  first.deliver(at.webhooks);
  const contentSid = await contentOf(first, at.url);
  await client(first.url).messages.create({ to: recipient(1), from: FROM, contentSid });
  await first.close();
  expect(at.told).toEqual([]);

  const second = await standIn({ db });
  second.deliver(at.webhooks);
  await second.settled();
  expect(second.truth().acts.map(({ kind, answer }) => [kind, answer])).toEqual([
    ['reply', '200'],
    ['order', '200'],
  ]);
});
