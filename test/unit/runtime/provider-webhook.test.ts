import { createHmac } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Endpoint } from '../../../local/aws/endpoint.ts';
import { secretsManager } from '../../../local/aws/services/secrets-manager.ts';
import type { AwsService } from '../../../local/aws/services/service.ts';
import { clock } from '../../../shared/runtime/dependencies.ts';
import { ANSWER_HEADERS } from '../../../shared/runtime/answer-headers.ts';
import { providerWebhook } from '../../../shared/runtime/provider-webhook.ts';
import { receiveStatus } from '../../../shared/provider/twilio/status.contract.ts';
import { twilioCredentials } from '../../../shared/provider/twilio/twilio-credentials.ts';
import { systemClock } from '../../../shared/platform/system-clock.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { secretsManagerVault } from '../../../shared/tenancy/secrets-manager.credentials.ts';
import { leadClientsTo } from '../../support/sdk-environment.ts';
import { serve } from '../../support/serve.ts';
import { keptConsole } from '../fixtures.ts';
import { eventOf } from './event.ts';

const BASE = 'https://herald.example/stage';
const TOKEN = 'the auth token';
const tenant = ids.next('ten');
const SID = `SM${'a'.repeat(32)}`;

let endpoint: Endpoint;
let restore: () => void;
const asked: string[] = [];
beforeAll(async () => {
  const service = secretsManager({ db: new DatabaseSync(':memory:') });
  const watched: AwsService = {
    ...service,
    handle(operation, input, ...given) {
      if (operation === 'GetSecretValue') asked.push(String(input['SecretId']));
      return service.handle(operation, input, ...given);
    },
  };
  endpoint = await serve(watched);
  leadClientsTo(endpoint.url);
  Object.assign(process.env, { CREDENTIALS_PREFIX: 'herald/', PUBLIC_BASE_URL: `${BASE}/` });
  await secretsManagerVault('herald/', systemClock, twilioCredentials).set(tenant, {
    account_sid: `AC${'a'.repeat(32)}`,
    auth_token: TOKEN,
  });
  restore = keptConsole().restore;
});
afterAll(async () => {
  restore();
  await endpoint.close();
});

/** As Twilio documents it: the URL, then each parameter by name, name and value without anything between. */
function signature(url: string, parameters: Record<string, string>, token = TOKEN): string {
  const names = Object.keys(parameters).sort();
  const text = url + names.map((name) => name + parameters[name]!).join('');
  return createHmac('sha1', token).update(text).digest('base64');
}

const parameters: Record<string, string> = { MessageSid: SID, MessageStatus: 'sent', Blank: '', Umlaut: 'ü +&=' };

async function posted({
  of = tenant,
  path = `/webhooks/twilio/${of}/status`,
  query = 'm=abc&x=1%2C2',
  sent = parameters,
  signed = signature(`${BASE}${path}${query && `?${query}`}`, parameters),
  base64 = false,
}: {
  of?: string;
  path?: string;
  query?: string;
  sent?: Record<string, string> | [string, string][];
  signed?: string | undefined;
  base64?: boolean;
} = {}) {
  const handled: unknown[] = [];
  const handler = providerWebhook(
    receiveStatus,
    async (input) => {
      handled.push(input);
      return null;
    },
    { clock },
  );
  const text = new URLSearchParams(sent).toString();
  const answer = await handler(
    eventOf({
      rawPath: path,
      rawQueryString: query,
      pathParameters: { tenant_id: of },
      queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
      body: base64 ? Buffer.from(text).toString('base64') : text,
      isBase64Encoded: base64,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        ...(signed && { 'x-twilio-signature': signed }),
      },
    }),
    {} as Context,
  );
  return { answer, handled };
}

describe('a signature', () => {
  test.each([false, true])('over the public URL and every parameter is valid (in base64: %s)', async (base64) => {
    const { answer, handled } = await posted({ base64, query: 'm=abc' });
    expect(answer).toEqual({ statusCode: 204, headers: { 'x-request-id': 'req_1', ...ANSWER_HEADERS } });
    expect(handled).toEqual([
      {
        params: { tenant_id: tenant },
        query: { m: 'abc' },
        body: { MessageSid: SID, MessageStatus: 'sent' },
        caller: { tenant_id: tenant, scopes: [], actor: { kind: 'system', id: 'provider' } },
      },
    ]);
  });

  const url = `${BASE}/webhooks/twilio/${tenant}/status?m=abc&x=1%2C2`;
  test.each([
    ['that is absent', { signed: '' }],
    ['of another token', { signed: signature(url, parameters, 'another token') }],
    ['of another host', { signed: signature(url.replace('herald.', 'evil.'), parameters) }],
    ['of another path', { signed: signature(url.replace('status', 'inbound'), parameters) }],
    ['of another query', { signed: signature(url.replace('m=abc', 'm=abd'), parameters) }],
    ['of the query in another order', { query: 'x=1%2C2&m=abc', signed: signature(url, parameters) }],
    ['of the query decoded', { signed: signature(url.replace('%2C', ','), parameters) }],
    ['over fewer parameters', { sent: { ...parameters, More: 'x' } }],
    ['over more parameters', { sent: { MessageSid: SID, MessageStatus: 'sent', Umlaut: 'ü +&=' } }],
    ['over another value', { sent: { ...parameters, MessageStatus: 'read' } }],
    ['of another tenant', { of: ids.next('ten') }],
    ['of a tenant id of the wrong form', { of: 'x y' }],
    ['of a tenant id that is a path', { of: '../other' }],
    ['of an empty tenant id', { of: '' }],
  ])('%s is refused with 403, and the request is not handled', async (_, given) => {
    const { answer, handled } = await posted(given);
    expect(answer).toMatchObject({ statusCode: 403, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse((answer as { body: string }).body)).toMatchObject({ code: 'signature.invalid' });
    expect(handled).toEqual([]);
  });
});

test('a parameter that comes twice is refused, although each of its values is signed', async () => {
  const path = `/webhooks/twilio/${tenant}/status`;
  const sent: [string, string][] = [...Object.entries(parameters), ['Twice', 'b'], ['Twice', 'a']];
  const names = [...new Set(sent.map(([name]) => name))].sort();
  const values = (name: string) => sent.flatMap(([one, value]) => (one === name ? [value] : [])).sort();
  const text = `${BASE}${path}?m=abc${names.flatMap((name) => values(name).map((value) => name + value)).join('')}`;
  const signed = createHmac('sha1', TOKEN).update(text).digest('base64');
  const { answer, handled } = await posted({ query: 'm=abc', sent, signed });
  expect(answer).toMatchObject({ statusCode: 400 });
  expect(JSON.parse((answer as { body: string }).body)).toMatchObject({
    errors: [{ path: 'Twice', code: 'duplicate' }],
  });
  expect(handled).toEqual([]);
  const once = sent.filter(([, value]) => value !== 'a');
  expect((await posted({ query: 'm=abc', sent: once, signed })).answer).toMatchObject({ statusCode: 403 });
});

test('the credentials of a tenant id of the wrong form are not looked for', async () => {
  asked.length = 0;
  for (const of of ['x y', '../other', '', 'ten_1', `${tenant}#`]) await posted({ of });
  expect(asked).toEqual([]);
  await posted();
  expect(asked).toEqual([`herald/${tenant}`]);
});

test('a signed request that breaks the contract is refused with its faults', async () => {
  const { answer, handled } = await posted({ query: '' });
  expect(answer).toMatchObject({ statusCode: 400 });
  expect(JSON.parse((answer as { body: string }).body)).toMatchObject({ errors: [{ path: 'm' }] });
  expect(handled).toEqual([]);
});
