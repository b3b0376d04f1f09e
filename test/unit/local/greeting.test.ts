import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';

import { expect, onTestFinished, test } from 'vitest';

import { greeting, refuseStrangeHosts, type GreetingOptions } from '../../../local/greeting.ts';
import { listen } from '../../../local/twilio/listener.ts';

const KEY = `hk_${'k'.repeat(43)}`;
const PUBLIC = 'https://your-tunnel.example';

/** What a start answers to `GET /` with these headers. */
async function greeted(headers: Readonly<Record<string, string>>, options: Partial<GreetingOptions> = {}) {
  const listener = await listen(createServer(greeting({ realAccount: false, apiKey: () => KEY, ...options })), 0);
  onTestFinished(listener.close);
  const { port, host } = new URL(listener.url);
  const [response] = await once(request({ port, headers: { host, ...headers } }).end(), 'response');
  const body = await text(response);
  expect(JSON.parse(body)).toMatchObject({ service: 'herald', routes: expect.any(Array) });
  expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  return body;
}

test.each<Readonly<Record<string, string>>>([
  {},
  { host: 'localhost:3000' },
  { host: '[::1]:3000' },
  { host: 'herald.localhost' },
  { host: '127.0.0.2' },
])('a caller on this machine is told the key (%j)', async (headers) => {
  expect(await greeted(headers)).toContain(KEY);
  expect(await greeted(headers, { publicBaseUrl: 'http://127.0.0.1:3000' })).toContain(KEY);
});

test.each<Readonly<Record<string, string>>>([
  { host: 'your-tunnel.example' },
  { host: 'localhost.evil.example' },
  { host: 'evil.example:3000' },
  { host: '192.168.1.5:3000' },
  { host: '0.0.0.0:3000' },
  { host: 'user@localhost' },
  { 'x-forwarded-for': '203.0.113.5' },
  { 'x-forwarded-host': 'your-tunnel.example' },
  { 'x-forwarded-proto': 'https' },
  { forwarded: 'for=203.0.113.5' },
  { via: '1.1 proxy' },
  { 'cf-connecting-ip': '203.0.113.5' },
])('a caller that may come through a tunnel is not told the key (%j)', async (headers) => {
  expect(await greeted(headers)).not.toContain('hk_');
});

test.each([{ publicBaseUrl: PUBLIC }, { realAccount: true }])(
  'a start with %j tells the key to nobody',
  async (options) => {
    expect(await greeted({}, options)).not.toContain('hk_');
  },
);

test('a caller whose address is another machine’s is not told the key', () => {
  const told: string[] = [];
  const response = { writeHead: () => response, end: (body: string) => told.push(body) };
  const from = (remoteAddress: string) => ({ headers: { host: 'localhost' }, socket: { remoteAddress } });
  const answer = greeting({ realAccount: false, apiKey: () => KEY }) as (...given: unknown[]) => void;
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '192.168.1.9', '::ffff:10.0.0.1', 'fe80::1'])
    answer(from(address), response);
  expect(told.map((body) => body.includes(KEY))).toEqual([true, true, true, false, false, false]);
});

test.each([
  ['localhost:3000', true],
  ['127.0.0.1', true],
  ['[::1]:1', true],
  ['LOCALHOST', true],
  ['your-tunnel.example', true],
  ['YOUR-TUNNEL.example:443', true],
  ['other-tunnel.example', false],
  ['your-tunnel.example.evil.example', false],
  ['evil.example', false],
  ['10.0.0.1:3000', false],
  ['127.0.0.1.evil.example', false],
  ['', false],
  [undefined, false],
])('with a public address, the host %s is served: %s', (host, served) => {
  const refusal = refuseStrangeHosts(PUBLIC)({ headers: { host } });
  if (served) expect(refusal).toBeUndefined();
  else {
    expect(refusal).toMatchObject({ status: 403, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse(String(refusal?.body))).toMatchObject({
      code: 'host.unknown',
      detail: expect.stringContaining('PUBLIC_BASE_URL'),
      request_id: refusal?.headers['x-request-id'],
    });
  }
});

test('without a public address only this machine’s names are served', () => {
  const refuse = refuseStrangeHosts(undefined);
  expect(refuse({ headers: { host: 'your-tunnel.example' } })?.status).toBe(403);
  expect(refuse({ headers: { host: 'localhost:3000' } })).toBeUndefined();
});
