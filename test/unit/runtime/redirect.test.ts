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

async function visited(headers: Record<string, string>, method: 'GET' | 'HEAD' = 'GET', to = 'https://shop.example/a') {
  const seen: { visit: Visit; token: string }[] = [];
  const handler = redirect(
    method === 'GET' ? followLink : probeLink,
    async ({ params }, visit) => {
      seen.push({ visit, token: params.token });
      if (!to) throw notFound('link');
      return to;
    },
    {},
  );
  const event = eventOf({
    rawPath: '/r/tok',
    headers,
    pathParameters: { token: 'tok' },
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

test('a link that is not found is answered with a problem, without a destination', async () => {
  const { answer } = await visited({ 'user-agent': CHROME }, 'GET', '');
  expect(answer.statusCode).toBe(404);
  expect(answer.headers).not.toHaveProperty('location');
  expect(JSON.parse(answer.body ?? '')).toMatchObject({ code: 'link.not_found' });
});
