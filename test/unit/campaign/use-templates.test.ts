import { expect, test } from 'vitest';

import {
  applyCampaignChange,
  campaignChange,
  campaignDraft,
  draftCampaign,
} from '../../../shared/campaign/campaign.ts';
import { campaignWire } from '../../../shared/campaign/campaign.wire.ts';
import { chooseContent } from '../../../shared/campaign/contents.ts';
import { showDraft } from '../../../shared/campaign/show-campaign.ts';
import { changeTemplates, useTemplates } from '../../../shared/campaign/use-templates.ts';
import type { Template } from '../../../shared/template/template.ts';
import { campaignOf, customerOf, templateOf, thrown } from '../fixtures.ts';

const content = { header: { type: 'none' as const }, body: 'Hi {{1}}, news.', footer: 'Bye', buttons: [] };
const TEN = 'ten_1';
const made = { id: 'cmp_1', tenant_id: TEN, sender_id: 'snd_1', now: '2026-11-20T12:00:00.000Z', by: 'key key_1' };

function portsWith(...known: Template[]) {
  return {
    templates: { get: async (_tenant: string, id: string) => known.find((one) => one.id === id) },
  };
}
const english = templateOf({ content, language: 'en', category: 'utility' });
const german = templateOf({ content: { ...content, body: 'Hallo {{1}}, Neues.', footer: undefined }, language: 'de' });
const ports = portsWith(english, german);
const naming = (given: object) => ({ name: 'News', ...given });
const use = (given: object) => useTemplates(TEN, campaignDraft.parse(naming(given)), ports);
const faultsOf = (given: object) => {
  const { error } = campaignDraft.safeParse(naming(given));
  return error?.issues.map(({ path }) => path.join('.'));
};
const variables = { '1': '{{name}}' };

test("a template's content is the campaign's, and its category too", async () => {
  const draft = await use({ template_id: english.id, template_variables: variables });
  const campaign = draftCampaign(draft, made);
  expect(campaign).toMatchObject({ message_content: 'Hi {{name}}, news.', footer: 'Bye', category: 'utility' });
  expect(chooseContent(campaign, customerOf()).content.existing).toMatchObject({
    template_id: 'HX1',
    status: 'approved',
  });
});

test('how the provider is told stays inside', async () => {
  const contents = [{ key: 'de', template_id: german.id, template_variables: variables }];
  const campaign = draftCampaign(await use({ template_id: english.id, template_variables: variables, contents }), made);
  const { id, sender_id } = campaignOf();
  const shown = campaignWire.parse(showDraft({ ...campaign, id, sender_id }));
  expect(shown).toMatchObject({ template_id: english.id, contents: [{ template_id: german.id, language: 'de' }] });
  expect(JSON.stringify(shown)).not.toContain('existing');
});

test("another content may be a template in its own language; the campaign's own lends it nothing", async () => {
  const contents = [{ key: 'de', template_id: german.id, template_variables: variables }];
  const campaign = draftCampaign(await use({ message_content: 'Own news.', footer: 'Own', contents }), made);
  const chosen = chooseContent(campaign, customerOf({ language: 'de' }));
  expect(chosen.content).toMatchObject({ body: 'Hallo {{name}}, Neues.', footer: undefined });
  expect(chosen.content.existing).toBeDefined();
  expect(chooseContent(campaign, customerOf({ language: 'en' })).content.existing).toBeUndefined();
});

test('two templates in one language for the same people are refused once they are known', async () => {
  const contents = [{ key: 'too', template_id: english.id, template_variables: variables }];
  expect(await thrown(() => use({ message_content: 'Own news.', contents }))).toMatchObject({
    faults: [{ path: 'contents.0.language', code: 'duplicate' }],
  });
});

test('every fault of every template is told at once', async () => {
  const contents = [{ key: 'de', template_id: templateOf().id }];
  expect(
    await thrown(() => use({ template_id: english.id, template_variables: { '2': 'x' }, contents })),
  ).toMatchObject({
    faults: [
      { path: 'template_variables.2', code: 'superfluous' },
      { path: 'template_variables.1', code: 'required' },
      { path: 'contents.0.template_id', code: 'not_found' },
    ],
  });
});

test('a request gives a message or a template, and nothing that the template says', () => {
  const template_id = english.id;
  expect(faultsOf({})).toEqual(['message_content']);
  expect(faultsOf({ template_id, message_content: 'x', footer: 'F', language: 'de' })).toEqual([
    'message_content',
    'footer',
    'language',
  ]);
  expect(faultsOf({ message_content: 'News.', template_variables: variables })).toEqual(['template_variables']);
  expect(faultsOf({ template_id, contents: [{ key: 'x', footer: 'F' }] })).toEqual(['contents.0.message_content']);
  expect(faultsOf({ template_id, template_variables: { x: 'y' } })).toEqual(['template_variables.x']);
  expect(faultsOf({ template_id, template_variables: { '1': 'a\nb' } })).toEqual(['template_variables.1']);
});

test('a template is sent as a template alone', async () => {
  const session = { template_id: english.id, template_variables: variables, send_as: 'session' };
  expect(await thrown(() => use(session))).toMatchObject({ faults: [{ path: 'template_id', code: 'refused' }] });
});

test('one that is not approved yet is warned of until it is', async () => {
  const waiting = templateOf({ content, status: 'submitted' });
  const draft = await useTemplates(
    TEN,
    campaignDraft.parse(
      naming({ template_id: waiting.id, template_variables: variables, target_criteria: { all: true } }),
    ),
    portsWith(waiting),
  );
  const campaign = draftCampaign(draft, made);
  expect(showDraft(campaign).warnings).toMatchObject([{ code: 'template_not_approved', count: 1 }]);
  const prepared = { ...campaign, content_templates: { default: { template_id: 'HX1', state: 'approved' as const } } };
  expect(showDraft(prepared).warnings).toEqual([]);
});

const before = async () => ({
  ...draftCampaign(await use({ template_id: english.id, template_variables: variables }), made),
});
const change = async (given: object) => {
  const campaign = await before();
  const resolved = await changeTemplates(campaign, campaignChange.parse(given), ports);
  return applyCampaignChange(campaign, resolved, made);
};

test('a change to another template takes its content over, whole', async () => {
  const after = await change({ template_id: german.id, template_variables: variables });
  expect(after).toMatchObject({ message_content: 'Hallo {{name}}, Neues.', language: 'de', footer: undefined });
});

test('a change of the variables alone fills the same template anew', async () => {
  const after = await change({ template_variables: { '1': 'you' } });
  expect(after).toMatchObject({ template_id: english.id, message_content: 'Hi you, news.' });
});

test('a message takes the place of the template', async () => {
  const after = await change({ message_content: 'Own news.' });
  expect(after).toMatchObject({ message_content: 'Own news.', template_id: undefined, template_variables: undefined });
  expect(after.existing).toBeUndefined();
});

test('a change of something else leaves the template', async () => {
  expect((await change({ name: 'Other' })).existing).toBeDefined();
});

test.each([
  ['a field that the template says', { footer: 'F' }, 'footer'],
  ['the template taken away, and no message', { template_id: null }, 'message_content'],
  ['both', { template_id: german.id, template_variables: variables, message_content: 'x' }, 'message_content'],
])('a change is refused for %s', async (_, given, path) => {
  expect(await thrown(() => change(given))).toMatchObject({ faults: [{ path }] });
});
