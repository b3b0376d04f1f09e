import { describe, expect, test } from 'vitest';
import * as z from 'zod';

import { contentFaults } from '../../../shared/content/content-faults.ts';
import { storedContentFields, type ContentFields } from '../../../shared/content/content-fields.ts';
import { DEFAULT_LANGUAGE } from '../../../shared/content/default-language.ts';
import { contentOf, needsTemplate } from '../../../shared/content/content.ts';

const url = 'https://cdn.example/a.jpg';
const button = { id: 'b', title: 'B', type: 'reply' } as const;

function fieldsOf(given: Partial<ContentFields> = {}): ContentFields {
  return { message_content: 'M', media_type: 'text', language: 'en', buttons: [], ...given };
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
  const faults = (given: Partial<ContentFields>) =>
    contentFaults(given, 'template').map(({ path, code }) => `${path} ${code}`);

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

  test('are told of a placeholder in a button’s title, whatever it is sent as', () => {
    const given = fieldsOf({ buttons: [{ id: 'a', title: 'Hi {{name}}', type: 'reply' }] });
    for (const sendAs of ['template', 'session'] as const)
      expect(contentFaults(given, sendAs).map(({ path, code }) => `${path} ${code}`)).toEqual([
        'buttons.0.title title',
      ]);
  });

  test.each<[string, Partial<ContentFields>, number]>([
    ['a text', {}, 1024],
    ['an image', { media_type: 'image', media_url: url }, 1024],
    ['a text with a button', { buttons: [button] }, 1024],
  ])('caption and message of %s are too long beyond a limit', (_, given, limit) => {
    const [message_content, separator] = ['m'.repeat(600), '\n\n'];
    const caption = (length: number) => 'c'.repeat(length - message_content.length - separator.length);
    expect(faults(fieldsOf({ ...given, message_content, media_caption: caption(limit) }))).toEqual([]);
    expect(faults(fieldsOf({ ...given, message_content, media_caption: caption(limit + 1) }))).toEqual([
      'media_caption too_big',
    ]);
  });
});

describe('a template', () => {
  const faults = (given: object) =>
    contentFaults(fieldsOf(given as Partial<ContentFields>), 'template').map(({ path, code }) => `${path} ${code}`);
  const reply = (title: string, id = title) => ({ id, title, type: 'reply' });
  const link = (id: string) => ({ id, title: id, type: 'url', url: 'https://shop.example' });
  const phone = (id: string) => ({ id, title: id, type: 'call', phone_number: '+4930123456' });

  test.each<[string, object, string[]]>([
    ['a variable within words', { message_content: 'Hi {{name}}.' }, []],
    ['no variable', { message_content: 'Hi' }, []],
    ['a variable first', { message_content: ' {{name}}, hi' }, ['message_content variable']],
    ['a variable last', { message_content: 'Hi {{name}} ' }, ['message_content variable']],
    [
      'a variable alone',
      { message_content: '{{name}}' },
      ['message_content variable', 'message_content variable', 'message_content variable'],
    ],
    ['a variable first, below a caption', { media_caption: 'News', message_content: '{{name}}, hi' }, []],
    ['a variable last in the caption', { media_caption: 'For {{name}}', message_content: 'Hi' }, []],
    [
      'variables on both sides of the blank line',
      { media_caption: 'For {{name}}', message_content: '{{name}}, hi' },
      ['message_content variable'],
    ],
    ['adjacent variables', { message_content: 'Hi you {{name}}{{name}}!' }, ['message_content variable']],
    ['variables with a blank between', { message_content: 'Hi you {{name}} {{name}}!' }, ['message_content variable']],
    ['variables with a comma between', { message_content: 'Hi you, {{name}}, {{name}}!' }, []],
    ['as many variables as words', { message_content: 'Hi {{name}} of {{phone_number}}!' }, []],
    ['fewer words', { message_content: 'Hi {{name}}, {{phone_number}}!' }, ['message_content variable']],
    ['a text header', { header_text: 'News' }, []],
    ['a text header above media', { media_type: 'image', media_url: url, header_text: 'N' }, ['header_text refused']],
    ['a placeholder in the header', { header_text: 'For {{name}}' }, ['header_text placeholder']],
    ['a header of two lines', { header_text: 'One\nTwo' }, ['header_text line_break']],
    ['a picture of an unknown ending', { media_type: 'image', media_url: 'https://cdn.example/a' }, []],
    ['a picture in capitals', { media_type: 'image', media_url: 'https://cdn.example/A.PNG?v=1' }, []],
    ['a .webp', { media_type: 'image', media_url: 'https://cdn.example/a.webp' }, ['media_url media_type']],
    ['a picture as a document', { media_type: 'document', media_url: url }, ['media_url media_type']],
    ['a .docx', { media_type: 'document', media_url: 'https://cdn.example/a.docx' }, ['media_url media_type']],
    ['two links and a call', { buttons: [link('a'), link('b'), phone('c')] }, []],
    ['three links', { buttons: [link('a'), link('b'), link('c')] }, ['buttons.2.type too_many']],
    ['two calls', { buttons: [phone('a'), reply('b'), phone('c')] }, ['buttons.2.type too_many']],
    ['a title with a line break', { buttons: [reply('Yes\nNo')] }, ['buttons.0.title title']],
    ['a title with a variable', { buttons: [reply('Hi {{1}}')] }, ['buttons.0.title title']],
    ['a title with an emoji', { buttons: [reply('Yes'), reply('Top 👍')] }, ['buttons.1.title title']],
    ['a title with a flag', { buttons: [reply('🇩🇪 ja')] }, ['buttons.0.title title']],
    ['a title in bold', { buttons: [reply('*Yes*')] }, ['buttons.0.title title']],
    ['a title with digits and accents', { buttons: [reply('20 % für Ä–Z!')] }, []],
  ])('may or may not have %s', (_, given, expected) => {
    expect(faults(given)).toEqual(expected);
  });
});

describe('a plain message to an open window', () => {
  const faults = (given: object) =>
    contentFaults(fieldsOf(given as Partial<ContentFields>), 'session').map(({ path, code }) => `${path} ${code}`);

  test.each<[string, object, string[]]>([
    ['words', { message_content: '{{name}}' }, []],
    ['replies', { buttons: [button, { id: 'c', title: '👍', type: 'reply' }] }, []],
    ['a .webp', { media_type: 'image', media_url: 'https://cdn.example/a.webp' }, []],
    ['a footer', { footer: 'F' }, ['footer refused']],
    ['a text header', { header_text: 'H' }, ['header_text refused']],
    [
      'a link and a call',
      { buttons: [button, { ...button, type: 'url' }, { ...button, type: 'call' }] },
      ['buttons.1.type refused', 'buttons.2.type refused'],
    ],
  ])('may or may not have %s', (_, given, expected) => {
    expect(faults(given)).toEqual(expected);
  });

  test.each<[string, object, number]>([
    ['a text', {}, 1600],
    ['a text with a button', { buttons: [button] }, 1024],
    ['a document with a text', { media_type: 'document', media_url: url }, 1024],
  ])('of %s is too long beyond its limit', (_, given, limit) => {
    const filled = (length: number) => ({ ...given, message_content: 'm', media_caption: 'c'.repeat(length - 3) });
    expect([faults(filled(limit)), faults(filled(limit + 1))]).toEqual([[], ['media_caption too_big']]);
  });
});

describe('blanks', () => {
  const reply = (id: string, title: string) => ({ id, title, type: 'reply' as const });
  const faultsOf = (given: Partial<ContentFields>, sendAs: 'template' | 'session' = 'template') =>
    contentFaults(fieldsOf(given), sendAs).map(({ path, code }) => `${path} ${code}`);

  test.each(['template', 'session'] as const)('are neither a text nor a title, as a %s', (sendAs) => {
    const blank = {
      message_content: ' \n\u00a0',
      buttons: [reply('a', '  '), reply('b', 'Yes'), reply('c', '\u200b ')],
    };
    expect(faultsOf(blank, sendAs)).toEqual([
      'message_content required',
      'buttons.0.title required',
      'buttons.2.title required',
    ]);
  });

  test.each(['media_caption', 'header_text', 'footer'] as const)('are no words of %s', (field) => {
    expect(faultsOf({ [field]: '\u200b' })).toEqual([`${field} required`]);
  });

  test.each(['Yes ', ' Yes', 'Yes\u00a0'])('do not tell two titles apart: "Yes" and %j', (title) => {
    expect(faultsOf({ buttons: [reply('a', 'Yes'), reply('b', title)] })).toEqual(['buttons.1.title duplicate']);
  });

  test('within a title may be one or several, and the same title is told once, by its schema', () => {
    expect(faultsOf({ buttons: [reply('a', 'Yes  please'), reply('b', 'Yes please')] })).toEqual([
      'buttons.1.title duplicate',
    ]);
    expect(faultsOf({ buttons: [reply('a', 'Yes'), reply('b', 'Yes')] })).toEqual([]);
    expect(faultsOf({ buttons: [reply('a', 'Yes'), reply('b', 'Yes, please')] })).toEqual([]);
  });

  test('that are stored can be read', () => {
    const stored = { message_content: ' ', buttons: [reply('a', ' '), reply('b', 'Yes'), reply('c', 'Yes ')] };
    expect(z.object(storedContentFields).parse(stored)).toMatchObject(stored);
  });
});
