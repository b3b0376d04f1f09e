import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';
import { onTestFinished } from 'vitest';
import { LOCAL } from '../../../../local/twilio/rules.ts';
import { startStandIn, type StandIn, type StandInOptions } from '../../../../local/twilio/stand-in.ts';

export const ACCOUNT = { accountSid: `AC${'a1'.repeat(16)}`, authToken: 'an auth token' };
export const FROM = 'whatsapp:+15550001111';

export const recipient = (n: number) => `whatsapp:+4477${String(n).padStart(8, '0')}`;

/** Everybody gets and reads everything, in order and once. */
export const PERFECT = { failed: 0, undelivered: 0, blocked: 0, read: 1, disorder: 0, duplicate: 0 };

export async function standIn(options: Partial<StandInOptions> = {}): Promise<StandIn> {
  const started = await startStandIn({
    accounts: [ACCOUNT],
    rate: 10_000,
    seed: 1,
    callbackDelayMs: { min: 0, max: 20 },
    behaviour: PERFECT,
    approval: 'instant',
    ...options,
    // Windows are the business of `window.test.ts`.
    rules: { ...LOCAL, closed_windows: false, ...options.rules },
  });
  onTestFinished(started.close);
  return started;
}

/** The real library, led to another host. */
export function client(url: string, account = ACCOUNT) {
  const real = new twilio.RequestClient();
  const httpClient = {
    request: (options: Parameters<typeof real.request>[0]) =>
      real.request({ ...options, uri: options.uri.replace(/^https:\/\/(api|content)\.twilio\.com/, url) }),
  };
  return twilio(account.accountSid, account.authToken, { httpClient: httpClient as typeof real });
}

export function plain(url: string, path: string, init: RequestInit = {}, { accountSid, authToken } = ACCOUNT) {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return fetch(`${url}${path}`, { ...init, headers: { authorization, ...init.headers } });
}

export interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly params: Record<string, string>;
}

/** Takes status callbacks; answers 204, or what `answer` says to the nth request (from 1). */
export async function receiver(answer: (n: number) => number | Promise<number> = () => 204) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const params = Object.fromEntries(new URLSearchParams(await text(request)));
    received.push({ url: `${url}${request.url}`, headers: request.headers, params });
    response.writeHead(await answer(received.length)).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(close);
  const statusesOf = (sid: string) =>
    received.filter(({ params }) => params['MessageSid'] === sid).map(({ params }) => params['MessageStatus']);
  return { url, received, statusesOf, close };
}

interface Template {
  readonly name?: string;
  readonly language?: string;
  readonly category?: string;
  readonly variables?: object;
}

/** Makes a content and submits it. @returns its sid */
export async function approved(url: string, types: object, given: Template = {}): Promise<string> {
  const { name = 'news', language = 'en', category = 'MARKETING', variables = {} } = given;
  const { contents } = client(url).content.v1;
  const { sid } = await contents.create({ language, variables, types } as never);
  await contents(sid).approvalCreate.create({ name, category });
  return sid;
}

/** The approval of a content, as the API shows it. */
export async function reviewOf(url: string, sid: string): Promise<Record<string, unknown>> {
  return (await client(url).content.v1.contents(sid).approvalFetch().fetch()).whatsapp;
}

/** What became of the last message. */
export function fateOf({ truth }: Pick<StandIn, 'truth'>): [string | undefined, number | null | undefined] {
  const last = truth().messages.at(-1);
  return [last?.status, last?.error_code];
}
