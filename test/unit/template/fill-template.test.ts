import { expect, test } from 'vitest';

import { contentOf, placeholdersOf } from '../../../shared/content/content.ts';
import { fill } from '../../../shared/content/placeholder.ts';
import { payloadOf } from '../../../shared/provider/twilio/twilio-content.ts';
import { fillTemplate } from '../../../shared/template/fill-template.ts';
import { customerOf, templateOf } from '../fixtures.ts';

const GIVEN = {
  '1': 'of today',
  '2': '{{name}}',
  '3': 'Friday',
  '5': 'https://shop.example/sale',
  '6': '{{attributes.parcel}}',
};

function fieldsOf(template = templateOf(), given: Record<string, string> = GIVEN) {
  const filled = fillTemplate(template, given);
  if ('faults' in filled) throw new Error(JSON.stringify(filled.faults));
  return filled.fields;
}

function faultsOf(given: Record<string, string>, template = templateOf()) {
  const filled = fillTemplate(template, given);
  return 'faults' in filled ? filled.faults.map(({ path, code }) => `${path} ${code}`) : [];
}

test('a template becomes the content of a campaign, with what is given in the place of its variables', () => {
  expect(fieldsOf()).toMatchObject({
    language: 'pt-BR',
    media_type: 'text',
    header_text: 'Order of today',
    message_content: 'Hi {{name}}, it comes on Friday.',
    footer: 'Reply STOP',
    buttons: [
      { id: 'yes', type: 'reply', title: 'Yes' },
      { id: 'url_2', type: 'url', url: 'https://shop.example/sale' },
      { id: 'url_3', type: 'url', url: 'https://shop.example/track/{{attributes.parcel}}', untracked: true },
    ],
  });
  expect(fieldsOf().buttons[1]).not.toHaveProperty('untracked');
});

test("the provider gets each variable by the template's own number: texts, tokens of buttons, and the end of a link percent-encoded", () => {
  const content = contentOf(fieldsOf());
  const customer = customerOf({ name: 'Ana', attributes: { parcel: 'A 1/ü' } });
  const { values, missing } = fill(placeholdersOf(content), customer);
  expect(missing).toEqual([]);
  expect(payloadOf({ content, values, tokens: ['tap', 'link', 'unused'], template_id: 'HX1' })).toEqual({
    template_id: 'HX1',
    variables: { '1': 'of today', '2': 'Ana', '3': 'Friday', '4': 'tap', '5': 'link', '6': 'A%201%2F%C3%BC' },
  });
});

test('a customer without a value for the end of a link misses a variable, as for one of the text', () => {
  const content = contentOf(fieldsOf());
  expect(fill(placeholdersOf(content), customerOf({ name: null })).missing).toEqual([
    '{{name}}',
    '{{attributes.parcel}}',
  ]);
});

test('every fault of what is given is told at once', () => {
  const given = { '1': '{{name}}', '3': '{{nobody}}', '4': 'yes', '5': 'http://shop.example', '7': 'x' };
  expect(faultsOf(given).toSorted()).toEqual([
    'template_variables.1 placeholder',
    'template_variables.2 required',
    'template_variables.3 placeholder',
    'template_variables.4 superfluous',
    'template_variables.5 url',
    'template_variables.6 required',
    'template_variables.7 superfluous',
  ]);
});

test('blanks fill no variable', () => {
  expect(faultsOf({ ...GIVEN, '3': '\u200b' })).toEqual(['template_variables.3 required']);
});

test.each(['rejected', 'paused', 'disabled', 'gone'] as const)('a template that is %s is refused', (status) => {
  expect(faultsOf(GIVEN, templateOf({ status }))).toEqual(['template_id template_status']);
});

test.each(['draft', 'submitted'] as const)('a template that is %s is taken, and says so', (status) => {
  expect(fieldsOf(templateOf({ status })).existing.status).toBe(status);
});

test('a template of a kind that Herald cannot send is refused', () => {
  expect(faultsOf({}, templateOf({ content: null }))).toEqual(['template_id template_kind']);
  const long = { header: { type: 'none' as const }, body: 'x'.repeat(1_100), buttons: [] };
  expect(faultsOf({}, templateOf({ content: long }))).toEqual(['template_id template_kind']);
});

test('a template without variables needs none, and buttons with fixed ids keep them', () => {
  const buttons = [
    { type: 'reply' as const, title: 'Yes', id: 'fixed' },
    { type: 'call' as const, title: 'Call', phone_number: '+4930123456' },
  ];
  const content = { header: { type: 'image' as const, url: 'https://cdn.example/a.jpg' }, body: 'News.', buttons };
  const fields = fieldsOf(templateOf({ content, language: '' }), {});
  expect(fields).toMatchObject({
    language: 'en',
    media_type: 'image',
    media_url: 'https://cdn.example/a.jpg',
    buttons: [{ id: 'fixed' }, { id: 'call_2', phone_number: '+4930123456' }],
    existing: { variables: {} },
  });
});
