import { DatabaseSync } from 'node:sqlite';

import { describe, expect, test } from 'vitest';
import { prepareDatabase } from '../../../../local/twilio/database.ts';
import { rules } from '../../../../local/twilio/rules.ts';
import type { StandIn } from '../../../../local/twilio/stand-in.ts';
import { windows } from '../../../../local/twilio/window.ts';
import { ACCOUNT, client, fateOf, FROM, plain, receiver, recipient, standIn } from './harness.ts';

const OTHER = { accountSid: `AC${'b2'.repeat(16)}`, authToken: 'token of b' };
const number = (address: string) => address.replace('whatsapp:', '');
const send = ({ url }: Pick<StandIn, 'url'>, more: object = {}, account = ACCOUNT) =>
  client(url, account).messages.create({ to: recipient(1), from: FROM, body: 'Hello', ...more });

describe('public_callbacks and https_callbacks', () => {
  const strict = { rules: { public_callbacks: true, https_callbacks: true } };
  test.for([
    'https://localhost/s',
    'https://app.localhost/s',
    'https://127.0.0.1/s',
    'https://10.1.2.3/s',
    'https://192.168.0.9/s',
    'https://172.16.0.1/s',
    'https://169.254.1.1/s',
    'https://[::1]/s',
    'https://[fd00::1]/s',
    'https://herald/s',
    'https://my_app.example.com/s',
    'http://h.example.com/s',
  ])('21609 for %s', async (statusCallback) => {
    const started = await standIn(strict);
    await expect(send(started, { statusCallback })).rejects.toMatchObject({ status: 400, code: 21609 });
  });

  test('a public address with TLS is taken, and a local one where the stand-in is told that it is local', async () => {
    await send(await standIn(strict), { statusCallback: 'https://h.example.com/s' });
    await send(await standIn(), { statusCallback: 'http://127.0.0.1:9/s' });
  });
});

describe('known_senders', () => {
  test('21606 for a number that is not in the account’s list', async () => {
    const started = await standIn({ accounts: [{ ...ACCOUNT, senders: [number(FROM)] }] });
    await send(started);
    await expect(send(started, { from: 'whatsapp:+15550002222' })).rejects.toMatchObject({ code: 21606 });
  });

  test('21660 for the number of another account, be it listed or used before', async () => {
    const listed = await standIn({ accounts: [{ ...ACCOUNT, senders: [number(FROM)] }, OTHER] });
    await expect(send(listed, {}, OTHER)).rejects.toMatchObject({ code: 21660 });
    const used = await standIn({ accounts: [ACCOUNT, OTHER] });
    await send(used);
    await expect(send(used, {}, OTHER)).rejects.toMatchObject({ code: 21660 });
    await used.act({ rules: { known_senders: false } });
    await send(used, {}, OTHER);
  });
});

test('trial: 21608 for a number that is not verified', async () => {
  const verified = [number(recipient(1))];
  const started = await standIn({ accounts: [{ ...ACCOUNT, verified }], rules: { trial: true } });
  await send(started);
  await expect(send(started, { to: recipient(2) })).rejects.toMatchObject({ status: 400, code: 21608 });
});

test('sandbox: 63015 by callback until the person has joined', async () => {
  const started = await standIn({ rules: { sandbox: true } });
  await send(started);
  await started.settled();
  await expect.poll(() => fateOf(started)).toEqual(['failed', 63015]);
  await started.act({ writes: { from: number(recipient(1)), to: number(FROM), words: 'join stand-in' } });
  await send(started);
  await expect.poll(() => fateOf(started)).toEqual(['read', null]);
});

test('sandbox: who joined is a member for three days', () => {
  const db = new DatabaseSync(':memory:');
  prepareDatabase(db);
  const { hasJoined } = windows(db, rules());
  const join = (days: number) =>
    db
      .prepare('INSERT OR REPLACE INTO twilio_inbound (person, sender, last_at) VALUES (?, ?, ?)')
      .run(recipient(1), FROM, Date.now() - days * 86_400_000);
  expect(hasJoined(recipient(1), FROM)).toBe(false);
  join(2.9);
  expect(hasJoined(recipient(1), FROM)).toBe(true);
  join(3.1);
  expect(hasJoined(recipient(1), FROM)).toBe(false);
});

describe('refuse', () => {
  test.for([
    [20404, 404],
    [21212, 400],
    [21606, 400],
    [21608, 400],
    [21609, 400],
    [21612, 400],
    [21660, 400],
    [63007, 400],
    [63038, 429],
    [29999, 400],
  ] as const)('%i refuses everyone in the answer, with HTTP %i', async ([code, status]) => {
    const started = await standIn();
    await started.act({ refuse: { code } });
    for (const n of [1, 2]) await expect(send(started, { to: recipient(n) })).rejects.toMatchObject({ status, code });
    expect(started.truth().totals.created).toBe(0);
    await started.act({ clear: true });
    await send(started);
  });

  test.for([30034, 63015, 63017, 63018, 63112])('%i comes by callback, for as many as it says', async (code) => {
    const started = await standIn();
    const { url: statusCallback, received } = await receiver();
    await started.act({ refuse: { code, times: 1, to: [number(recipient(1))] } });
    await send(started, { to: recipient(2), statusCallback });
    const refused = await send(started, { statusCallback });
    await send(started, { statusCallback });
    await started.settled();
    const failed = received.filter(({ params }) => params['MessageStatus'] === 'failed');
    expect(failed.map(({ params }) => [params['MessageSid'], params['ErrorCode']])).toEqual([
      [refused.sid, String(code)],
    ]);
  });
});

test('another account in the path is not found', async () => {
  const { url } = await standIn({ accounts: [ACCOUNT, OTHER] });
  const path = `/2010-04-01/Accounts/${OTHER.accountSid}/Messages.json`;
  const body = new URLSearchParams({ To: recipient(1), From: FROM, Body: 'Hello' });
  const answer = await plain(url, path, { method: 'POST', body });
  expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: 20404 })]);
});

test('an API key signs in for its account, and callbacks are still signed with the account’s token', async () => {
  const key = { sid: `SK${'c3'.repeat(16)}`, secret: 'a secret' };
  const { url } = await standIn({ accounts: [{ ...ACCOUNT, apiKeys: [key] }] });
  const path = `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`;
  const as = (secret: string) => plain(url, path, {}, { accountSid: key.sid, authToken: secret });
  expect((await as(key.secret)).status).toBe(200);
  expect((await as('another')).status).toBe(401);
});

describe('a Messaging Service', () => {
  const sid = `MG${'d4'.repeat(16)}`;
  const pool = ['+15550001111', '+15550002222'];
  const through = (url: string, to: string, more: object = {}) =>
    client(url).messages.create({ to, messagingServiceSid: sid, body: 'Hello', ...more });

  test('chooses one of its senders, the same for a person each time, after it has answered', async () => {
    const { url, truth } = await standIn({ accounts: [{ ...ACCOUNT, services: { [sid]: pool } }] });
    const message = await through(url, recipient(1));
    expect(message).toMatchObject({ from: null, status: 'accepted', messagingServiceSid: sid });
    await through(url, recipient(1));
    for (let n = 2; n < 12; n++) await through(url, recipient(n));
    const from = truth().messages.map((sent) => sent.from);
    expect(from[0]).toBe(from[1]);
    expect([...new Set(from)].toSorted()).toEqual(pool.map((each) => `whatsapp:${each}`));
  });

  test('with a From pins the sender; one that is not there is refused', async () => {
    const { url } = await standIn({ accounts: [{ ...ACCOUNT, services: { [sid]: pool } }] });
    expect(await through(url, recipient(1), { from: FROM })).toMatchObject({ from: FROM, status: 'queued' });
    const unknown = through(url, recipient(1), { messagingServiceSid: `MG${'e'.repeat(32)}` });
    await expect(unknown).rejects.toMatchObject({ code: 21701 });
  });
});
