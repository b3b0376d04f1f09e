import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { listen } from '../../../../local/twilio/listener.ts';
import { LOCAL } from '../../../../local/twilio/rules.ts';
import { startStandIn } from '../../../../local/twilio/stand-in.ts';
import type { OutboundMessage, RenderedContent } from '../../../../shared/provider/provider.ts';
import { twilioClient } from '../../../../shared/provider/twilio/twilio.client.ts';
import { twilioMessages } from '../../../../shared/provider/twilio/twilio.messages.ts';
import { explain } from '../../../../shared/provider/twilio/error-codes.ts';

const credentials = { account_sid: `AC${'a1'.repeat(16)}`, auth_token: 'an auth token' };
const BASE = 'https://h.example';

/** A message with a body and an image, or without. */
function messageOf(body: string, url?: string, given: Partial<RenderedContent> = {}): RenderedContent {
  const header = url === undefined ? ({ type: 'none' } as const) : ({ type: 'image', url } as const);
  return { content: { language: 'en', header, body, buttons: [] }, values: [], tokens: [], ...given };
}
const outbound: OutboundMessage = {
  to: '+4915112345678',
  from: '+15550001111',
  message: messageOf('Grüße & mehr', 'https://a.example/i.png?a=1&b=2'),
  callback: { tenant_id: 'ten_1', token: 'abc' },
};
const SID = `SM${'a'.repeat(32)}`;

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Messages by a provider that answers like this. @param timeout in milliseconds */
async function answering(answer: Answer, timeout?: number) {
  const server: Server = createServer((request, response) => void answer(request, response));
  const { url, close } = await listen(server, 0);
  onTestFinished(close);
  return { server, messages: twilioMessages(twilioClient(url, timeout), BASE) };
}

async function sends(answer: Answer, given = outbound) {
  const { messages } = await answering(answer);
  return messages.send(credentials, given);
}

test.each([
  [201, { sid: SID, status: 'queued' }, { kind: 'accepted', provider_sid: SID }],
  [200, { sid: SID }, { kind: 'accepted', provider_sid: SID }],
  [201, {}, { kind: 'ambiguous', reason: 'HTTP 201' }],
  [201, { sid: null }, { kind: 'ambiguous', reason: 'HTTP 201' }],
  [302, {}, { kind: 'ambiguous', reason: 'HTTP 302' }],
  [400, { code: 21211, message: 'x', status: 400 }, { kind: 'refused', code: '21211', class: 'bad_recipient' }],
  [400, { code: 99999 }, { kind: 'refused', code: '99999', class: 'unknown' }],
  [400, {}, { kind: 'refused', code: '400', class: 'unknown' }],
  [401, { code: 20003 }, { kind: 'refused', code: '20003', class: 'fatal' }],
  [401, { code: 20008 }, { kind: 'refused', code: '401', class: 'fatal' }],
  [404, { code: 20404 }, { kind: 'refused', code: '20404', class: 'setup' }],
  [429, { code: 63038 }, { kind: 'refused', code: '63038', class: 'account_limit' }],
  [400, { code: 21609 }, { kind: 'refused', code: '21609', class: 'setup' }],
  [429, { code: 20429 }, { kind: 'refused', code: '20429', class: 'throttled' }],
  [429, { code: 63018 }, { kind: 'refused', code: '63018', class: 'throttled' }],
  [429, { code: 20999 }, { kind: 'refused', code: '429', class: 'throttled' }],
  [429, {}, { kind: 'refused', code: '429', class: 'throttled' }],
  [500, { code: 20500 }, { kind: 'ambiguous', reason: 'HTTP 500' }],
  [503, {}, { kind: 'ambiguous', reason: 'HTTP 503' }],
])('HTTP %i with %j is %j', async (status, body, outcome) => {
  const answer = (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  // By callback 63018 is another thing than at once, so its explanation is left out.
  const code = 'code' in outcome && outcome.code !== '63018' ? outcome.code : '';
  expect(await sends(answer)).toEqual({ ...outcome, ...explain(code) });
});

test.each([
  [400, 'refused', '400'],
  [502, 'ambiguous', undefined],
])('HTTP %i with a page that is no JSON is %s', async (status, kind, code) => {
  const outcome = await sends((_, response) => response.writeHead(status).end('<html>no</html>'));
  expect(outcome).toMatchObject({ kind, ...(code && { code }) });
});

test('a limit ends when the provider says so', async () => {
  const answer = (_: IncomingMessage, response: ServerResponse) =>
    response
      .writeHead(429, { 'content-type': 'application/json', 'retry-after': '7200' })
      .end(JSON.stringify({ code: 63038 }));
  expect(await sends(answer)).toMatchObject({ class: 'account_limit', retry_after: 7_200 });
});

test('a connection that breaks before or within the answer is ambiguous', async () => {
  expect(await sends(({ socket }) => socket.destroy())).toEqual({ kind: 'ambiguous', reason: 'ECONNRESET' });
  const half = await sends(({ socket }, response) => {
    response.writeHead(201, { 'content-length': 100 });
    response.write('{"sid":');
    setImmediate(() => socket.destroy());
  });
  expect(half.kind).toBe('ambiguous');
});

test.each([
  ['nothing', undefined, 'ETIMEDOUT'],
  ['half an answer', 201, expect.any(String)],
])('a provider that says %s, and nothing more, may have sent the message', async (_, status, reason) => {
  const silent: Answer = (request, response) => {
    request.resume();
    if (status) response.writeHead(status, { 'content-length': 100 }).write('{"sid":');
  };
  const { messages } = await answering(silent, 50);
  expect(await messages.send(credentials, outbound)).toEqual({ kind: 'ambiguous', reason });
});

test('a provider that cannot be connected to was provably not sent anything', async () => {
  const { url, close } = await listen(createServer(), 0);
  await close();
  expect(await twilioMessages(twilioClient(url), BASE).send(credentials, outbound)).toEqual({ kind: 'not_sent' });
});

test.each([
  ['ECONNABORTED', { kind: 'ambiguous', reason: 'ECONNABORTED' }],
  ['ETIMEDOUT', { kind: 'ambiguous', reason: 'ETIMEDOUT' }],
  ['EPIPE', { kind: 'ambiguous', reason: 'EPIPE' }],
  ['ENOTFOUND', { kind: 'not_sent' }],
  ['EAI_AGAIN', { kind: 'not_sent' }],
  [undefined, { kind: 'ambiguous', reason: 'unknown' }],
])('a request that fails with %s is %j', async (code, outcome) => {
  const request = () => Promise.reject(Object.assign(new Error('no'), { code }));
  expect(await twilioMessages(request, BASE).send(credentials, outbound)).toEqual(outcome);
});

test('the request has the sender, the recipient, the message and the status callback', async () => {
  const seen: { path?: string; authorization?: string; form?: object }[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    seen.push({ path: request.url!, authorization: request.headers.authorization!, form });
    response.writeHead(201).end(JSON.stringify({ sid: SID }));
  };
  await sends(answer);
  await sends(answer, {
    ...outbound,
    message: messageOf('Hi {{name}}', undefined, {
      content: {
        ...messageOf('Hi {{name}}').content,
        buttons: [{ id: 'y', title: 'Yes', type: 'reply' }],
      },
      values: ['Añä'],
      tokens: ['tok'],
      template_id: `HX${'a'.repeat(32)}`,
    }),
  });
  const base = {
    To: 'whatsapp:+4915112345678',
    From: 'whatsapp:+15550001111',
    StatusCallback: 'https://h.example/webhooks/twilio/ten_1/status?m=abc#rc=5&rp=all',
  };
  const authorization = `Basic ${btoa(`${credentials.account_sid}:${credentials.auth_token}`)}`;
  const path = `/2010-04-01/Accounts/${credentials.account_sid}/Messages.json`;
  expect(seen).toEqual([
    { path, authorization, form: { ...base, Body: 'Grüße & mehr', MediaUrl: 'https://a.example/i.png?a=1&b=2' } },
    {
      path,
      authorization,
      form: { ...base, ContentSid: `HX${'a'.repeat(32)}`, ContentVariables: '{"1":"Añä","2":"tok"}' },
    },
  ]);
});

test('no answer may be compressed, and of many connections few are kept', async () => {
  const encodings: unknown[] = [];
  const waiting: ServerResponse[] = [];
  let connections = 0;
  const { server, messages } = await answering(({ headers }, response) => {
    encodings.push(headers['accept-encoding']);
    if (waiting.push(response) < 8) return;
    for (const each of waiting) each.writeHead(201).end(JSON.stringify({ sid: SID }));
  });
  server.on('connection', (socket) => {
    connections += 1;
    socket.once('close', () => (connections -= 1));
  });
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => messages.send(credentials, outbound)));
  expect(outcomes).toEqual(Array.from({ length: 8 }, () => ({ kind: 'accepted', provider_sid: SID })));
  expect(encodings).toEqual(Array.from({ length: 8 }, () => 'identity'));
  await vi.waitFor(() => expect(connections).toBe(5), { timeout: 30_000 });
});

test('what is not given is left out of the request', async () => {
  const seen: object[] = [];
  const { callback: _, ...ends } = outbound;
  await sends(
    async (request, response) => {
      seen.push(Object.fromEntries(new URLSearchParams(await text(request))));
      response.writeHead(201).end(JSON.stringify({ sid: SID }));
    },
    { ...ends, message: messageOf('', 'https://a.example/i.png') },
  );
  expect(seen).toEqual([
    { To: 'whatsapp:+4915112345678', From: 'whatsapp:+15550001111', MediaUrl: 'https://a.example/i.png' },
  ]);
});

test('the stand-in accepts what is sent', async () => {
  const { account_sid: accountSid, auth_token: authToken } = credentials;
  const account = { accountSid, authToken };
  const standIn = await startStandIn({ accounts: [account], rate: 100, seed: 1, rules: LOCAL });
  onTestFinished(standIn.close);
  // Nobody listens where its statuses would go.
  const messages = twilioMessages(twilioClient(standIn.url), 'http://127.0.0.1:9');
  expect(await messages.send(credentials, outbound)).toEqual({
    kind: 'accepted',
    provider_sid: expect.stringMatching(/^(SM|MM)[0-9a-f]{32}$/),
  });
  standIn.faults.creates('drop after');
  expect(await messages.send(credentials, outbound)).toEqual({ kind: 'ambiguous', reason: 'ECONNRESET' });
  standIn.faults.creates('throttle');
  expect(await messages.send(credentials, outbound)).toEqual({
    kind: 'refused',
    code: '20429',
    class: 'throttled',
    ...explain('20429'),
  });
  expect(await messages.send({ ...credentials, auth_token: 'wrong' }, outbound)).toEqual({
    kind: 'refused',
    code: '20003',
    class: 'fatal',
    ...explain('20003'),
  });
});

describe('the messages that the provider has', () => {
  const between = { to: outbound.to, from: outbound.from, since: Date.parse('2026-11-20T23:59:59.900Z') };

  async function finds(answer: (request: IncomingMessage) => { status: number; body: object }) {
    const asked: URLSearchParams[] = [];
    const { messages } = await answering((request, response) => {
      asked.push(new URL(request.url!, 'http://localhost').searchParams);
      const { status, body } = answer(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    return { asked, found: await messages.find(credentials, between) };
  }

  test('are read page after page, of the day and later', async () => {
    const message = (n: number) => ({
      sid: `SM${n}`,
      date_created: 'Fri, 20 Nov 2026 23:59:59 +0000',
      date_updated: 'Sat, 21 Nov 2026 00:00:07 +0000',
      status: 'undelivered',
      error_code: 63024,
    });
    const next = `/2010-04-01/Accounts/${credentials.account_sid}/Messages.json?Page=1&PageToken=PASM2`;
    const { asked, found } = await finds(({ url }) => ({
      status: 200,
      body: url!.includes('PageToken')
        ? { messages: [message(3)], next_page_uri: null }
        : { messages: [message(1), message(2)], next_page_uri: next },
    }));
    const created_at = Date.parse('2026-11-20T23:59:59Z');
    expect(found).toEqual(
      ['SM1', 'SM2', 'SM3'].map((provider_sid) => ({
        provider_sid,
        created_at,
        report: {
          status: 'undelivered',
          provider_sid,
          error: { code: '63024', class: 'bad_recipient', ...explain('63024') },
          changed_at: created_at + 8_000,
        },
      })),
    );
    expect(asked.map((query) => Object.fromEntries(query))).toEqual([
      {
        To: 'whatsapp:+4915112345678',
        From: 'whatsapp:+15550001111',
        'DateSent>': '2026-11-20',
        PageSize: '1000',
      },
      { Page: '1', PageToken: 'PASM2' },
    ]);
  });

  test('have no report while their status says nothing that Herald keeps', async () => {
    const message = {
      sid: 'SM1',
      date_created: 'Fri, 20 Nov 2026 23:59:59 +0000',
      status: 'scheduled',
      error_code: null,
    };
    const { found } = await finds(() => ({ status: 200, body: { messages: [message] } }));
    expect(found).toEqual([{ provider_sid: 'SM1', created_at: Date.parse('2026-11-20T23:59:59Z'), report: undefined }]);
  });

  test.each([undefined, null, 'some time ago'])(
    'have a report without a time when that is %j',
    async (date_updated) => {
      const message = { sid: 'SM1', date_created: 'Fri, 20 Nov 2026 23:59:59 +0000', date_updated, status: 'read' };
      const { found } = await finds(() => ({ status: 200, body: { messages: [message] } }));
      expect(found?.map(({ report }) => report)).toEqual([{ status: 'read', provider_sid: 'SM1' }]);
    },
  );

  test('on more than ten pages are an error, not a list that is cut off', async () => {
    let asked = 0;
    const pages = finds(() => {
      asked += 1;
      return {
        status: 200,
        body: {
          messages: [{ sid: 'SM1', date_created: 'Fri, 20 Nov 2026 23:59:59 +0000', status: 'sent' }],
          next_page_uri: '/2010-04-01/Accounts/AC1/Messages.json?Page=1',
        },
      };
    });
    await expect(pages).rejects.toThrow('more than 10 pages');
    expect(asked).toBe(10);
  });

  test.each([
    [500, { code: 20500 }],
    [401, { code: 20003 }],
    [200, { pages: [] }],
  ])('are an error when it answers %i with %j', async (status, body) => {
    await expect(finds(() => ({ status, body }))).rejects.toThrow(`HTTP ${status}`);
  });

  test('are those that the stand-in was sent', async () => {
    const { account_sid: accountSid, auth_token: authToken } = credentials;
    const standIn = await startStandIn({ accounts: [{ accountSid, authToken }], rate: 100, seed: 1 });
    onTestFinished(standIn.close);
    const messages = twilioMessages(twilioClient(standIn.url), BASE);
    const { callback: _, ...ends } = outbound;
    const begun = Date.now();
    const sent = await messages.send(credentials, { ...ends, message: messageOf('Hi') });
    await messages.send(credentials, { ...ends, to: '+4915112345679', message: messageOf('Hi') });
    const found = (await messages.find(credentials, { ...between, since: begun }))!;
    const { provider_sid } = sent as { provider_sid: string };
    expect(found).toEqual([
      {
        provider_sid,
        created_at: expect.any(Number),
        report: { status: 'accepted', provider_sid, changed_at: found[0]!.created_at },
      },
    ]);
    // To the second, as Twilio tells it.
    expect(found[0]!.created_at).toBeGreaterThan(begun - 1_000);
    expect(found[0]!.created_at).toBeLessThanOrEqual(Date.now());
  });
});

test('the status of a message has the time at which the stand-in gave it that status', async () => {
  const { account_sid: accountSid, auth_token: authToken } = credentials;
  const behaviour = { failed: 0, undelivered: 0, blocked: 0, read: 1 };
  const rules = { ...LOCAL, closed_windows: false };
  const given = { rate: 100, seed: 1, rules, behaviour, callbackDelayMs: { min: 0, max: 20 } };
  const standIn = await startStandIn({ accounts: [{ accountSid, authToken }], ...given });
  onTestFinished(standIn.close);
  const messages = twilioMessages(twilioClient(standIn.url), BASE);
  const { callback: _, ...ends } = outbound;
  const sent = await messages.send(credentials, { ...ends, message: messageOf('Hi') });
  const { provider_sid } = sent as { provider_sid: string };
  const report = () => messages.statusOf(credentials, provider_sid);
  await vi.waitFor(async () => expect(await report()).toMatchObject({ status: 'read' }), { timeout: 60_000 });
  const { at } = standIn.truth().messages[0]!.history.at(-1)!;
  expect((await report())?.changed_at).toBe(Math.floor(at / 1_000) * 1_000);
});

test.each([
  [200, { to: 'whatsapp:+4915112345678' }, '+4915112345678'],
  [200, { to: 'whatsapp:US.1349' }, undefined],
  [200, {}, undefined],
  [404, { code: 20404 }, undefined],
])('the recipient of a message that HTTP %i with %j tells of is %s', async (status, body, number) => {
  const asked: unknown[] = [];
  const { messages } = await answering((request, response) => {
    asked.push(request.url);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  expect(await messages.recipientOf(credentials, SID)).toBe(number);
  expect(asked).toEqual([`/2010-04-01/Accounts/${credentials.account_sid}/Messages/${SID}.json`]);
  expect(await messages.recipientOf(credentials, '../Calls')).toBeUndefined();
});

test('the recipient of a message is not made up when the request failed', async () => {
  const { messages } = await answering((_, response) => response.writeHead(500).end());
  await expect(messages.recipientOf(credentials, SID)).rejects.toThrow('HTTP 500');
});
