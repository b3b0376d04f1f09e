import { expect, test } from 'vitest';

import { campaignContentFaults } from '../../../shared/campaign/content-rules.ts';
import { blocksOf } from '../../../shared/preflight/blocks.ts';
import { campaignOf } from '../fixtures.ts';

const READY = {
  ...{ sender: {} as never, credentials: {}, stopped: undefined },
  ...{ unreachableAddress: null, faults: [], unapproved: undefined, unaffordable: undefined },
};
const refused = { state: 'rejected', template_id: 'HX1', name: 'n', reason: 'INVALID_FORMAT' } as never;

test('a template that was refused is told at the field that it comes from', () => {
  const contents = [
    { key: 'de', language: 'de' },
    { key: 'fr', language: 'fr', template_id: 'tpl_1' },
  ];
  const content_templates = { default: refused, fr: refused, de: refused };
  const paths = (given: object) =>
    blocksOf(campaignOf({ contents, content_templates, ...given }), READY).map(({ code, path }) => [code, path]);
  const others = [
    ['template_refused', 'contents.1.template_id'],
    ['template_refused', 'contents.0.message_content'],
  ];
  expect(paths({})).toEqual([['template_refused', 'message_content'], ...others]);
  expect(paths({ template_id: 'tpl_2' })).toEqual([['template_refused', 'template_id'], ...others]);
});

test.each([
  ['tenant', 'PATCH /v1/tenant'],
  ['installation', 'resume-sending'],
] as const)('sending that is stopped by the %s is told first, with what ends it', (stopped, remedy) => {
  const blocks = blocksOf(campaignOf(), { ...READY, credentials: undefined, stopped });
  expect(blocks.map(({ code }) => code)).toEqual(['sending_stopped', 'credentials_missing']);
  expect(blocks[0]?.message).toContain(remedy);
});

/** A content for each of WhatsApp's rules, which breaks it and no other. */
const BREAKING = {
  begins: { message_content: '{{name}}, here is some news for you.' },
  ends: { message_content: 'Here is some news for you, {{name}}' },
  adjacent: { message_content: 'News of today for {{name}} {{attributes.city}}.' },
  'few words': { message_content: 'A {{name}} b {{attributes.city}} - {{attributes.street}}.' },
  file: { media_type: 'image', media_url: 'https://cdn.example.com/a.webp' },
  'no file': { media_type: 'image' },
  'file without type': { media_url: 'https://cdn.example.com/a.png' },
  header: { header_text: 'For {{name}}' },
  'header of two lines': { header_text: 'News\nof today' },
  footer: { footer: 'For {{name}}' },
  placeholder: { message_content: 'News for {{nam}}, who is here.' },
  'too long': { media_caption: 'x'.repeat(600), message_content: 'x'.repeat(600) },
  title: { buttons: [{ id: 'a', type: 'reply', title: 'Yes *now*' }] },
  'three links': {
    buttons: ['a', 'b', 'c'].map((id) => ({ id, type: 'url', title: id, url: 'https://shop.example.com/' })),
  },
  'two calls': { buttons: ['a', 'b'].map((id) => ({ id, type: 'call', title: id, phone_number: '+4930123456' })) },
} as const;

test.for(Object.entries(BREAKING))('what WhatsApp would refuse (%s) is told at a field of its content', ([, given]) => {
  const fault = (content: object) => campaignContentFaults(campaignOf(content)).map(({ path }) => path);
  const [path = '', ...more] = fault(given);
  expect(more).toEqual([]);
  const [field = '', place] = path.split('.');
  // A field that is missing is told where it would be.
  expect(Object.keys({ media_url: '', media_caption: '', ...given })).toContain(field);
  if (place !== undefined) expect(given).toHaveProperty(path);
  const other = { key: 'de', language: 'de', ...given };
  expect(fault({ contents: [other] })).toEqual([`contents.0.${path}`]);
});
