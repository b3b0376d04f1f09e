import BaseTwilio from 'twilio/lib/base/BaseTwilio.js';
import RequestClient from 'twilio/lib/base/RequestClient.js';

import type { Credentials } from '../provider.ts';

/** In milliseconds. The provider answers in a fraction of a second; after this long the outcome counts as unknown. */
const TIMEOUT = 10_000;

export interface TwilioResponse {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export type TwilioRequest = (
  credentials: Credentials,
  request: { readonly method: 'get' | 'post'; readonly uri: string; readonly form?: object; readonly json?: object },
) => Promise<TwilioResponse>;

/**
 * Requests through the library's own client, which brings authentication, encoding and connection reuse. The resource
 * classes are left out: they are 3 MB, and turn answers into exceptions only to be turned back.
 * @param baseUrl another host that speaks the same API; the library has no option for that, so its HTTP client rewrites
 */
export function twilioClient(baseUrl?: string): TwilioRequest {
  const http = new RequestClient({ timeout: TIMEOUT, keepAlive: true, maxSockets: 200 });
  if (baseUrl) {
    const send = http.request.bind(http);
    http.request = (options) => {
      const { pathname, search } = new URL(options.uri);
      return send({ ...options, uri: new URL(pathname + search, baseUrl).href });
    };
  }

  return async ({ account_sid, auth_token }, { method, uri, form, json }) => {
    const client = new BaseTwilio.Client(account_sid, auth_token, { httpClient: http, accountSid: account_sid });
    const headers = json && { 'Content-Type': 'application/json' };
    const answer = (await client.request({ method, uri, headers, data: form ?? json })) as {
      statusCode: number;
      body: unknown;
    };
    const body =
      typeof answer.body === 'object' && answer.body !== null ? (answer.body as Record<string, unknown>) : {};
    return { status: answer.statusCode, body };
  };
}
