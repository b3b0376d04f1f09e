import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import { prepareCampaign } from '../../../shared/run/prepare-campaign.ts';
import { ProviderRefusal, ProviderUnreachable, type Review } from '../../../shared/provider/provider.ts';
import type { Template } from '../../../shared/template/template.ts';
import { timestamp } from '../../../shared/platform/clock.ts';
import { approved, campaignOf, fakeClock, keptLog, START, templateOf } from '../fixtures.ts';

const contents = [
  { key: 'de', language: 'de', message_content: 'Hallo!' },
  { key: 'fr', language: 'fr', message_content: 'Salut !' },
];
const DAY = 86_400_000;

interface Around {
  readonly since?: number;
  readonly now?: number;
  readonly vault?: object | null;
  /** How each template is listed before. */
  readonly listed?: Template['status'];
  /** Whether the provider has the templates when they are looked at, or what it does instead of telling. */
  readonly there?: boolean | Error;
}

/** Takes one step of a campaign's preparation. @param review of each language */
async function prepared(
  given: Partial<Campaign>,
  review: (language: string, use: string) => Review | Error,
  { since, now = START, vault = { account_sid: 'AC1' }, listed, there = true }: Around = {},
) {
  const set: unknown[] = [];
  const kept: unknown[][] = [];
  const { log, events } = keptLog();
  const campaign = campaignOf(given);
  const kind = prepareCampaign({
    campaigns: { get: async () => campaign, setTemplates: async (_, templates) => void set.push(templates) },
    credentials: { get: async () => (vault ?? undefined) as never },
    senders: { get: async () => undefined },
    clock: fakeClock(now),
    log,
    templates: {
      ofTenant: () => ({}) as never,
      get: async () => listed && templateOf({ status: listed }),
      put: async ({ provider_template_id, status, last_synced_at }) =>
        void kept.push(['put', provider_template_id, status, last_synced_at]),
      markGone: async (_, at) => void kept.push(['gone', at]),
    },
    templateProviders: () => ({
      accountOf: () => 'AC1',
      async readTemplate(_, template_id) {
        if (there instanceof Error) throw there;
        return there ? { ...templateOf(), template_id, status: 'submitted' } : undefined;
      },
      async ensureTemplate(_, { language }, use) {
        const answer = review(language, use);
        if (answer instanceof Error) throw answer;
        return { template_id: `HX_${language}`, review: answer };
      },
    }),
  });
  const job = { tenant_id: campaign.tenant_id, input: { campaign_id: campaign.id } };
  const position = since === undefined ? undefined : { since };
  return { events, kept, set, result: await kind.step({ ...job, position }, now) };
}
const refusal = (error_class: string, message: string) =>
  new ProviderRefusal({ code: '20003', class: error_class as never }, message);

test('each content has its own template, and one that is rejected keeps none of the others', async () => {
  const review = (language: string): Review =>
    language === 'de' ? { state: 'rejected', reason: 'Spam.' } : { state: 'approved' };
  const { set, result } = await prepared({ contents }, review);
  expect(set).toEqual([
    {
      default: { template_id: 'HX_en', state: 'approved' },
      de: { template_id: 'HX_de', state: 'rejected', reason: 'Spam.' },
      fr: { template_id: 'HX_fr', state: 'approved' },
    },
  ]);
  expect(result.next).toBeUndefined();
});

test('while a review is pending it is asked for again, a tenth of the time waited later', async () => {
  const { result } = await prepared({}, () => ({ state: 'pending' }), { since: START - 100_000 });
  expect(result).toEqual({ next: { since: START - 100_000 }, not_before: START + 10_000 });
});

test('a review is not waited for longer than a week', async () => {
  const { result } = await prepared({}, () => ({ state: 'pending' }), { since: START - 7 * DAY - 1 });
  expect(result).toEqual({ next: undefined });
});

test('what the provider refuses of a content is its rejection; of the account, that of all', async () => {
  const one = await prepared({ contents }, (language) =>
    language === 'fr' ? refusal('template', 'Too long.') : { state: 'approved' },
  );
  expect(one.set).toMatchObject([{ default: { state: 'approved' }, fr: { state: 'rejected', reason: 'Too long.' } }]);
  const all = await prepared({ contents }, () => refusal('fatal', 'No.'));
  expect(all.set).toMatchObject([
    { default: { state: 'rejected', reason: expect.stringContaining('20003') }, de: {}, fr: {} },
  ]);
});

test('a template that Herald made is listed at once, and looked at again only when its review says something else', async () => {
  const at = timestamp(START);
  const pending = (): Review => ({ state: 'pending' });
  expect((await prepared({}, pending)).kept).toEqual([['put', 'HX_en', 'submitted', at]]);
  expect((await prepared({}, pending, { listed: 'submitted' })).kept).toEqual([]);
  expect((await prepared({}, pending, { listed: 'draft' })).kept).toHaveLength(1);
  expect((await prepared({}, () => ({ state: 'approved' }), { listed: 'submitted' })).kept).toHaveLength(1);
  expect((await prepared({}, pending, { there: false })).kept).toEqual([['gone', at]]);
});

test.each([
  ['refuses it', refusal('fatal', 'Not now.')],
  ['does not answer', new ProviderUnreachable('The content service answered 500.')],
  ['answers something else', new TypeError('No template.')],
])('a look in which the provider %s leaves the template unlisted, and the preparation as it is', async (_, there) => {
  const undisturbed = await prepared({}, () => ({ state: 'pending' }));
  const { events, kept, ...rest } = await prepared({}, () => ({ state: 'pending' }), { there });
  expect(rest).toEqual({ set: undisturbed.set, result: undisturbed.result });
  expect([kept, events()]).toEqual([[], ['template.unlisted']]);
  expect(undisturbed.events()).toEqual([]);
});

test('what the provider refuses to make is not listed, nor what only a session needs', async () => {
  expect((await prepared({}, () => refusal('template', 'Too long.'))).kept).toEqual([]);
  const buttons: Campaign['buttons'] = [{ id: 'y', title: 'Yes', type: 'reply' }];
  expect((await prepared({ send_as: 'session', buttons }, () => ({ state: 'approved' }))).kept).toEqual([]);
});

test('a session needs a template for its buttons alone, and no review of one', async () => {
  const uses: string[] = [];
  const review = (_: string, use: string): Review => (uses.push(use), { state: 'approved' });
  await prepared({ send_as: 'session', buttons: [{ id: 'y', title: 'Yes', type: 'reply' }] }, review);
  await prepared({ send_as: 'session' }, review);
  expect(uses).toEqual(['session']);
});

test.each<[string, Partial<Campaign>, object?]>([
  ['sends, and so prepares itself', { status: 'sending' }],
  ['was cancelled', { status: 'cancelled' }],
  ['is prepared', { content_templates: approved('HX1') }],
  ['has no credentials', {}, { vault: null }],
])('the work ends for a campaign that %s', async (_, given, around) => {
  const { set, result } = await prepared(given, () => new Error('Nobody asks.'), around);
  expect({ set, result }).toEqual({ set: [], result: { next: undefined } });
});
