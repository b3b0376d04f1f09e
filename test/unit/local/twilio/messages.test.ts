import { describe, expect, test } from 'vitest';
import { ACCOUNT, client, FROM, plain, recipient, standIn } from './harness.ts';

const TO = recipient(1);

describe('creating a message', () => {
  test('answers with the resource, queued', async () => {
    const { url } = await standIn({ callbackDelayMs: { min: 60_000, max: 60_000 } });
    const before = Date.now();
    const message = await client(url).messages.create({ to: TO, from: FROM, body: 'Hello, Ana' });
    expect(message).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      status: 'queued',
      accountSid: ACCOUNT.accountSid,
      to: TO,
      from: FROM,
      body: 'Hello, Ana',
      numMedia: '0',
      price: null,
      direction: 'outbound-api',
      uri: `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages/${message.sid}.json`,
    });
    expect(message.dateSent).toBeNull();
    // To the second, as Twilio tells it.
    expect(message.dateCreated.getTime()).toBeGreaterThan(before - 1_000);
    expect(message.dateCreated.getTime()).toBeLessThanOrEqual(Date.now());
    const fetched = await client(url).messages(message.sid).fetch();
    expect(fetched.toJSON()).toEqual(message.toJSON());
  });

  test('gives a message with media a sid that begins with MM', async () => {
    const { url, truth } = await standIn();
    const mediaUrl = ['https://cdn.example.com/a.jpg'];
    const message = await client(url).messages.create({ to: TO, from: FROM, body: 'Look', mediaUrl });
    expect(message.sid).toMatch(/^MM/);
    expect(message.numMedia).toBe('1');
    expect(truth().messages[0]).toMatchObject({ text: 'Look', rendered: { media: mediaUrl } });
  });

  test('renders a content with its variables, and with samples for those left out', async () => {
    const { url, truth } = await standIn();
    const twilio = client(url);
    const { sid } = await twilio.content.v1.contents.create({
      language: 'en',
      variables: { 1: 'friend', 2: 'sample' },
      types: {
        'whatsapp/card': {
          body: 'Hi {{1}}, news.',
          actions: [{ type: 'QUICK_REPLY', title: 'Yes', id: 'b-{{2}}' }],
        },
      },
    } as never);
    const contentVariables = JSON.stringify({ 2: 'token' });
    const message = await twilio.messages.create({ to: TO, from: FROM, contentSid: sid, contentVariables });
    expect(message.body).toBe('Hi friend, news.');
    expect(truth().messages[0]).toMatchObject({
      text: 'Hi friend, news.',
      rendered: { actions: [{ title: 'Yes', id: 'b-token' }] },
      request: { ContentSid: sid, ContentVariables: contentVariables },
    });
  });
});

const HX = `HX${'0'.repeat(32)}`;
const refusals: [code: number, why: string, params: Record<string, unknown>][] = [
  [21604, 'no To', { to: '' }],
  [21211, 'To is no WhatsApp address', { to: '+447700000001' }],
  [21211, 'To is no number', { to: 'whatsapp:+0123' }],
  [21603, 'no From', { from: undefined }],
  [21212, 'From is no WhatsApp address', { from: '+15550001111' }],
  [21701, 'no such messaging service', { from: undefined, messagingServiceSid: 'MG1' }],
  [21703, 'a messaging service without senders', { from: undefined, messagingServiceSid: `MG${'0'.repeat(32)}` }],
  [63031, 'to itself', { to: FROM }],
  [21617, 'a body of 1,601 characters', { body: 'x'.repeat(1601) }],
  [21619, 'nothing to send', { body: undefined }],
  [21620, 'a relative media URL', { mediaUrl: ['/a.jpg'] }],
  [21620, 'a media URL that is not of the web', { mediaUrl: ['ftp://example.com/a.jpg'] }],
  [21623, 'eleven media', { mediaUrl: Array(11).fill('https://example.com/a.jpg') }],
  [21609, 'a relative StatusCallback', { statusCallback: '/status' }],
  [21609, 'an underscore in the StatusCallback', { statusCallback: 'https://my_app.example.com/status' }],
  [21624, 'a validity of 0 s', { validityPeriod: 0 }],
  [21624, 'a validity of 36,001 s', { validityPeriod: 36_001 }],
  [21654, 'variables without a content', { contentVariables: '{"1":"x"}' }],
  [21655, 'a malformed ContentSid', { body: undefined, contentSid: 'HX1' }],
  [21655, 'an unknown ContentSid', { body: undefined, contentSid: HX }],
  [21655, 'a body beside a content', { contentSid: HX }],
  [21656, 'variables that are not JSON', { body: undefined, contentSid: HX, contentVariables: '{1:x}' }],
  [21656, 'variables in an array', { body: undefined, contentSid: HX, contentVariables: '["x"]' }],
  [21656, 'a null variable', { body: undefined, contentSid: HX, contentVariables: '{"1":null}' }],
  [21656, 'a number for a variable', { body: undefined, contentSid: HX, contentVariables: '{"1":1}' }],
  [21658, 'a long variable', { body: undefined, contentSid: HX, contentVariables: `{"1":"${'x'.repeat(1601)}"}` }],
];

test.for(refusals)('refuses with %i: %s', async ([code, , params]) => {
  const { url, truth } = await standIn();
  const creating = client(url).messages.create({ to: TO, from: FROM, body: 'Hello', ...params });
  await expect(creating).rejects.toMatchObject({
    code,
    status: 400,
    message: expect.not.stringMatching(/\d{7}/),
    moreInfo: `https://www.twilio.com/docs/errors/${code}`,
  });
  expect(truth().totals.created).toBe(0);
});

describe('credentials', () => {
  test.for([
    ['a wrong token', { ...ACCOUNT, authToken: 'another' }],
    ['an unknown account', { accountSid: `AC${'0'.repeat(32)}`, authToken: ACCOUNT.authToken }],
  ] as const)('%s is 401', async ([, account]) => {
    const { url } = await standIn();
    const creating = client(url, account).messages.create({ to: TO, from: FROM, body: 'Hello' });
    await expect(creating).rejects.toMatchObject({ status: 401, code: 20003, message: 'Authenticate' });
    expect((await fetch(`${url}/v1/Content`, { method: 'POST' })).status).toBe(401);
  });

  test("another account's messages are not found", async () => {
    const other = { accountSid: `AC${'b2'.repeat(16)}`, authToken: 'token of b' };
    const { url } = await standIn({ accounts: [ACCOUNT, other] });
    const { sid } = await client(url).messages.create({ to: TO, from: FROM, body: 'Hello' });
    await expect(client(url, other).messages(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    const path = `/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`;
    expect((await plain(url, path, {}, other)).status).toBe(404);
    expect((await plain(url, path)).status).toBe(200);
  });
});
