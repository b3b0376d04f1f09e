import { expect, test } from 'vitest';

import { campaignDraft } from '../../../shared/campaign/campaign.ts';
import { withDefaultFooters } from '../../../shared/campaign/default-footers.ts';
import { defaultFooter, footerIn, OPT_OUT_LINES } from '../../../shared/content/default-footer.ts';
import { isOptOut } from '../../../shared/interaction/opt-out-words.ts';

const drafted = (given: object, footer: unknown = 'opt_out') => {
  const least = { name: 'N', message_content: 'M', target_criteria: { all: true } };
  const draft = campaignDraft.parse({ ...least, ...given });
  const { footer: own, contents } = withDefaultFooters(
    draft,
    footer === null ? undefined : defaultFooter.parse(footer),
  );
  return [own, ...contents.map((content) => content.footer)];
};

test.each(Object.entries(OPT_OUT_LINES))('the line in %s fits, and a word of it opts out', (_, line) => {
  expect(line.length).toBeLessThanOrEqual(60);
  expect(line.split(/[\s:,]+/).some((word) => isOptOut(word))).toBe(true);
});

test.each<[string, object, unknown[]]>([
  ['none', {}, ['Reply STOP to opt out']],
  ['none, in Portuguese of Brazil', { language: 'pt-BR' }, ['Responda SAIR para não receber mais']],
  ['none, in a language without a line', { language: 'eo' }, ['Reply STOP to opt out']],
  ['one of its own', { footer: 'Bakery' }, ['Bakery']],
  ['null', { footer: null }, [null]],
  ['none, to open windows', { send_as: 'session' }, [undefined]],
  [
    'none, and translations with and without',
    {
      contents: [
        { key: 'de', language: 'de' },
        { key: 'fr', language: 'fr', footer: 'Boulangerie' },
        { key: 'it', language: 'it', footer: null },
        { key: 'vip', when: { tags_any: ['vip'] } },
      ],
    },
    ['Reply STOP to opt out', 'Mit STOPP abmelden', 'Boulangerie', null, undefined],
  ],
])(
  'a campaign that names %s has the footers %j of a tenant whose default tells how to opt out',
  (_, given, footers) => {
    expect(drafted(given)).toEqual(footers);
  },
);

test('a tenant may have lines of its own, or none', () => {
  expect(drafted({ language: 'de' }, { de: 'Abmelden: STOPP' })).toEqual(['Abmelden: STOPP']);
  expect(drafted({ language: 'fr' }, { de: 'Abmelden: STOPP' })).toEqual([undefined]);
  expect(drafted({}, null)).toEqual([undefined]);
  expect(footerIn('opt_out', 'constructor')).toBe('Reply STOP to opt out');
  for (const wrong of ['yes', { English: 'x' }, { en: '' }, { en: 'a\nb' }, { en: '{{name}}' }, { en: 'x'.repeat(61) }])
    expect(defaultFooter.safeParse(wrong).success).toBe(false);
});
