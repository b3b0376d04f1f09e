import { describe, expect, test } from 'vitest';

import { campaignDraft } from '../../../shared/campaign/campaign.ts';
import {
  buttonsOf,
  chooseContent,
  contentOfKey,
  contentsOf,
  findButton,
  firstPlace,
} from '../../../shared/campaign/contents.ts';
import { campaignOf, customerOf } from '../fixtures.ts';

const reply = (id: string, title = id) => ({ id, title, type: 'reply' as const });
const asked = { webhook_endpoint_id: 'whe_01KB2QW6ZC8N4T5V7X9Y1A3B5D' };
/** Somebody read the campaign of this number. */
const did = (n: number) => ({ campaign_id: `cmp_01KB2QW6ZC8N4T5V7X9Y1A3B${10 + n}`, did: 'read' as const });
const site = { id: 'site', title: 'Site', type: 'url' as const, url: 'https://shop.example/' };

describe('the contents of a campaign', () => {
  const campaign = campaignOf({
    message_content: 'Hello!',
    footer: 'Bye',
    buttons: [reply('yes', 'Yes'), site],
    contents: [
      { key: 'de', language: 'de', message_content: 'Hallo!', buttons: [reply('yes', 'Ja'), reply('no', 'Nein')] },
      { key: 'bare', when: { tags_any: ['new'] }, footer: null, buttons: [] },
      { key: 'vip', when: { tags_any: ['vip'] }, buttons: [reply('vip')] },
    ],
  });

  test('are its own and the others, which differ from it by what they name', () => {
    expect(contentsOf(campaign)).toMatchObject([
      { key: 'default', content: { language: 'en', body: 'Hello!', footer: 'Bye' } },
      { key: 'de', content: { language: 'de', body: 'Hallo!', footer: 'Bye' } },
      { key: 'bare', content: { language: 'en', body: 'Hello!', footer: undefined, buttons: [] } },
      { key: 'vip', content: { language: 'en', body: 'Hello!', footer: 'Bye', buttons: [{ id: 'vip' }] } },
    ]);
    expect(contentOfKey(campaign, 'de').content.body).toBe('Hallo!');
    expect(contentOfKey(campaign, undefined).key).toBe('default');
    expect(contentOfKey(campaign, 'gone').key).toBe('default');
  });

  test('number their buttons one after another', () => {
    expect(buttonsOf(campaign).map(({ content_key, button }) => `${content_key} ${button.title}`)).toEqual([
      ...['default Yes', 'default Site', 'de Ja', 'de Nein', 'vip vip'],
    ]);
    expect(['default', 'de', 'bare', 'vip'].map((key) => firstPlace(campaign, key))).toEqual([0, 2, 0, 4]);
  });

  test('have a button by its id in the content that was sent, else in another', () => {
    expect(findButton(campaign, 'yes', 'de')?.title).toBe('Ja');
    expect(findButton(campaign, 'yes', undefined)?.title).toBe('Yes');
    expect(findButton(campaign, 'no', 'default')?.title).toBe('Nein');
    expect(findButton(campaign, 'gone', 'de')).toBeUndefined();
  });
});

describe('a customer gets', () => {
  const vip = { tags_any: ['vip'] };
  const campaign = campaignOf({
    contents: [
      { key: 'vip', when: vip },
      { key: 'vip-de', when: vip, language: 'de' },
      { key: 'pt', language: 'pt' },
      { key: 'pt-br', language: 'pt-BR' },
      { key: 'new-es', when: { tags_any: ['new'] }, language: 'es' },
      { key: 'zh', language: 'zh-Hant' },
    ],
  });

  test.each<[string[], string | null, string]>([
    [[], null, 'default'],
    [[], 'en', 'default'],
    [[], 'fr', 'default'],
    [[], 'pt', 'pt'],
    [[], 'pt-BR', 'pt-br'],
    [[], 'pt-PT', 'pt'],
    [[], 'de', 'default'],
    [['vip'], null, 'vip'],
    [['vip'], 'de-AT', 'vip-de'],
    [['vip'], 'pt', 'vip'],
    [['vip', 'new'], 'es', 'vip'],
    [['new'], 'en', 'new-es'],
    [[], 'zh-Hant-TW', 'default'],
  ])('with the tags %j who speaks %s the content %s', (tags, language, key) => {
    expect(chooseContent(campaign, customerOf({ tags, language })).key).toBe(key);
  });
});

describe('a draft with contents', () => {
  const least = { name: 'N', message_content: 'M', target_criteria: { all: true } };
  const faults = (given: object) => {
    const { error } = campaignDraft.safeParse({ ...least, ...given });
    return (error?.issues ?? []).map(({ path, code, ...more }) => {
      const { params } = more as { params?: { code: string } };
      return `${path.join('.')} ${params?.code ?? code}`;
    });
  };

  test('takes languages in any case and keeps one spelling', () => {
    const { contents, language } = campaignDraft.parse({
      ...least,
      language: 'EN',
      contents: [{ key: 'br', language: 'pt-br' }],
    });
    expect([language, contents]).toEqual(['en', [{ key: 'br', language: 'pt-BR' }]]);
  });

  test.each<[string, object, string[]]>([
    ['none', { contents: [] }, []],
    [
      'a translation and one for some',
      {
        contents: [
          { key: 'de', language: 'de' },
          { key: 'v', when: { tags_any: ['v'] } },
        ],
      },
      [],
    ],
    ['19', { contents: Array.from({ length: 19 }, (_, n) => ({ key: `c${n}`, when: { tags_any: [`${n}`] } })) }, []],
    [
      '20',
      { contents: Array.from({ length: 20 }, (_, n) => ({ key: `c${n}`, when: { tags_any: [`${n}`] } })) },
      ['contents too_big'],
    ],
    ['no list', { contents: 'de' }, ['contents invalid_type']],
    ['one that is no content', { contents: [5] }, ['contents.0 invalid_type']],
    ['a key in capitals', { contents: [{ key: 'DE', language: 'de' }] }, ['contents.0.key invalid_format']],
    ['the own key', { contents: [{ key: 'default', language: 'de' }] }, ['contents.0.key custom']],
    [
      'one key twice',
      {
        contents: [
          { key: 'a', language: 'de' },
          { key: 'a', language: 'fr' },
        ],
      },
      ['contents.1.key duplicate'],
    ],
    ['one that nobody would get', { contents: [{ key: 'a' }] }, ['contents.0.language duplicate']],
    [
      'one in the own language',
      { language: 'de', contents: [{ key: 'a', language: 'de' }] },
      ['contents.0.language duplicate'],
    ],
    [
      'two for the same people',
      {
        contents: [
          { key: 'a', when: { tags_any: ['v'] } },
          { key: 'b', when: { tags_any: ['v'] } },
        ],
      },
      ['contents.1.language duplicate'],
    ],
    ['no such language', { contents: [{ key: 'a', language: 'English' }] }, ['contents.0.language language']],
    [
      'an empty criterion of tags',
      { contents: [{ key: 'a', when: { tags_any: [] } }] },
      ['contents.0.when.tags_any too_small'],
    ],
    [
      'a fault of its own',
      { contents: [{ key: 'a', language: 'de', message_content: '{{x}}' }] },
      ['contents.0.message_content placeholder'],
    ],
    [
      'a fault of the own content',
      { message_content: '{{x}}', contents: [{ key: 'a', language: 'de' }] },
      ['message_content placeholder'],
    ],
    [
      'a button of one id and two types',
      { buttons: [reply('site')], contents: [{ key: 'a', language: 'de', buttons: [site] }] },
      ['contents.0.buttons.0.id duplicate'],
    ],
    [
      'more campaigns to look at, with the audience, than there may be',
      {
        target_criteria: { engagement: [did(0)] },
        contents: [0, 1].map((n) => ({
          key: `k${n}`,
          when: { engagement: [1, 2, 3, 4, 5].map((m) => did(n * 5 + m)) },
        })),
      },
      ['contents too_big'],
    ],
    [
      'a fallback that is none of its contents',
      { recommend: { ...asked, fallback: 'b' }, contents: [{ key: 'a', language: 'de' }] },
      ['recommend.fallback not_found'],
    ],
    ['its own content as the fallback', { recommend: { ...asked, fallback: 'default' } }, []],
    [
      'eleven seconds for an answer',
      { recommend: { ...asked, timeout_seconds: 11 } },
      ['recommend.timeout_seconds too_big'],
    ],
    [
      'an address in place of an endpoint',
      { recommend: { url: 'https://a.example/' } },
      ['recommend.webhook_endpoint_id invalid_type', 'recommend unrecognized_keys'],
    ],
    ['an unknown field', { contents: [{ key: 'a', language: 'de', name: 'x' }] }, ['contents.0 unrecognized_keys']],
  ])('is judged with %s', (_, given, expected) => {
    expect(faults(given)).toEqual(expected);
  });
});
