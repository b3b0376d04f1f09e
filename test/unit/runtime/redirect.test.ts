import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { redirect, type Visit } from '../../../shared/runtime/redirect.ts';
import { followLink, probeLink } from '../../../shared/interaction/link.contract.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { keptConsole } from '../fixtures.ts';
import { eventOf } from './event.ts';

let restore: () => void;
beforeAll(() => {
  ({ restore } = keptConsole());
});
afterAll(() => restore());

const CHROME =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1';

async function visited(
  headers: Record<string, string>,
  method: 'GET' | 'HEAD' = 'GET',
  to = 'https://shop.example/a',
  token = 'tok',
) {
  const seen: { visit: Visit; token: string }[] = [];
  const handler = redirect(
    method === 'GET' ? followLink : probeLink,
    async (token, visit) => {
      seen.push({ visit, token });
      if (!to) throw notFound('link');
      return to;
    },
    {},
  );
  const event = eventOf({
    rawPath: '/r/tok',
    headers,
    pathParameters: { token },
    rawQueryString: 'fbclid=x&%zz',
    queryStringParameters: { fbclid: 'x' },
    body: 'no body is read',
    requestContext: { requestId: 'req_7', http: { method } } as ReturnType<typeof eventOf>['requestContext'],
  });
  return { answer: await handler(event, {} as Context), ...seen[0] };
}

test('a visit is answered with the destination, and headers that forbid caching, indexing and referrers', async () => {
  const { answer, visit, token } = await visited({ 'user-agent': CHROME });
  expect(answer).toMatchObject({
    statusCode: 302,
    headers: {
      location: 'https://shop.example/a',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-request-id': 'req_7',
    },
  });
  expect([visit, token]).toEqual([{ id: 'req_7', byPerson: true }, 'tok']);
});

test.each<[string, boolean, Record<string, string>]>([
  ['Chrome', true, { 'user-agent': CHROME }],
  ['Safari', true, { 'user-agent': SAFARI }],
  ['WhatsApp’s own browser', true, { 'user-agent': `${CHROME} WhatsApp-WebView`.replace(' WhatsApp-WebView', ' wv') }],
  ['a preview by WhatsApp', false, { 'user-agent': 'WhatsApp/2.25.30.76 A' }],
  ['a preview by WhatsApp on an iPhone', false, { 'user-agent': 'WhatsApp/2.25.30 i' }],
  [
    'a preview by Facebook',
    false,
    { 'user-agent': 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)' },
  ],
  ['Google', false, { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
  ['curl', false, { 'user-agent': 'curl/8.5.0' }],
  ['Twilio', false, { 'user-agent': 'TwilioProxy/1.1' }],
  ['nobody who says who', false, {}],
  ['an empty name', false, { 'user-agent': '' }],
  ['a prefetch', false, { 'user-agent': CHROME, 'sec-purpose': 'prefetch' }],
  ['a prerender', false, { 'user-agent': CHROME, 'sec-purpose': 'prefetch;prerender' }],
  ['an old prefetch', false, { 'user-agent': CHROME, purpose: 'prefetch' }],
  ['Firefox’s prefetch', false, { 'user-agent': CHROME, 'x-moz': 'prefetch' }],
  ['Safari’s preview', false, { 'user-agent': SAFARI, purpose: 'preview' }],
])('%s is a person: %s', async (_, byPerson, headers) => {
  const { answer, visit } = await visited(headers);
  expect(visit?.byPerson).toBe(byPerson);
  expect(answer.statusCode).toBe(302);
});

test('a HEAD request is no visit of a person, whatever its user agent', async () => {
  const { answer, visit } = await visited({ 'user-agent': CHROME }, 'HEAD');
  expect([visit?.byPerson, answer.statusCode]).toEqual([false, 302]);
});

test('a link that is not found is answered with a page, without a destination', async () => {
  const { answer } = await visited({ 'user-agent': CHROME }, 'GET', '');
  expect(answer).toMatchObject({
    statusCode: 404,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-request-id': 'req_7',
    },
  });
  expect(answer.headers).not.toHaveProperty('location');
  expect(answer.body).toContain('This link leads nowhere');
  expect(answer.body).toContain('req_7');
  expect(answer.body!.length).toBeLessThan(1000);
});

test('what fails is answered with a page, too, which tells nothing of it', async () => {
  const { answer } = await visited({ 'user-agent': CHROME }, 'GET', 'no address');
  expect([answer.statusCode, answer.headers?.['content-type']]).toEqual([500, 'text/html; charset=utf-8']);
  expect(answer.body).not.toMatch(/Invalid URL|no address/);
});

test('an address that an earlier version stored as it was typed is encoded', async () => {
  const { answer } = await visited({ 'user-agent': CHROME }, 'GET', 'https://shop.example/größe?q=日本&n={{name}}');
  expect(answer.headers?.['location']).toBe('https://shop.example/gr%C3%B6%C3%9Fe?q=%E6%97%A5%E6%9C%AC&n={{name}}');
});

test.each(['', '/', '//', '.', ',', ')', '>', '"', ' ', '%20', '%22', '.)', '”.', '…', '\u200e', '**', '\u00a0'])(
  'what an app put behind a token, %j, is no part of it',
  async (appended) => {
    const { token } = await visited({ 'user-agent': CHROME }, 'GET', undefined, `a-Z_9${appended}`);
    expect(token).toBe('a-Z_9');
  },
);

test('a long text of such characters is read without catastrophic backtracking', async () => {
  const { token } = await visited({ 'user-agent': CHROME }, 'GET', undefined, `${'.'.repeat(50_000)}x`);
  expect(token).toHaveLength(50_001);
});
