import * as http from 'node:http';
import * as https from 'node:https';

import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { Webhook } from 'standardwebhooks';

import type { NoAnswer, WebhookAsker, WebhookPoster } from './delivery.ts';

/** In milliseconds, from the DNS lookup to the end of the response. */
const TIMEOUT = 10_000;
/** In bytes. The response to a delivery is read, so that the connection is not broken, and dropped. */
const MAX_RESPONSE_BYTES = 2_048;

/**
 * Posts messages with one signature per key (https://www.standardwebhooks.com). Redirects are not followed. The resolved
 * address is checked when the connection is made, so that only public addresses are reached.
 * @param privateTargets permits http and private addresses, only for tests
 */
export function signedHttpPoster(privateTargets: boolean, timeout = TIMEOUT): WebhookPoster & WebhookAsker {
  const filter = { allowPrivateIPAddress: privateTargets };
  const encrypted = { request: https.request, agent: new RequestFilteringHttpsAgent(filter) };
  const plain = { request: http.request, agent: new RequestFilteringHttpAgent(filter) };

  /** @param max how many bytes of the answer are read */
  function send(
    { event_id, body }: Parameters<WebhookPoster['post']>[0],
    { url, keys }: Parameters<WebhookPoster['post']>[1],
    at: number,
    limits: { readonly timeout: number; readonly max: number },
  ): Promise<{ status_code?: number; error?: string; code?: NoAnswer; answer?: string }> {
    const { protocol } = new URL(url);
    if (protocol !== 'https:' && !privateTargets) return Promise.resolve({ error: 'Only https is posted to.' });
    const { request, agent } = protocol === 'https:' ? encrypted : plain;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Herald-Webhooks/1',
      'webhook-id': event_id,
      'webhook-timestamp': String(Math.floor(at / 1_000)),
      'webhook-signature': keys.map((key) => new Webhook(key).sign(event_id, new Date(at), body)).join(' '),
    };
    const options = { method: 'POST', agent, headers, signal: AbortSignal.timeout(limits.timeout) };
    return new Promise((resolve) => {
      let status_code: number | undefined;
      let [error, answer]: (string | undefined)[] = [];
      let code: NoAnswer | undefined;
      const fail = (fault: NodeJS.ErrnoException) => {
        error ??= describeError(fault, limits.timeout);
        code ??= isTimeout(fault) ? 'timeout' : 'unreachable';
      };
      request(url, options)
        .on('response', (response) => {
          status_code = response.statusCode ?? 0;
          const parts: Buffer[] = [];
          let read = 0;
          response.on('data', (part: Buffer) => {
            read += part.length;
            if (read <= limits.max) return void parts.push(part);
            error = `The answer is longer than ${limits.max} bytes.`;
            code = 'too_long';
            response.destroy();
          });
          response.on('end', () => (answer = Buffer.concat(parts).toString()));
          response.on('error', fail);
        })
        .on('error', fail)
        .on('close', () => resolve({ status_code, error, code, answer }))
        .end(body);
    });
  }

  return {
    async post(message, to, at) {
      const { status_code, error = CLOSED } = await send(message, to, at, { timeout, max: MAX_RESPONSE_BYTES });
      // Once the status is known, an error in the rest of the response does not matter.
      return status_code === undefined ? { error } : { status_code };
    },

    async ask(message, to, at, { timeout, maxAnswer }) {
      const outcome = await send(message, to, at, { timeout, max: maxAnswer });
      const { status_code, answer, error = CLOSED, code = 'unreachable' } = outcome;
      return status_code === undefined || answer === undefined ? { error, code } : { status_code, answer };
    },
  };
}

const CLOSED = 'The connection was closed without an answer.';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The host’s name leads nowhere.',
  EAI_AGAIN: 'The host’s name could not be looked up.',
  ECONNREFUSED: 'The host refused the connection.',
  ECONNRESET: 'The connection was closed without an answer.',
  EPIPE: 'The connection was closed without an answer.',
  EHOSTUNREACH: 'The host could not be reached.',
  ENETUNREACH: 'The host could not be reached.',
  ETIMEDOUT: 'The host could not be reached.',
};
const TLS = /^(ERR_TLS|ERR_SSL|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA)/;

function isTimeout({ name }: Error): boolean {
  return name === 'TimeoutError' || name === 'AbortError';
}

/** Why there was no answer. Not the error's own message, which may quote the URL. */
function describeError(error: NodeJS.ErrnoException, timeout: number): string {
  const { code = 'unknown', message } = error;
  if (isTimeout(error)) return `There was no answer within ${timeout / 1_000} seconds.`;
  if (message.includes('is not allowed. Because')) return 'The host’s address is not public, so nothing was sent.';
  if (TLS.test(code)) return `No secure connection could be made (${code}).`;
  return DESCRIPTIONS[code] ?? `The request failed (${code}).`;
}
