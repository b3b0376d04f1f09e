import { describe, expect, test } from 'vitest';
import { client, fateOf, FROM, plain, recipient, standIn } from './harness.ts';

const number = (address: string) => address.replace('whatsapp:', '');
const CLOSED = { closed_windows: true };

async function templates(options: Parameters<typeof standIn>[0]) {
  const started = await standIn(options);
  const { contents } = client(started.url).content.v1;
  const types = { 'twilio/text': { body: 'News of today.' } };
  const { sid: contentSid } = await contents.create({ language: 'en', types } as never);
  await contents(contentSid).approvalCreate.create({ name: 'news', category: 'UTILITY' });
  const send = (n: number) => client(started.url).messages.create({ to: recipient(n), from: FROM, contentSid });
  return { ...started, send };
}

describe('portfolio_limit', () => {
  test('63018 by callback for one person too many; the same people, and those who wrote, do not count', async () => {
    const { send, act, truth } = await templates({ rules: CLOSED, limits: { portfolio: 2 } });
    await act({ writes: { from: number(recipient(9)), to: number(FROM), words: 'Hi' } });
    for (const n of [1, 2, 1, 9, 3]) await send(n);
    await expect
      .poll(() => truth().messages.map(({ error_code }) => error_code))
      .toEqual([null, null, null, null, 63018]);
    await act({ limits: { portfolio: 3 } });
    await send(3);
    await expect.poll(() => fateOf({ truth })).toEqual(['read', null]);
  });

  test('does not hold where it is switched off', async () => {
    const { send, truth } = await templates({ rules: { ...CLOSED, portfolio_limit: false }, limits: { portfolio: 0 } });
    await send(1);
    await expect.poll(() => fateOf({ truth })).toEqual(['read', null]);
  });
});

test('account_daily_limit: 429 with 63038 for one message too many', async () => {
  const { send, act } = await templates({ limits: { account_daily: 1 } });
  for (const n of [1, 2]) await send(n);
  await act({ rules: { account_daily_limit: true } });
  await expect(send(3)).rejects.toMatchObject({ status: 429, code: 63038 });
});

describe('senders', () => {
  const SENDERS = '/v2/Channels/Senders';

  test('are listed with their limit and quality, which may change', async () => {
    const { send, act, url } = await templates({ limits: { portfolio: 10_000 } });
    await send(1);
    const list = await plain(url, `${SENDERS}?Channel=whatsapp`);
    const { senders, meta } = (await list.json()) as { senders: { sid: string }[]; meta: object };
    expect(meta).toMatchObject({ key: 'senders', page: 0, next_page_url: null });
    expect(senders).toMatchObject([
      {
        sid: expect.stringMatching(/^XE[0-9a-f]{32}$/),
        sender_id: FROM,
        status: 'ONLINE',
        properties: { quality_rating: 'HIGH', messaging_limit: '10K Customers/24hr' },
      },
    ]);
    const path = `${SENDERS}/${senders[0]!.sid}`;
    await act({
      sender: { number: number(FROM), quality_rating: 'LOW', status: 'OFFLINE' },
      limits: { portfolio: 250 },
    });
    expect(await (await plain(url, path)).json()).toMatchObject({
      status: 'OFFLINE',
      properties: { quality_rating: 'LOW', messaging_limit: '250 Customers/24hr' },
    });
    const webhook = { callback_url: 'https://h.example/inbound', callback_method: 'POST' };
    const updated = await plain(url, path, { method: 'POST', body: JSON.stringify({ webhook }) });
    expect([updated.status, await updated.json()]).toEqual([202, expect.objectContaining({ webhook })]);
  });

  test('need the channel to be named, and an unknown one is not found', async () => {
    const { url } = await standIn();
    expect((await plain(url, SENDERS)).status).toBe(400);
    expect((await plain(url, `${SENDERS}/XE${'0'.repeat(32)}`)).status).toBe(404);
  });
});
