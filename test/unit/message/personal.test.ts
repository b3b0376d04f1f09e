import { describe, expect, test } from 'vitest';

import { contentReason, personal } from '../../../shared/message/personal.ts';
import { fillTemplate } from '../../../shared/template/fill-template.ts';
import { campaignOf, customerOf, templateOf } from '../fixtures.ts';
import { contentOf } from '../../../shared/content/content.ts';

/** Why a customer gets no message of a template whose link ends in a variable. */
function reasonOf(parcel: string, { url = 'https://shop.example/track/{{1}}', given = '{{attributes.parcel}}' } = {}) {
  const template = templateOf({
    content: { header: { type: 'none' }, body: 'It is here.', buttons: [{ type: 'url', title: 'Track', url }] },
  });
  const filled = fillTemplate(template, { '1': given });
  if ('faults' in filled) throw new Error(JSON.stringify(filled.faults));
  const content = contentOf(filled.fields);
  return contentReason(
    campaignOf({ send_as: 'template' }),
    personal(
      { key: 'default', content, fields: filled.fields, when: undefined },
      customerOf({ attributes: { parcel } }),
    ),
  );
}

describe('the end of a link of a template that Herald did not make', () => {
  test.each([
    ['.', {}],
    ['..', {}],
    ['', {}],
    ['.', { url: 'https://shop.example/track/.{{1}}' }],
    ['.', { given: '.{{attributes.parcel}}' }],
    ['.evil.example', { url: 'https://shop.example{{1}}' }],
  ])('is missing with the value %j of %j, which leads elsewhere', (parcel, link) => {
    expect(reasonOf(parcel, link)).toBe('missing_variable');
  });

  test.each([
    ['A-1047', {}],
    ['a b/ü?#%2e%2e', {}],
    ['...', {}],
    ["~!*'()", {}],
    ['..', { url: 'https://shop.example/track?id={{1}}' }],
    ['..', { url: 'https://shop.example/track#{{1}}' }],
    ['..', { url: 'https://shop.example/no-{{1}}' }],
    ['A-1', { url: 'http://shop.example/Größe/../{{1}}' }],
    ['A-1', { url: 'HTTPS://SHOP.example/{{1}}' }],
    ['shop.example', { url: 'https://{{1}}' }],
    ['A-1', { url: 'shop.example/{{1}}' }],
  ])('takes the value %j of %j', (parcel, link) => {
    expect(reasonOf(parcel, link)).toBeUndefined();
  });
});
