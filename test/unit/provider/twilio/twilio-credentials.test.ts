import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

import { expect, onTestFinished, test } from 'vitest';

import { listen } from '../../../../local/twilio/listener.ts';
import { givenTwilioCredentials, twilioCredentials } from '../../../../shared/provider/twilio/twilio-credentials.ts';
import { twilioClient } from '../../../../shared/provider/twilio/twilio.client.ts';
import { twilioMessages } from '../../../../shared/provider/twilio/twilio.messages.ts';

const account = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'secret token' };
const key = { api_key_sid: `SK${'b'.repeat(32)}`, api_key_secret: 'secret key' };
const service = { messaging_service_sid: `MG${'c'.repeat(32)}` };

test('an account may have an API key and a Messaging Service; secrets of earlier versions have neither', () => {
  for (const given of [
    account,
    { ...account, ...key },
    { ...account, ...service },
    { ...account, ...key, ...service },
  ]) {
    expect(twilioCredentials.parse(given)).toEqual(given);
    expect(givenTwilioCredentials.parse(given)).toEqual(given);
  }
});

test.each([
  ['half an API key', { ...account, api_key_sid: key.api_key_sid }, 'api_key_secret'],
  ['the other half', { ...account, api_key_secret: 'x' }, 'api_key_secret'],
  ['an account for a key', { ...account, ...key, api_key_sid: account.account_sid }, 'api_key_sid'],
  ['something else for a service', { ...account, messaging_service_sid: 'VA1' }, 'messaging_service_sid'],
])('%s is refused', (_, given, field) => {
  const { error } = givenTwilioCredentials.safeParse(given);
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  expect(JSON.stringify(error)).not.toContain('secret key');
});

test('an API key authenticates requests of its account, which name the Messaging Service', async () => {
  const seen: object[] = [];
  const server = createServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    seen.push({ path: request.url, authorization: request.headers.authorization, form });
    response.writeHead(201).end(JSON.stringify({ sid: `SM${'d'.repeat(32)}` }));
  });
  const { url, close } = await listen(server, 0);
  onTestFinished(close);
  const content = { language: 'en', body: 'Hi', header: { type: 'none' as const }, buttons: [] };
  const outbound = { to: '+4915112345678', from: '+15550001111', message: { content, values: [], tokens: [] } };
  const messages = twilioMessages(twilioClient(url), 'https://h.example');
  expect(await messages.send({ ...account, ...key, ...service }, outbound)).toMatchObject({ kind: 'accepted' });
  expect(seen).toEqual([
    {
      path: `/2010-04-01/Accounts/${account.account_sid}/Messages.json`,
      authorization: `Basic ${btoa(`${key.api_key_sid}:${key.api_key_secret}`)}`,
      form: {
        To: 'whatsapp:+4915112345678',
        From: 'whatsapp:+15550001111',
        MessagingServiceSid: service.messaging_service_sid,
        Body: 'Hi',
      },
    },
  ]);
});
