import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import type { StandIn } from '../../../../local/twilio/stand-in.ts';
import { ACCOUNT, client, FROM, PERFECT, plain, receiver, recipient, standIn } from './harness.ts';

const send = ({ url }: StandIn, statusCallback: string, n = 1) =>
  client(url).messages.create({ to: recipient(n), from: FROM, body: 'Hello', statusCallback });

/** Many creates, cheaply. */
async function sendMany({ url }: StandIn, statusCallback: string, numbers: number[]) {
  const path = `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`;
  const create = (n: number) => {
    const to = recipient(n);
    const body = new URLSearchParams({ To: to, From: FROM, Body: 'Hello', StatusCallback: `${statusCallback}?m=${n}` });
    return plain(url, path, { method: 'POST', body });
  };
  for (let i = 0; i < numbers.length; i += 20) {
    await Promise.all(numbers.slice(i, i + 20).map(create));
  }
}

describe('status callbacks', () => {
  test('report sent, delivered and read, signed over the exact URL without its fragment', async () => {
    const started = await standIn();
    const { url, received, statusesOf } = await receiver();
    const callback = `${url}/webhooks/twilio/ten_1/status?m=a%2Fb+c&x='y'`;
    const message = await send(started, `${callback}#rc=5&rp=all`);
    await started.settled();
    expect(statusesOf(message.sid).toSorted()).toEqual(['delivered', 'read', 'sent']);
    for (const { headers, params } of received) {
      const signature = String(headers['x-twilio-signature']);
      expect(validateRequest(ACCOUNT.authToken, signature, callback, params)).toBe(true);
      expect(validateRequest('another', signature, callback, params)).toBe(false);
      expect(validateRequest(ACCOUNT.authToken, signature, callback, { ...params, MessageStatus: 'x' })).toBe(false);
      expect(headers['content-type']).toMatch('application/x-www-form-urlencoded');
      const status = params['MessageStatus'];
      expect(params).toMatchObject({ MessageSid: message.sid, SmsSid: message.sid, SmsStatus: status });
      expect(params).toMatchObject({ AccountSid: ACCOUNT.accountSid, To: recipient(1), From: FROM });
      expect(params).toMatchObject({ ApiVersion: '2010-04-01', ChannelPrefix: 'whatsapp' });
      expect(params).not.toHaveProperty('ErrorCode');
    }
    const read = received.find(({ params }) => params['MessageStatus'] === 'read');
    expect(read?.params['EventType']).toBe('READ');
    const tokens = received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(3);
    expect(await client(started.url).messages(message.sid).fetch()).toMatchObject({ status: 'read', errorCode: null });
  });

  test.for([
    ['failed', ['failed'], '63024'],
    ['undelivered', ['sent', 'undelivered'], '63049'],
    ['blocked', ['sent'], undefined],
  ] as const)('of a message that is %s', async ([fate, statuses, code]) => {
    const started = await standIn({ behaviour: { ...PERFECT, [fate]: 1 } });
    const { url, received, statusesOf } = await receiver();
    const { sid } = await send(started, url);
    await started.settled();
    expect(statusesOf(sid).toSorted()).toEqual(statuses.toSorted());
    const codes = received.flatMap(({ params }) => params['ErrorCode'] ?? []);
    expect(codes).toEqual(code ? [code] : []);
    const fetched = await client(started.url).messages(sid).fetch();
    expect(fetched).toMatchObject({ status: statuses.at(-1), errorCode: code ? Number(code) : null });
  });

  test('are not sent without a StatusCallback', async () => {
    const started = await standIn();
    await client(started.url).messages.create({ to: recipient(1), from: FROM, body: 'Hello' });
    await started.settled();
    expect(started.truth().messages[0]?.callbacks).toEqual([]);
  });

  test('may arrive after those that follow them, when the answers to these are slow too', async () => {
    const started = await standIn({ behaviour: { ...PERFECT, disorder: 1 } });
    const { url, statusesOf } = await receiver(() => setTimeout(50, 204));
    const sids = await Promise.all([1, 2, 3, 4, 5, 6].map(async (n) => (await send(started, url, n)).sid));
    await started.settled();
    const orders = sids.map((sid) => statusesOf(sid));
    for (const order of orders) expect(order.toSorted()).toEqual(['delivered', 'read', 'sent']);
    expect(orders.some(([first]) => first === 'delivered')).toBe(true);
    expect(orders.some((order) => order.at(-1) === 'delivered')).toBe(true);
    const { messages } = started.truth();
    for (const [n, order] of orders.entries()) {
      const settled = Map.groupBy(messages.find(({ sid }) => sid === sids[n])?.callbacks ?? [], ({ event }) => event);
      const settledAt = (event = '') => settled.get(event as 'sent')?.[0]?.settled_at ?? NaN;
      expect(settledAt(order[2])).toBeGreaterThan(settledAt(order[1]));
    }
    const histories = started.truth().messages.map(({ history }) => history.map(({ status }) => status).join(' '));
    expect(new Set(histories)).toEqual(new Set(['queued sent delivered read']));
  });

  test('may arrive twice, with the same idempotency token', async () => {
    const started = await standIn({ behaviour: { ...PERFECT, duplicate: 1 } });
    const { url, received, statusesOf } = await receiver();
    const { sid } = await send(started, url);
    await started.settled();
    expect(statusesOf(sid).toSorted()).toEqual(['delivered', 'delivered', 'read', 'read', 'sent', 'sent']);
    expect(new Set(received.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(3);
  });
});

describe('retries', () => {
  const cases: [fragment: string, answers: number[], attempts: number, state: string][] = [
    ['', [500], 1, 'lost'],
    ['#rc=5&rp=all', [500, 503, 204], 3, 'answered'],
    ['#rc=5&rp=5xx', [500, 404], 2, 'lost'],
    ['#rc=1&rp=all', [500, 500, 204], 2, 'lost'],
    ['#rc=5&rp=4xx,5xx', [404, 204], 2, 'answered'],
    ['#rc=0&rp=all', [500, 204], 1, 'lost'],
  ];
  test.for(cases)('with %s, answered %j: %i attempts', async ([fragment, answers, attempts, state]) => {
    const started = await standIn({ behaviour: { ...PERFECT, blocked: 1 } });
    const { url, received } = await receiver((n) => answers[n - 1] ?? 204);
    await send(started, `${url}/${fragment}`);
    await started.settled();
    expect(received).toHaveLength(attempts);
    expect(new Set(received.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1);
    expect(started.truth().messages[0]?.callbacks).toMatchObject([{ event: 'sent', attempts, state }]);
  });

  test('follow a refused connection, one by default', async () => {
    const started = await standIn({ behaviour: { ...PERFECT, blocked: 1 } });
    const { url, close } = await receiver();
    close();
    await send(started, url);
    await started.settled();
    expect(started.truth().messages[0]?.callbacks).toMatchObject([{ attempts: 2, state: 'lost', answer: 'ct' }]);
  });
});

test('the same seed gives the same totals, whatever is repeated or out of order', async () => {
  const behaviour = { failed: 0.1, undelivered: 0.1, blocked: 0.1, read: 0.6, disorder: 0.3, duplicate: 0.3 };
  const numbers = Array.from({ length: 300 }, (_, n) => n);
  const runs = await Promise.all(
    [numbers, numbers.toReversed()].map(async (order) => {
      const started = await standIn({ behaviour, seed: 7 });
      const { url, received } = await receiver();
      await sendMany(started, url, order);
      await started.settled();
      const told = new Set(received.map(({ params }) => `${params['To']} ${params['MessageStatus']}`));
      const recount = (status: string) => [...told].filter((each) => each.endsWith(` ${status}`)).length;
      const { totals, sends, messages } = started.truth();
      for (const status of ['sent', 'delivered', 'read', 'failed', 'undelivered'] as const) {
        expect(recount(status)).toBe(totals[status]);
      }
      expect(received.length).toBeGreaterThan(told.size);
      expect(sends.every(({ count }) => count === 1)).toBe(true);
      expect(messages.flatMap(({ callbacks }) => callbacks).every(({ state }) => state === 'answered')).toBe(true);
      return { totals, told };
    }),
  );
  expect(runs[0]).toEqual(runs[1]);
  expect(runs[0]?.totals).toMatchObject({ created: 300, duplicates: 0, throttled: 0 });
  for (const fate of ['failed', 'undelivered', 'read'] as const) expect(runs[0]?.totals[fate]).toBeGreaterThan(10);
});

test('the truth counts duplicates, and is also served over HTTP', async () => {
  const started = await standIn();
  const { url } = await receiver();
  await send(started, `${url}/?m=1`);
  await send(started, `${url}/?m=1`);
  await send(started, `${url}/?m=2`);
  await started.settled();
  const truth = started.truth();
  expect(truth.totals).toMatchObject({ created: 3, duplicates: 1 });
  expect(truth.sends).toContainEqual({ to: recipient(1), status_callback: `${url}/?m=1`, count: 2 });
  expect(await (await fetch(`${started.url}/_stand-in/truth`)).json()).toEqual(truth);
});
