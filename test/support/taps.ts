import { expect } from 'vitest';

import { caller, type Answer } from './api.ts';
import { TRACKED } from './sent.ts';
import type { Served } from './served.ts';
import type { TestTenant } from './tenant.ts';

/** Where the campaigns’ link leads. */
export const SHOP = 'https://shop.example.com/spring?a=1';
export const BROWSER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

/** Asks for a link as anybody may, by a browser unless other headers are given. */
export function visit(
  { url }: Pick<Served, 'url'>,
  link: string,
  {
    method = 'GET',
    headers = { 'user-agent': BROWSER },
  }: { method?: 'GET' | 'HEAD'; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return caller(url)(`${method} ${link}`, { headers });
}

export function expectRedirect({ status, headers }: Answer): void {
  expect({ status, location: headers.get('location') }).toEqual({ status: 302, location: SHOP });
}

export const CALL_SID = `CA${'1'.repeat(32)}`;
/** What puts a call to the tracked number through. */
export const THROUGH = `<Response><Dial>${TRACKED.forward_to}</Dial></Response>`;

/** What Twilio posts when a tracked number is called. */
export function voiceCallback({ id }: TestTenant, From: string, parameters: Readonly<Record<string, string>> = {}) {
  const call = { CallSid: CALL_SID, From, To: TRACKED.phone_number, CallStatus: 'ringing', Direction: 'inbound' };
  const form = new URLSearchParams({ ...call, ...parameters }).toString();
  return { path: `/webhooks/twilio/${id}/voice`, form };
}

export function expectTwiml({ status, headers, text }: Answer, twiml: string): void {
  const expected = { status: 200, type: 'text/xml', text: twiml };
  expect({ status, type: headers.get('content-type'), text }).toEqual(expected);
}
