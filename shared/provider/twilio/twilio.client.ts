import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { HttpRequest } from '@smithy/core/transport';
import { NodeHttpHandler } from '@smithy/node-http-handler';

import { parsedJson } from '../../platform/json.ts';
import type { Credentials } from '../provider.ts';

/** In milliseconds. Twilio mostly answers within a second; after this long the outcome counts as unknown. */
const TIMEOUT = 10_000;
/**
 * As Twilio's own client has them. A message that meets the end of an idle connection has an unknown outcome, so few are kept, and not for
 * long (in milliseconds).
 */
const SOCKETS = { maxSockets: 200, maxFreeSockets: 5, timeout: 10_000 };

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
    readonly form?: Readonly<Record<string, string>>;
    readonly json?: object;
  },
) => Promise<TwilioResponse>;

/**
 * Sends requests of Twilio's API by the HTTP handler that requests of the table go by, and follows no redirect: Twilio's own client takes
 * more than twice the time, and 390 KB of a function. The promise is rejected when no whole answer comes.
 * @param baseUrl another host with the same API
 * @param timeout for the beginning of an answer, in milliseconds; a further part of it may take three seconds more
 * @see https://www.twilio.com/docs/usage/requests-to-twilio
 */
export function twilioClient(baseUrl?: string, timeout = TIMEOUT): TwilioRequest {
  const handler = new NodeHttpHandler({
    requestTimeout: timeout,
    throwOnRequestTimeout: true,
    // For an answer that has begun.
    socketTimeout: timeout,
    httpAgent: SOCKETS,
    httpsAgent: SOCKETS,
  });

  return async (credentials, { method, uri, form, json }) => {
    const { account_sid = '', auth_token = '', api_key_sid = account_sid, api_key_secret = auth_token } = credentials;
    const asked = new URL(uri);
    const { protocol, hostname, port } = baseUrl === undefined ? asked : new URL(baseUrl);
    const content = form ? new URLSearchParams(form).toString() : json && JSON.stringify(json);
    const request = new HttpRequest({
      method: method.toUpperCase(),
      protocol,
      hostname,
      ...(port && { port: Number(port) }),
      path: asked.pathname + asked.search,
      headers: {
        accept: 'application/json',
        // Without it, an answer may be compressed.
        'accept-encoding': 'identity',
        authorization: `Basic ${Buffer.from(`${api_key_sid}:${api_key_secret}`).toString('base64')}`,
        'user-agent': 'Herald',
        ...(content !== undefined && {
          'content-length': String(Buffer.byteLength(content)),
          'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
        }),
      },
      body: content,
    });
    const { response } = await handler.handle(request);
    const body = objectIn(await text(response.body as IncomingMessage));
    const seconds = Number(response.headers['retry-after'] ?? Number.NaN);
    return { status: response.statusCode, body, ...(seconds > 0 && { retry_after: seconds }) };
  };
}

/** Empty for any other answer, such as a page. */
function objectIn(answer: string): Record<string, unknown> {
  const parsed = parsedJson(answer);
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
}
