import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { signedHttpPoster } from '../../../shared/webhook/signed.http-poster.ts';
import { signingKey } from '../../../shared/webhook/webhook-endpoint.ts';
import { startReceiver, verified } from '../../support/webhook-receiver.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const [key, former, other] = [0, 1, 2].map(() => signingKey(ids.secret())) as [string, string, string];
const message = { event_id: 'evt_1', body: JSON.stringify({ type: 'webhook.test', data: { text: 'Größe ✓' } }) };

const post = (url: string, privateTargets = true, keys = [key]) =>
  signedHttpPoster(privateTargets, 60_000).post(message, { url, keys }, Date.now());

test('a message is posted as it is, and verified by the library its receiver uses', async () => {
  expect(await post(receiver.url)).toEqual({ status_code: 200 });
  const [got, ...rest] = receiver.received;
  expect(rest).toEqual([]);
  expect(got).toMatchObject({ path: receiver.path, body: message.body });
  expect(got!.headers).toMatchObject({ 'webhook-id': 'evt_1', 'content-type': 'application/json' });
  expect(verified(got!, key)).toEqual(JSON.parse(message.body));
  expect(() => verified(got!, other)).toThrow('No matching signature');
  expect(() => verified({ ...got!, body: `${message.body} ` }, key)).toThrow('No matching signature');
});

test('a message signed with two secrets is verified with either', async () => {
  await post(receiver.url, true, [key, former]);
  const [got] = receiver.received;
  expect(got!.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
  for (const secret of [key, former]) expect(verified(got!, secret)).toEqual(JSON.parse(message.body));
  expect(() => verified(got!, other)).toThrow();
});

test.each([201, 204, 400, 404, 410, 429, 500])('the status %d is reported as it is', async (status) => {
  receiver.answering(status);
  expect(await post(receiver.url)).toEqual({ status_code: status });
});

test.each([301, 302, 303, 307, 308])('the redirect %d is not followed', async (status) => {
  receiver.answering(status, { location: `${receiver.url}/elsewhere` });
  expect(await post(receiver.url)).toEqual({ status_code: status });
  expect(receiver.received.map(({ path }) => path)).toEqual([receiver.path]);
});

test('an endpoint that never answers times out', async () => {
  receiver.doing(() => undefined);
  const outcome = await signedHttpPoster(true, 100).post(message, { url: receiver.url, keys: [key] }, Date.now());
  expect(outcome).toEqual({ error: 'There was no answer within 0.1 seconds.' });
});

test('an answer whose body never ends has its status', async () => {
  receiver.doing((response) => response.writeHead(200).write('begun'));
  // Longer than a busy machine needs until it has begun.
  const outcome = await signedHttpPoster(true, 3_000).post(message, { url: receiver.url, keys: [key] }, Date.now());
  expect(outcome).toEqual({ status_code: 200 });
});

test('only the beginning of an answer is read', async () => {
  const closed = new Promise<number>((resolve) => {
    receiver.doing((response, { socket }) => {
      response.writeHead(200);
      const pour = () => response.write('x'.repeat(65_536), (error) => !error && pour());
      response.on('close', () => resolve(socket.bytesWritten));
      pour();
    });
  });
  expect(await post(receiver.url)).toEqual({ status_code: 200 });
  // What the sockets' buffers hold is little beside what would have come in two seconds.
  expect(await closed).toBeLessThan(20_000_000);
});

test.each([
  ['a closed connection', '', 'The connection was closed without an answer.'],
  ['another protocol', 'SSH-2.0-OpenSSH\r\n', 'The request failed (HPE_INVALID_CONSTANT).'],
  ['a switch of protocols', 'HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n', 'without an answer.'],
])('%s is a failure without a status', async (_, reply, words) => {
  const server = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end(reply)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const outcome = await post(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=geheim`);
  expect(outcome).toEqual({ error: expect.stringContaining(words) as string });
  await once(server.close(), 'close');
});

test('a failure is described without the URL', async () => {
  const { port } = receiver;
  const outcomes = [
    await post(`https://127.0.0.1:${port}/?token=geheim`),
    await post('https://hooks.invalid/?token=geheim'),
    await post('http://127.0.0.1:1/?token=geheim'),
    await post(`https://localhost:${port}/?token=geheim`, false),
  ];
  const words = outcomes.map((outcome) => ('error' in outcome ? outcome.error : ''));
  expect(words).toEqual([
    'No secure connection could be made (EPROTO).',
    expect.stringMatching(/^The host’s name /),
    'The host refused the connection.',
    'The host’s address is not public, so nothing was sent.',
  ]);
  expect(words.join()).not.toMatch(/geheim|127\.0|hooks|localhost/);
});

test.each([
  '127.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '0.0.0.0',
  '[::]',
  'localhost',
  '2130706433',
  '0x7f.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '[fd00:ec2::254]',
  '[fe80::1]',
])('nothing is posted to https://%s', async (host) => {
  expect(await post(`https://${host}:${receiver.port}/`, false)).toEqual({
    error: 'The host’s address is not public, so nothing was sent.',
  });
  expect(receiver.connections()).toBe(0);
});

test('nothing is posted without TLS', async () => {
  expect(await post(receiver.url, false)).toEqual({ error: 'Only https is posted to.' });
  expect(receiver.connections()).toBe(0);
});

const ask = (limits: { timeout: number; maxAnswer: number }, privateTargets = true) =>
  signedHttpPoster(privateTargets).ask(message, { url: receiver.url, keys: [key] }, Date.now(), limits);

test('a question is signed like a message, and its answer is read whole', async () => {
  receiver.doing((response) => {
    response.write('{"text": "Gr');
    response.end('öße"}');
  });
  expect(await ask({ timeout: 60_000, maxAnswer: 100 })).toEqual({ status_code: 200, answer: '{"text": "Größe"}' });
  expect(verified(receiver.received[0]!, key)).toEqual(JSON.parse(message.body));
});

test('an answer that is too long, too slow or breaks off is none, and an address that is not public is not asked', async () => {
  receiver.doing((response) => response.end('x'.repeat(10_000_000)));
  expect(await ask({ timeout: 60_000, maxAnswer: 1_000 })).toEqual({
    error: 'The answer is longer than 1000 bytes.',
    code: 'too_long',
  });
  receiver.doing((response) => response.writeHead(200).write('{"begun":'));
  expect(await ask({ timeout: 300, maxAnswer: 1_000 })).toEqual({
    error: 'There was no answer within 0.3 seconds.',
    code: 'timeout',
  });
  receiver.doing((response, { socket }) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"begun":');
    setImmediate(() => socket.destroy());
  });
  expect(await ask({ timeout: 60_000, maxAnswer: 1_000 })).toEqual({
    error: expect.any(String),
    code: 'unreachable',
  });
  const before = receiver.received.length;
  expect(await ask({ timeout: 60_000, maxAnswer: 1_000 }, false)).toEqual({
    error: 'Only https is posted to.',
    code: 'unreachable',
  });
  expect(receiver.received).toHaveLength(before);
});
