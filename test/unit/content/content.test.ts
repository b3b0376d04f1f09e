import { describe, expect, test } from 'vitest';

import {
  contentFaults,
  contentOf,
  DEFAULT_LANGUAGE,
  needsTemplate,
  type ContentFields,
} from '../../../shared/content/content.ts';

const url = 'https://cdn.example/a.jpg';
const button = { id: 'b', title: 'B', type: 'reply' } as const;

function fieldsOf(given: Partial<ContentFields> = {}): ContentFields {
  return { message_content: 'M', media_type: 'text', buttons: [], ...given };
}

describe('the content of a campaign', () => {
  test.each([
    [{ message_content: 'M' }, 'M'],
    [{ message_content: 'M', media_caption: '' }, 'M'],
    [{ message_content: 'M', media_caption: 'C' }, 'C\n\nM'],
  ])('from %j has the caption above the message', (given, body) => {
    expect(contentOf(fieldsOf(given)).body).toBe(body);
  });

  test('has the media as its header', () => {
    for (const type of ['image', 'video', 'document'] as const)
      expect(contentOf(fieldsOf({ media_type: type, media_url: url })).header).toEqual({ type, url });
    expect(contentOf(fieldsOf()).header).toEqual({ type: 'none' });
    expect(contentOf(fieldsOf({ media_type: 'image' })).header).toEqual({ type: 'none' });
  });

  test('has language, footer and buttons', () => {
    const content = contentOf(fieldsOf({ footer: 'F', buttons: [button] }));
    expect(content).toEqual({
      language: DEFAULT_LANGUAGE,
      header: { type: 'none' },
      body: 'M',
      footer: 'F',
      buttons: [button],
    });
    expect(contentOf(fieldsOf()).footer).toBeUndefined();
    expect(DEFAULT_LANGUAGE).toBe('en');
  });
});

describe('a template', () => {
  test.each([
    ['text', 0, false],
    ['image', 0, false],
    ['video', 0, false],
    ['document', 0, true],
    ['text', 1, true],
  ] as const)('for media of type %s with %i buttons is needed: %s', (media_type, n, needed) => {
    const buttons = Array.from({ length: n }, () => ({ ...button }));
    const media_url = media_type === 'text' ? undefined : url;
    expect(needsTemplate(contentOf(fieldsOf({ media_type, media_url, buttons })))).toBe(needed);
  });

  test('is needed for a footer', () => {
    expect(needsTemplate(contentOf(fieldsOf({ footer: 'F' })))).toBe(true);
  });

  test('is not needed for a document without a text, which an answer may be', () => {
    const header = { type: 'document', url } as const;
    expect(needsTemplate({ language: 'en', header, body: '', buttons: [] })).toBe(false);
    expect(needsTemplate({ language: 'en', header, body: 'B', buttons: [] })).toBe(true);
  });
});

describe('the faults of a content', () => {
  const faults = (given: Partial<ContentFields>) => contentFaults(given).map(({ path, code }) => `${path} ${code}`);

  test.each<[string, Partial<ContentFields>, string[]]>([
    ['a text', {}, []],
    ['an image', { media_type: 'image', media_url: url }, []],
    ['an image without a URL', { media_type: 'image' }, ['media_url required']],
    ['a text with a media URL', { media_url: url }, ['media_url refused']],
    ['an unknown placeholder in the message', { message_content: '{{x}}' }, ['message_content placeholder']],
    ['an unknown placeholder in the caption', { media_caption: '{{x}}' }, ['media_caption placeholder']],
    ['a footer', { footer: 'Reply STOP to opt out' }, []],
    ['a footer with braces that are no placeholder', { footer: 'a {b} c' }, []],
    ['a placeholder in the footer', { footer: 'For {{name}}' }, ['footer placeholder']],
    ['half a placeholder in the footer', { footer: 'For {{name' }, ['footer placeholder']],
    ['the end of a placeholder in the footer', { footer: 'name}}' }, ['footer placeholder']],
    ['a line feed in the footer', { footer: 'One\nTwo' }, ['footer line_break']],
    ['a carriage return in the footer', { footer: 'One\rTwo' }, ['footer line_break']],
    [
      'several at once',
      { media_type: 'video', message_content: '{{x}}', footer: '{{y}}' },
      ['media_url required', 'message_content placeholder', 'footer placeholder'],
    ],
  ])('of %s', (_, given, expected) => {
    expect(faults(fieldsOf(given))).toEqual(expected);
  });

  test.each<[string, Partial<ContentFields>, number]>([
    ['plain text', {}, 1600],
    ['an image', { media_type: 'image', media_url: url }, 1600],
    ['a document', { media_type: 'document', media_url: url }, 1024],
    ['a text with a button', { buttons: [button] }, 1024],
    ['a text with a footer', { footer: 'F' }, 1024],
  ])('caption and message of %s are too long beyond a limit', (_, given, limit) => {
    const [message_content, separator] = ['m'.repeat(600), '\n\n'];
    const caption = (length: number) => 'c'.repeat(length - message_content.length - separator.length);
    expect(faults(fieldsOf({ ...given, message_content, media_caption: caption(limit) }))).toEqual([]);
    expect(faults(fieldsOf({ ...given, message_content, media_caption: caption(limit + 1) }))).toEqual([
      'media_caption too_big',
    ]);
  });
});
