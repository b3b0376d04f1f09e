import { expect, test } from 'vitest';

import type { TwilioRequest, TwilioResponse } from '../../../../shared/provider/twilio/twilio.client.ts';
import { twilioSenders } from '../../../../shared/provider/twilio/twilio.senders.ts';

const credentials = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'secret token' };
const NEXT = 'https://messaging.twilio.com/v2/Channels/Senders?Channel=whatsapp&PageSize=100&PageToken=x';

/** Reads the limits of +15550001111 from these pages. */
async function read(...pages: (TwilioResponse | Error)[]) {
  const asked: string[] = [];
  const request: TwilioRequest = async (_, { method, uri }) => {
    expect(method).toBe('get');
    asked.push(uri);
    const page = pages[asked.length - 1];
    if (!page || page instanceof Error) throw page ?? new Error('No such page.');
    return page;
  };
  return { limits: await twilioSenders(request).limits(credentials, '+15550001111'), asked };
}

const page = (properties: object | null | undefined, more: object = {}): TwilioResponse => ({
  status: 200,
  body: { senders: [{ sid: 'XE1', sender_id: 'whatsapp:+15550001111', properties }], ...more },
});

test.each([
  ['250 Customers/24hr', 250],
  ['1K Customers/24hr', 1_000],
  ['10K Customers/24hr', 10_000],
  ['100K Customers/24hr', 100_000],
  ['2,000 Customers/24hr', 2_000],
  ['TIER_10K', 10_000],
  ['Unlimited', 'unlimited'],
  ['TIER_UNLIMITED', 'unlimited'],
  ['none yet', undefined],
  [null, undefined],
])('the messaging limit %j is read as %s', async (messaging_limit, people) => {
  const { limits } = await read(page({ messaging_limit, quality_rating: 'HIGH' }));
  expect(limits).toEqual({ messaging_limit: people, quality_rating: 'HIGH' });
});

test('the sender is looked for page after page', async () => {
  const others = {
    status: 200,
    body: { senders: [{ sender_id: 'whatsapp:+15550002222' }], meta: { next_page_url: NEXT } },
  };
  const { limits, asked } = await read(others, page({ messaging_limit: '1K Customers/24hr' }));
  expect(limits).toEqual({ messaging_limit: 1_000, quality_rating: undefined });
  expect(asked).toEqual(['https://messaging.twilio.com/v2/Channels/Senders?Channel=whatsapp&PageSize=100', NEXT]);
});

test('credentials go to no other host', async () => {
  const next_page_url = 'https://evil.example/v2/Channels/Senders?Page=1';
  const { limits, asked } = await read({ status: 200, body: { senders: [], meta: { next_page_url } } });
  expect([limits, asked.length]).toEqual([undefined, 1]);
});

test.each([
  ['cannot be reached', new Error('ECONNRESET')],
  ['has no such service', { status: 404, body: {} }],
  ['fails', { status: 500, body: {} }],
  ['answers something else', { status: 200, body: { senders: 'none' } }],
  ['does not know the sender', { status: 200, body: { senders: [] } }],
])('a provider that %s says nothing', async (_, answer) => {
  expect((await read(answer)).limits).toBeUndefined();
});

test('a sender without properties has no limits that are known', async () => {
  expect((await read(page(null))).limits).toEqual({ messaging_limit: undefined, quality_rating: undefined });
});
