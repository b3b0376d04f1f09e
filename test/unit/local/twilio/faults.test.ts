import { describe, expect, test } from 'vitest';
import { lastingPort } from '../../../../local/aws/test/lasting-port.ts';
import type { CreateFault } from '../../../../local/twilio/faults.ts';
import { ACCOUNT, client, FROM, plain, recipient, standIn } from './harness.ts';

const message = (n = 1) => ({ to: recipient(n), from: FROM, body: 'Hello' });

describe('creates', () => {
  const cases: [CreateFault, answer: object, created: number][] = [
    ['drop before', { code: 'ECONNRESET' }, 0],
    ['drop after', { code: 'ECONNRESET' }, 1],
    ['error before', { status: 500, code: 20500 }, 0],
    ['error after', { status: 500, code: 20500 }, 1],
    ['throttle', { status: 429, code: 20429 }, 0],
  ];
  test.for(cases)('%s', async ([fault, answer, created]) => {
    const { url, faults, truth } = await standIn();
    const { messages } = client(url);
    faults.creates(fault);
    await expect(messages.create(message())).rejects.toMatchObject(answer);
    expect(truth().totals).toMatchObject({ created, throttled: 0 });
    expect(await messages.list({ to: recipient(1) })).toHaveLength(created);
    await messages.create(message());
    expect(truth().totals.created).toBe(created + 1);
  });

  test('that are answered too late are created', async () => {
    const { url, faults, truth } = await standIn();
    faults.creates({ delayMs: 60_000 });
    const twilio = client(url);
    const creating = twilio.request({
      method: 'post',
      uri: `https://api.twilio.com/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`,
      data: { To: recipient(1), From: FROM, Body: 'Hello' },
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      // Longer than a busy machine needs until the request has arrived.
      timeout: 3_000,
    });
    await expect(creating).rejects.toMatchObject({ code: 'ECONNABORTED' });
    expect(truth().totals.created).toBe(1);
  });

  test('fail for some numbers, a number of times, until cleared', async () => {
    const { url, faults, truth } = await standIn();
    const { messages } = client(url);
    faults.creates('error before', { times: 2, to: (to) => to === recipient(2) });
    faults.creates('throttle', { times: Infinity, to: (to) => to === recipient(3) });
    await messages.create(message(1));
    for (let n = 0; n < 2; n++) await expect(messages.create(message(2))).rejects.toMatchObject({ status: 500 });
    await messages.create(message(2));
    for (let n = 0; n < 3; n++) await expect(messages.create(message(3))).rejects.toMatchObject({ status: 429 });
    faults.clear();
    await messages.create(message(3));
    expect(truth().totals.created).toBe(3);
  });
});

test('credentials are refused until they are accepted again', async () => {
  const { url, faults, truth } = await standIn();
  const { messages } = client(url);
  faults.rejectCredentials(true);
  await expect(messages.create(message())).rejects.toMatchObject({ status: 401, code: 20003 });
  await expect(messages.list()).rejects.toMatchObject({ status: 401 });
  faults.rejectCredentials(false);
  await messages.create(message());
  expect(truth().totals.created).toBe(1);
});

test('offline it refuses connections, and online again it listens on the same port with the same data', async () => {
  const { url, faults, truth } = await standIn({ port: await lastingPort() });
  const { messages } = client(url);
  const path = `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`;
  const body = new URLSearchParams({ To: recipient(1), From: FROM, Body: 'Hello' });
  expect((await plain(url, path, { method: 'POST', body })).status).toBe(201);
  await faults.goOffline();
  await expect(messages.create(message())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await faults.goOnline();
  expect(await messages.list()).toHaveLength(1);
  expect(truth().totals.created).toBe(1);
});
