import { createHmac } from 'node:crypto';
import type { OutgoingRequest, Outcome } from './requester.ts';

/** A request of Twilio: a form, signed together with the exact URL. */
export function signedForm(
  authToken: string,
  url: string,
  parameters: Record<string, string>,
  idempotencyToken: string,
): OutgoingRequest {
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': sign(authToken, url, parameters),
      'i-twilio-idempotency-token': idempotencyToken,
    },
    body: new URLSearchParams(parameters).toString(),
  };
}

/** `X-Twilio-Signature`: base64 HMAC-SHA1 of the URL and each parameter, sorted, name then value. */
function sign(authToken: string, url: string, parameters: Record<string, string>): string {
  const sorted = Object.keys(parameters).toSorted();
  const text = sorted.reduce((signed, name) => signed + name + parameters[name], url);
  return createHmac('sha1', authToken).update(text).digest('base64');
}

/** Reads Twilio's connection overrides from a URL's fragment, which is neither sent nor signed. */
export function connectionOverrides(urlGiven: string) {
  const [url = '', fragment = ''] = urlGiven.split('#', 2);
  const overrides = new URLSearchParams(fragment);
  const retries = Math.min(5, Number(overrides.get('rc') ?? 1));
  const policy = (overrides.get('rp') ?? 'ct').split(',');
  const mayRetry = (outcome: Outcome, attempts: number) =>
    attempts <= retries && (policy.includes('all') || policy.includes(kindOf(outcome)));
  return { url, mayRetry };
}

function kindOf(outcome: Outcome): string {
  return typeof outcome === 'number' ? `${Math.floor(outcome / 100)}xx` : outcome;
}
