import webhooks from 'twilio/lib/webhooks/webhooks.js';

import { caller, type Answer } from './api.ts';
import type { TestTenant } from './tenant.ts';

type Parameters = Readonly<Record<string, string>>;

export interface StatusCallback {
  readonly path: string;
  readonly form: string;
}

/** What Twilio posts of a message, by the message's token. */
export function statusCallback({ id }: Pick<TestTenant, 'id'>, token: string, parameters: Parameters): StatusCallback {
  const form = new URLSearchParams({ MessageSid: `SM${'0'.repeat(32)}`, AccountSid: 'AC', ...parameters });
  return { path: `/webhooks/twilio/${id}/status?m=${token}`, form: form.toString() };
}

/** The header that Twilio's own library expects with a form posted to this URL. */
export function signature(authToken: string, url: string, form: string): Parameters {
  const parameters = Object.fromEntries(new URLSearchParams(form));
  return { 'x-twilio-signature': webhooks.getExpectedTwilioSignature(authToken, url, parameters) };
}

/** The query of a webhook with this JSON body, which the signature covers by the body's hash. */
export function bodyHash(body: string): string {
  return `?bodySHA256=${webhooks.getExpectedBodyHash(body)}`;
}

/** Posts a callback, signed by the tenant's own token unless other headers are given. */
export function post(
  { served, credentials }: Pick<TestTenant, 'served' | 'credentials'>,
  { path, form }: StatusCallback,
  headers = signature(credentials?.auth_token ?? '', served.url + path, form),
): Promise<Answer> {
  const type = 'application/x-www-form-urlencoded; charset=UTF-8';
  return caller(served.url)(`POST ${path}`, { body: form, type, headers });
}
