import { describe, expect, test } from 'vitest';
import { ACCOUNT, client, FROM, plain, receiver, recipient, standIn } from './harness.ts';

const reply = (title: string, id = title) => ({ type: 'QUICK_REPLY', title, id });
const link = (title: string, url = 'https://go.example.com/{{2}}') => ({ type: 'URL', title, url });
const call = (title: string) => ({ type: 'PHONE_NUMBER', title, phone: '+15551234567' });
const CARD = {
  body: 'Hi {{1}}, news.',
  footer: 'Reply STOP',
  media: ['https://cdn.example.com/a.jpg'],
  actions: [reply('Yes', '{{3}}'), link('Open'), call('Call')],
};
const variables = { 1: 'Ana', 2: 'r/abc', 3: 'tok' };
const content = (types: object, samples: object = variables) =>
  ({ friendly_name: 'c1', language: 'en', variables: samples, types }) as never;

describe('contents', () => {
  test('are created, fetched and deleted', async () => {
    const { url } = await standIn();
    const { contents } = client(url).content.v1;
    const created = await contents.create(content({ 'whatsapp/card': CARD }));
    expect(created).toMatchObject({
      sid: expect.stringMatching(/^HX[0-9a-f]{32}$/),
      accountSid: ACCOUNT.accountSid,
      friendlyName: 'c1',
      variables,
      types: { 'whatsapp/card': CARD },
      links: { approval_create: expect.stringContaining(`${created.sid}/ApprovalRequests/whatsapp`) },
    });
    expect((await contents(created.sid).fetch()).toJSON()).toEqual(created.toJSON());
    expect(await contents(created.sid).remove()).toBe(true);
    await expect(contents(created.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    const sending = client(url).messages.create({ to: recipient(1), from: FROM, contentSid: created.sid });
    await expect(sending).rejects.toMatchObject({ code: 21655 });
  });

  const faulty: [why: string, types: object][] = [
    ['no type', {}],
    ['an unknown type', { 'twilio/fax': { body: 'x' } }],
    ['an unknown field', { 'twilio/text': { body: 'x', colour: 'red' } }],
    ['a text without a body', { 'twilio/text': {} }],
    ['a media without media', { 'twilio/media': { body: 'x', media: [] } }],
    ['a card body of 1,025', { 'whatsapp/card': { ...CARD, body: 'x'.repeat(1025) } }],
    ['a footer of 61', { 'whatsapp/card': { ...CARD, footer: 'x'.repeat(61) } }],
    ['two headers', { 'whatsapp/card': { ...CARD, header_text: 'x' } }],
    ['a call-to-action body of 641', { 'twilio/call-to-action': { body: 'x'.repeat(641), actions: [call('c')] } }],
    ['a reply in a call-to-action', { 'twilio/call-to-action': { body: 'x', actions: [reply('r')] } }],
    ['quick-reply without buttons', { 'twilio/quick-reply': { body: 'x', actions: [] } }],
    ['a link in a quick-reply', { 'twilio/quick-reply': { body: 'x', actions: [link('l')] } }],
    ['a title of 21', { 'whatsapp/card': { ...CARD, actions: [reply('x'.repeat(21))] } }],
    ['an id of 129', { 'whatsapp/card': { ...CARD, actions: [reply('x', 'x'.repeat(129))] } }],
    ['the same title twice', { 'whatsapp/card': { ...CARD, actions: [reply('x', '1'), reply('x', '2')] } }],
    ['eleven buttons', { 'whatsapp/card': { ...CARD, actions: [...'abcdefghijk'].map((each) => reply(each)) } }],
    ['three links', { 'whatsapp/card': { ...CARD, actions: [link('a'), link('b'), link('c')] } }],
    ['two calls', { 'whatsapp/card': { ...CARD, actions: [call('a'), call('b')] } }],
    ['a variable within the URL', { 'whatsapp/card': { ...CARD, actions: [link('a', 'https://e.com/{{2}}/x')] } }],
    ['a variable not after a /', { 'whatsapp/card': { ...CARD, actions: [link('a', 'https://e.com/?t={{2}}')] } }],
    ['two variables in the URL', { 'whatsapp/card': { ...CARD, actions: [link('a', 'https://e.com/{{1}}/{{2}}')] } }],
    ['a phone that is none', { 'whatsapp/card': { ...CARD, actions: [{ ...call('a'), phone: '123' }] } }],
    ['a variable without a sample', { 'twilio/text': { body: 'Hi {{4}}.' } }],
  ];
  test.for(faulty)('refuses %s', async ([, types]) => {
    const { url } = await standIn();
    const creating = client(url).content.v1.contents.create(content(types));
    await expect(creating).rejects.toMatchObject({ status: 400, code: 20001 });
  });

  test('are refused when they are not JSON', async () => {
    const { url } = await standIn();
    expect((await plain(url, '/v1/Content', { method: 'POST', body: '{' })).status).toBe(400);
  });
});

describe('approval', () => {
  async function submitted(types: object, options: Parameters<typeof standIn>[0] = {}) {
    const started = await standIn(options);
    const twilio = client(started.url);
    const { sid } = await twilio.content.v1.contents.create(content(types));
    const one = twilio.content.v1.contents(sid);
    const status = async () => (await one.approvalFetch().fetch()).whatsapp as Record<string, unknown>;
    expect(await status()).toMatchObject({ status: 'unsubmitted' });
    const request = { name: 'spring_news', category: 'UTILITY' } as never;
    const answer = await one.approvalCreate.create(request);
    return { ...started, twilio, one, sid, status, answer, request };
  }

  test('is given at once, and cannot be asked for again', async () => {
    const { answer, status, one, request } = await submitted({ 'whatsapp/card': CARD });
    expect(answer).toMatchObject({ status: 'received', name: 'spring_news', contentType: 'whatsapp/card' });
    expect(await status()).toMatchObject({ status: 'approved', category: 'UTILITY', rejection_reason: '' });
    await expect(one.approvalCreate.create(request)).rejects.toMatchObject({ status: 400 });
  });

  test('is pending for as long as configured', async () => {
    const { status } = await submitted({ 'whatsapp/card': CARD }, { approval: { delayMs: 60_000 } });
    expect(await status()).toMatchObject({ status: 'pending' });
  });

  test('is refused when so configured', async () => {
    const { status } = await submitted({ 'whatsapp/card': CARD }, { approval: 'reject' });
    expect(await status()).toMatchObject({ status: 'rejected', rejection_reason: expect.stringMatching(/./) });
  });

  const unfit: [why: string, types: object][] = [
    ['a variable first', { 'twilio/text': { body: '{{1}}, hello' } }],
    ['a variable last', { 'twilio/text': { body: 'Hello {{1}}' } }],
    ['adjacent variables', { 'twilio/text': { body: 'Hello {{1}} {{2}}!' } }],
    ['a skipped variable', { 'twilio/text': { body: 'Hello {{1}} and {{3}}!' } }],
    ['a variable title', { 'whatsapp/card': { ...CARD, actions: [reply('{{1}}')] } }],
    ['split replies', { 'whatsapp/card': { ...CARD, actions: [reply('a'), link('b'), reply('c')] } }],
    ['a header of another kind', { 'whatsapp/card': { ...CARD, media: ['https://cdn.example.com/a.docx'] } }],
  ];
  test.for(unfit)('is refused for %s', async ([, types]) => {
    const { status } = await submitted(types);
    expect(await status()).toMatchObject({ status: 'rejected', rejection_reason: expect.stringMatching(/./) });
  });

  test('needs a name in lower case and a known category', async () => {
    const { url } = await standIn();
    const { contents } = client(url).content.v1;
    const { sid } = await contents.create(content({ 'twilio/text': { body: 'Hi {{1}}.' } }));
    for (const request of [
      { name: 'Spring', category: 'UTILITY' },
      { name: 'spring', category: 'FUN' },
    ]) {
      await expect(contents(sid).approvalCreate.create(request as never)).rejects.toMatchObject({ status: 400 });
    }
  });

  test('allows no variables that are empty, or have line breaks, tabs or many spaces', async () => {
    const { twilio, sid } = await submitted({ 'whatsapp/card': CARD });
    for (const value of ['', 'a\nb', 'a\tb', 'a     b']) {
      const contentVariables = JSON.stringify({ 1: value });
      const sending = twilio.messages.create({ to: recipient(1), from: FROM, contentSid: sid, contentVariables });
      await expect(sending).rejects.toMatchObject({ code: 21656 });
    }
  });

  test('allows a message with buttons of several kinds', async () => {
    const { twilio, sid, settled, truth } = await submitted({ 'whatsapp/card': CARD });
    const { url: statusCallback, statusesOf } = await receiver();
    const message = await twilio.messages.create({ to: recipient(1), from: FROM, contentSid: sid, statusCallback });
    await settled();
    expect(statusesOf(message.sid)).toContain('read');
    expect(truth().messages[0]?.text).toBe('Hi Ana, news.');
  });
});

describe('an unapproved content in a session', () => {
  const outcomes: [why: string, actions: object[], code: string | undefined][] = [
    ['three replies', [reply('a'), reply('b'), reply('c')], undefined],
    ['one link', [link('a')], undefined],
    ['four replies', [reply('a'), reply('b'), reply('c'), reply('d')], '63013'],
    ['two links', [link('a'), link('b')], '63013'],
    ['a call', [call('a')], '63013'],
    ['mixed buttons', [reply('a'), link('b')], '63013'],
    ['an id that came out too long', [reply('a', '{{1}}')], '63013'],
  ];
  test.for(outcomes)('with %s', async ([, actions, code]) => {
    const { url, settled } = await standIn();
    const { url: statusCallback, received } = await receiver();
    const types = { 'whatsapp/card': { body: 'News.', actions } };
    const { sid } = await client(url).content.v1.contents.create(content(types));
    const contentVariables = JSON.stringify({ 1: 'x'.repeat(257) });
    await client(url).messages.create({
      to: recipient(1),
      from: FROM,
      contentSid: sid,
      contentVariables,
      statusCallback,
    });
    await settled();
    expect(received.map(({ params }) => params['MessageStatus'])).toContain(code ? 'failed' : 'read');
    expect(received.find(({ params }) => params['ErrorCode'])?.params['ErrorCode']).toBe(code);
  });
});

describe('the 24 h window, when enforced', () => {
  async function send(options: { body?: string; category?: string; to?: string; wrote?: boolean }) {
    const { url, settled, windows, truth } = await standIn({ rules: { closed_windows: true } });
    const { contents } = client(url).content.v1;
    const to = options.to ?? recipient(1);
    if (options.wrote) windows.opened(to, FROM);
    const { sid } = await contents.create(content({ 'twilio/text': { body: 'News.' } }));
    if (options.category) {
      await contents(sid).approvalCreate.create({ name: 'n', category: options.category });
    }
    const { url: statusCallback } = await receiver();
    const what = options.body ? { body: options.body } : { contentSid: sid };
    await client(url).messages.create({ to, from: FROM, statusCallback, ...what });
    await settled();
    const [message] = truth().messages;
    return [message?.status, message?.error_code];
  }

  test('fails a message that is not an approved template', async () => {
    expect(await send({ body: 'Hello' })).toEqual(['failed', 63016]);
    expect(await send({})).toEqual(['failed', 63016]);
    expect(await send({ category: 'MARKETING' })).toEqual(['read', null]);
  });

  test('is opened by an inbound message', async () => {
    expect(await send({ body: 'Hello', wrote: true })).toEqual(['read', null]);
  });

  test('allows no marketing to the US while it is closed', async () => {
    expect(await send({ category: 'MARKETING', to: 'whatsapp:+12025550123' })).toEqual(['failed', 63049]);
    expect(await send({ category: 'UTILITY', to: 'whatsapp:+12025550123' })).toEqual(['read', null]);
  });
});
