import { createHmac } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import type { WebhookRequest } from '../../../../shared/provider/provider.ts';
import { receiveCall, receiveInbound } from '../../../../shared/provider/twilio/inbound.contract.ts';
import { receiveStatus } from '../../../../shared/provider/twilio/status.contract.ts';
import { FORMER_TOKEN_KEPT, rotated } from '../../../../shared/provider/twilio/former-token.ts';
import type { TwilioCredentials } from '../../../../shared/provider/twilio/twilio-credentials.ts';
import { timestamp } from '../../../../shared/platform/clock.ts';
import { twilioWebhooks } from '../../../../shared/provider/twilio/twilio.webhooks.ts';
import { explain } from '../../../../shared/provider/twilio/error-codes.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const SID = `SM${'a'.repeat(32)}`;
const FROM = '+4915112345678';

describe('a signature', () => {
  const credentials = { account_sid: `AC${'a'.repeat(32)}`, auth_token: 'the auth token' };
  const url = 'https://herald.example/stage/webhooks/twilio/ten_1/status?m=abc&x=1%2C2';
  const parameters = { MessageSid: [SID], MessageStatus: ['sent'], Blank: [''], Twice: ['b', 'a'] };

  /** As Twilio documents it: the URL, then each parameter by name and value without anything between. */
  function signatureOf(
    { url, parameters }: Pick<WebhookRequest, 'url' | 'parameters'>,
    token = credentials.auth_token,
  ) {
    const texts = Object.keys(parameters)
      .sort()
      .flatMap((name) => parameters[name]!.toSorted().map((value) => name + value));
    return createHmac('sha1', token)
      .update(url + texts.join(''))
      .digest('base64');
  }
  const signature = signatureOf({ url, parameters });
  const verify = (
    given: Partial<WebhookRequest> & { readonly signature?: string | undefined } = {},
    by: Partial<TwilioCredentials> = credentials,
  ) =>
    twilioWebhooks.verifyWebhook(by, {
      url,
      headers: { 'x-twilio-signature': 'signature' in given ? given.signature : signature },
      parameters,
      received_at: NOW,
      ...given,
    });

  test('over the URL and every parameter, blank and repeated ones too, is valid', () => {
    expect(verify()).toBe(true);
  });

  test.each<[string, Parameters<typeof verify>[0]]>([
    ['is absent', { signature: undefined }],
    ['is empty', { signature: '' }],
    ['is of another token', { signature: signatureOf({ url, parameters }, 'another token') }],
    ['is of another URL', { url: url.replace('m=abc', 'm=abd') }],
    ['is of the URL decoded', { signature: signatureOf({ url: url.replace('%2C', ','), parameters }) }],
    ['is over fewer parameters', { parameters: { ...parameters, More: ['x'] } }],
    ['is over more parameters', { parameters: { MessageSid: [SID], MessageStatus: ['sent'], Twice: ['b', 'a'] } }],
    ['is over another value', { parameters: { ...parameters, MessageStatus: ['read'] } }],
    ['is over a parameter that came twice', { parameters: { ...parameters, Twice: ['b'] } }],
  ])('that %s is not valid', (_, given) => {
    expect(verify(given)).toBe(false);
  });

  test('without a token is not valid, even one made with an empty token', () => {
    const empty = signatureOf({ url, parameters }, '');
    expect(verify({ signature: empty }, { ...credentials, auth_token: '' })).toBe(false);
    expect(verify({ signature: empty }, {})).toBe(false);
    const former_until = timestamp(NOW + 1);
    expect(verify({ signature: empty }, { ...credentials, former_token: '', former_until })).toBe(false);
  });

  test('of the former token is valid until its day is over, beside that of the new one', () => {
    const after = rotated({ ...credentials, auth_token: 'the next token' }, credentials, NOW);
    const former = signature;
    const signatureNow = signatureOf({ url, parameters }, 'the next token');
    for (const at of [NOW, NOW + FORMER_TOKEN_KEPT - 1]) {
      expect(verify({ signature: former, received_at: at }, after)).toBe(true);
      expect(verify({ signature: signatureNow, received_at: at }, after)).toBe(true);
    }
    const later = NOW + FORMER_TOKEN_KEPT;
    expect(verify({ signature: former, received_at: later }, after)).toBe(false);
    expect(verify({ signature: signatureNow, received_at: later }, after)).toBe(true);
    const other = signatureOf({ url, parameters }, 'another token');
    expect(verify({ signature: other }, after)).toBe(false);
  });

  test('does not change the parameters', () => {
    const given = { B: ['2', '1'], A: ['1'] };
    twilioWebhooks.verifyWebhook(credentials, { url, headers: {}, parameters: given, received_at: NOW });
    expect(given).toEqual({ B: ['2', '1'], A: ['1'] });
  });
});

describe('a status', () => {
  const read = (given: object) =>
    twilioWebhooks.readStatus(receiveStatus.request.body.parse({ MessageSid: SID, MessageStatus: 'sent', ...given }));

  test('is read with its message', () => {
    expect(read({})).toEqual({ status: 'sent', provider_sid: SID, error: undefined });
  });

  test('of a failure is read with its error', () => {
    expect(read({ MessageStatus: 'failed', ErrorCode: '63016' })).toEqual({
      status: 'failed',
      provider_sid: SID,
      error: { code: '63016', class: 'outside_window', ...explain('63016') },
    });
  });

  test('that says nothing that Herald keeps is read as nothing', () => {
    expect(read({ MessageStatus: 'scheduled' })).toBeUndefined();
  });
});

describe('an inbound message', () => {
  const read = (given: object = {}) =>
    twilioWebhooks.readInbound(
      receiveInbound.request.body.parse({ MessageSid: SID, From: `whatsapp:${FROM}`, ...given }),
    );

  test('of words is read with whom it is from', () => {
    expect(read({ Body: 'Hello', ProfileName: 'Ana', OriginalRepliedMessageSid: 'SM1' })).toEqual({
      sid: SID,
      from: FROM,
      profile_name: 'Ana',
      text: 'Hello',
      media_urls: [],
      replied_to_sid: 'SM1',
    });
  });

  test('from a user name is read with the ids that stand for the person, and their country', () => {
    const user = 'US.13491208655302741918';
    const names = { ExternalUserId: user, ParentExternalUserId: 'US.ENT.9', ProfileUsername: 'ana' };
    const ids = { whatsapp_user_id: user, whatsapp_parent_user_id: 'US.ENT.9', username: 'ana', country: 'US' };
    expect(read({ From: `whatsapp:${user}`, ...names })).toMatchObject(ids);
    expect(read({ From: `whatsapp:${user}`, ...names }).from).toBeUndefined();
    expect(read({ From: `whatsapp:${user}` })).toMatchObject({ whatsapp_user_id: user });
    expect(read(names)).toMatchObject({ from: FROM, ...ids });
  });

  test.each([
    ['a place', { MessageType: 'location', Latitude: '52.5', Longitude: '13.4', Address: 'Mitte' }, 'location'],
    ['a place without a type', { Latitude: '-1', Longitude: '0' }, 'location'],
    ['a reaction', { MessageType: 'reaction', Body: '👍' }, 'reaction'],
    ['contact cards', { MessageType: 'contacts', NumMedia: '1' }, 'contact'],
    ['contact cards without a type', { NumMedia: '1', MediaContentType0: 'text/vcard' }, 'contact'],
    ['an image', { MessageType: 'image', NumMedia: '1', MediaContentType0: 'image/png' }, undefined],
    ['a place that is none', { Latitude: 'x', Longitude: '' }, undefined],
  ])('of %s is read as that', (_, given, type) => {
    expect(read(given).content?.type).toBe(type);
  });

  test.each([
    ['no number of media', { NumMedia: 'x' }, { media_urls: [] }],
    ['an address that is none', { From: 'someone' }, { from: undefined, whatsapp_user_id: 'someone' }],
    ['no address', { From: undefined }, { from: undefined, whatsapp_user_id: undefined }],
    ['a broken id', { MessageSid: '?'.repeat(200) }, { sid: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }],
  ])('with %s is read all the same', (_, given, expected) => {
    expect(read(given)).toMatchObject(expected);
  });

  test('without a text has an empty one', () => {
    expect(read()).toMatchObject({ text: '', media_urls: [] });
  });

  test('that is a tap has the payload and the title of its button', () => {
    expect(read({ Body: 'Yes', ButtonPayload: 'token', ButtonText: 'Yes' })).toMatchObject({
      text: 'Yes',
      button_payload: 'token',
      button_text: 'Yes',
    });
  });

  test('with media has the URLs that it says there are, in their order', () => {
    const media = {
      MediaUrl0: 'https://m.example/0',
      MediaUrl1: 'https://m.example/1',
      MediaUrl2: 'https://m.example/2',
    };
    expect(read({ NumMedia: '2', ...media }).media_urls).toEqual(['https://m.example/0', 'https://m.example/1']);
    expect(read({ NumMedia: '3', MediaUrl1: 'https://m.example/1' }).media_urls).toEqual(['https://m.example/1']);
  });

  test.each([
    ['STOP', 'opt_out'],
    ['START', 'opt_in'],
    ['HELP', 'help'],
    ['ELSE', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('with OptOutType %j has the keyword %j', (OptOutType, keyword) => {
    expect(read({ Body: 'Lass das', OptOutType }).keyword).toBe(keyword);
  });

  test.each(['constructor', 'toString', '__proto__'])('with OptOutType %j has no keyword', (OptOutType) => {
    expect(read({ OptOutType }).keyword).toBeUndefined();
  });
});

test('a call is read with whom it is from and the number called', () => {
  const body = receiveCall.request.body.parse({ CallSid: 'CA1', From: 'anonymous', To: '+4930111111', More: 'x' });
  expect(twilioWebhooks.readCall(body)).toStrictEqual({ sid: 'CA1', from: undefined, to: '+4930111111' });
  const shown = twilioWebhooks.readCall({ ...body, From: '+4915112345678' });
  expect(shown).toStrictEqual({ sid: 'CA1', from: '+4915112345678', to: '+4930111111' });
});

test('an inbound message is acknowledged by TwiML that does nothing', () => {
  expect(twilioWebhooks.acknowledgement()).toBe('<Response/>');
});

test('a call is put through to a number, or turned down', () => {
  expect(twilioWebhooks.callAnswer('+4930222222')).toBe('<Response><Dial>+4930222222</Dial></Response>');
  expect(twilioWebhooks.callAnswer(undefined)).toBe('<Response><Reject/></Response>');
});
