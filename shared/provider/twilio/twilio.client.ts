import BaseTwilio from 'twilio/lib/base/BaseTwilio.js';
import RequestClient from 'twilio/lib/base/RequestClient.js';

import type { Credentials } from '../provider.ts';

/** In milliseconds. Twilio mostly answers within a second; after this long the outcome counts as unknown. */
const TIMEOUT = 10_000;

export interface TwilioResponse {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** In seconds, if the response says when to ask again. */
  readonly retry_after?: number | undefined;
}

export type TwilioRequest = (
  credentials: Credentials,
  request: {
    readonly method: 'get' | 'post' | 'delete';
    readonly uri: string;
    readonly form?: object;
    readonly json?: object;
  },
) => Promise<TwilioResponse>;

/**
 * Sends requests through the library's HTTP client, for its authentication, encoding and connection reuse. The library's
 * resource classes are not used: they are 3 MB, and turn responses into exceptions that would have to be turned back.
 * @param baseUrl another host with the same API; the library has no such option, so the URL of each request is rewritten
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

  return async (credentials, { method, uri, form, json }) => {
    const { account_sid, auth_token, api_key_sid = account_sid, api_key_secret = auth_token } = credentials;
    const client = new BaseTwilio.Client(api_key_sid, api_key_secret, { httpClient: http, accountSid: account_sid });
    const headers = json && { 'Content-Type': 'application/json' };
    const answer = (await client.request({ method, uri, headers, data: form ?? json })) as {
      statusCode: number;
      body: unknown;
      headers?: Readonly<Record<string, unknown>>;
    };
    const body =
      typeof answer.body === 'object' && answer.body !== null ? (answer.body as Record<string, unknown>) : {};
    const seconds = Number(answer.headers?.['retry-after'] ?? Number.NaN);
    return { status: answer.statusCode, body, ...(seconds > 0 && { retry_after: seconds }) };
  };
}
