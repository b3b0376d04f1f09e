import { expect, test } from 'vitest';

import { readListed, templatePage } from '../../../../shared/provider/twilio/read-template.ts';

const read = (types: object, more: object = {}) => {
  const page = templatePage.parse({
    contents: [{ sid: 'HX1', friendly_name: 'news', language: 'pt_BR', types, ...more }],
    meta: { next_page_url: null },
  });
  return readListed(page.contents[0]!, 'https://h.example/r/');
};
const quick = { type: 'QUICK_REPLY', title: 'Yes', id: '{{2}}' };

test.each<[string, object, object]>([
  ['twilio/text', { body: 'Hi {{1}}.' }, { header: { type: 'none' }, body: 'Hi {{1}}.', buttons: [] }],
  [
    'twilio/media',
    { body: 'Hi.', media: ['https://cdn.example/a.pdf?v=1'] },
    { header: { type: 'document', url: 'https://cdn.example/a.pdf?v=1' }, body: 'Hi.', buttons: [] },
  ],
  [
    'twilio/quick-reply',
    { body: 'Hi.', actions: [{ title: 'Yes', id: 'yes' }] },
    { header: { type: 'none' }, body: 'Hi.', buttons: [{ type: 'reply', title: 'Yes', id: 'yes' }] },
  ],
  [
    'twilio/call-to-action',
    { body: 'Hi.', actions: [{ type: 'PHONE_NUMBER', title: 'Call', phone: '+4930123456' }] },
    { header: { type: 'none' }, body: 'Hi.', buttons: [{ type: 'call', title: 'Call', phone_number: '+4930123456' }] },
  ],
  [
    'twilio/card',
    { title: 'Hi.', subtitle: 'Bye', media: ['https://cdn.example/a.mp4'], actions: [quick] },
    {
      header: { type: 'video', url: 'https://cdn.example/a.mp4' },
      body: 'Hi.',
      footer: 'Bye',
      buttons: [{ type: 'reply', title: 'Yes', id: '{{2}}' }],
    },
  ],
  [
    'whatsapp/card',
    {
      body: 'Hi.',
      header_text: 'Head',
      footer: 'Bye',
      actions: [{ type: 'URL', title: 'Go', url: 'https://s.example/{{1}}' }],
    },
    {
      header: { type: 'text', text: 'Head' },
      body: 'Hi.',
      footer: 'Bye',
      buttons: [{ type: 'url', title: 'Go', url: 'https://s.example/{{1}}' }],
    },
  ],
])('a %s is read as a content', (type, data, content) => {
  expect(read({ [type]: data })).toMatchObject({ template_id: 'HX1', language: 'pt-BR', content });
});

test.each<[string, object]>([
  ['twilio/list-picker', { 'twilio/list-picker': { body: 'Choose.', items: [] } }],
  ['whatsapp/authentication', { 'whatsapp/authentication': { actions: [] } }],
  ['no type', {}],
  ['an unknown button', { 'whatsapp/card': { body: 'Hi.', actions: [{ type: 'COPY_CODE', title: 'Copy' }] } }],
  ['another shape', { 'twilio/text': 'Hi.' }],
])('a content of %s is one that Herald cannot send', (_, types) => {
  expect(read(types).content).toBeNull();
});

test.each([
  ['unsubmitted', 'draft'],
  ['received', 'submitted'],
  ['pending', 'submitted'],
  ['approved', 'approved'],
  ['rejected', 'rejected'],
  ['paused', 'paused'],
  ['disabled', 'disabled'],
])('an approval that is %s is %s', (status, expected) => {
  const approval_requests = {
    name: 'as_submitted',
    status,
    category: 'UTILITY',
    rejection_reason: '',
    quality_rating: 'HIGH',
  };
  expect(read({ 'twilio/text': { body: 'Hi.' } }, { approval_requests })).toMatchObject({
    name: 'as_submitted',
    status: expected,
    category: 'utility',
    rejection_reason: null,
    quality: 'high',
  });
});

test('a content without an approval is a draft under its friendly name', () => {
  expect(read({ 'twilio/text': { body: 'Hi.' } })).toMatchObject({ name: 'news', status: 'draft', category: null });
});

test.each([
  ['https://h.example/r/{{1}}', true],
  ['https://h.example/r/x{{1}}', undefined],
  ['https://shop.example/r/{{1}}', undefined],
])('a link to %s leads through Herald: %s', (url, tracked) => {
  const { content } = read({ 'whatsapp/card': { body: 'Hi.', actions: [{ type: 'URL', title: 'Go', url }] } });
  expect(content?.buttons[0]?.tracked).toBe(tracked);
});
