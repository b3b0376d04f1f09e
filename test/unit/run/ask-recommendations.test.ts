import { expect, test } from 'vitest';

import type { Campaign } from '../../../shared/campaign/campaign.ts';
import type { Customer } from '../../../shared/customer/customer.ts';
import { asRuled } from '../../../shared/message/choice.ts';
import { filledBody } from '../../../shared/message/personal.ts';
import { personalise } from '../../../shared/message/personalise.ts';
import { NO_FACTS } from '../../../shared/campaign/audience.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { askRecommendations, type Question } from '../../../shared/run/ask-recommendations.ts';
import { campaignOf, customerOf, fakeClock, keptLog } from '../fixtures.ts';

const endpoint = ids.next('whe');
const campaign = campaignOf({
  message_content: 'Try our {{attributes.next_product}}, {{name}}.',
  contents: [
    { key: 'cake', message_content: 'Cake for {{name}} today.', when: { tags_any: ['cake'] } },
    { key: 'plain', message_content: 'News from us today.', when: { tags_any: ['nobody'] } },
  ],
  recommend: { webhook_endpoint_id: endpoint, timeout_seconds: 3, fallback: 'plain' },
});

/** Asks for these people, and is answered so. */
async function asking(
  people: readonly Customer[],
  answer: (asked: readonly { readonly customer_id: string }[]) => unknown,
  given: Partial<Campaign> = {},
) {
  const { lines, log } = keptLog();
  const asked: Question[] = [];
  const of = { ...campaign, ...given };
  const recommender = {
    async ask(question: Question) {
      asked.push(question);
      const { data } = JSON.parse(question.body) as { data: { customers: { customer_id: string }[] } };
      const said = answer(data.customers);
      if (said instanceof Error) return { error: said.message };
      return { answer: typeof said === 'string' ? said : JSON.stringify(said) };
    },
  };
  const ruled = people.map((one) => asRuled(of, one, NO_FACTS));
  const planned = await askRecommendations(of, ruled, { clock: fakeClock(), log, recommender });
  const got = planned.map((one) => {
    const own = personalise(of, one);
    return [own.key, one.chosen?.fallback, filledBody(own)] as const;
  });
  return { asked, got, lines, planned };
}

const PLAIN = 'News from us today.';

test('each of a page gets the content and the values that one answer says', async () => {
  const people = [customerOf(), customerOf({ attributes: { next_product: 'old loaf' } }), customerOf()];
  const { asked, got, lines } = await asking(people, ([a, b, c]) => ({
    customers: [
      { ...c, content_key: 'cake' },
      { ...a, values: { next_product: 'rye bread' } },
      { ...b, content_key: 'default', values: { next_product: 'spelt' }, score: 0.9 },
    ],
    model: 'v2',
  }));
  expect(got).toEqual([
    ['default', undefined, 'Try our rye bread, Ana.'],
    ['default', undefined, 'Try our spelt, Ana.'],
    ['cake', undefined, 'Cake for Ana today.'],
  ]);
  expect(lines).toEqual([]);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ endpoint_id: endpoint, tenant_id: campaign.tenant_id, timeout: 3_000 });
});

test('the webhook is told what rules may see, and neither names nor numbers nor whoever gets nothing anyway', async () => {
  const out = customerOf({ consent: { ...customerOf().consent, status: 'opted_out' } });
  const one = customerOf({ tags: ['regular'], attributes: { city: 'Lyon' } });
  const { asked, planned } = await asking([out, one], () => ({ customers: [] }));
  const { type, data } = JSON.parse(asked[0]!.body) as { type: string; data: object };
  expect(type).toBe('campaign.recommendation');
  expect(data).toEqual({
    campaign: { id: campaign.id, name: 'Autumn' },
    content_keys: ['default', 'cake', 'plain'],
    customers: [
      { customer_id: one.id, language: 'de', country: 'DE', tags: ['regular'], attributes: { city: 'Lyon' } },
    ],
  });
  expect(planned.map(({ chosen }) => chosen?.fallback)).toEqual([undefined, 'unanswered']);
});

test('of people with more than a megabyte of attributes their ids alone are told', async () => {
  const attributes = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`a${n}`, 'x'.repeat(500)]));
  const people = Array.from({ length: 45 }, () => customerOf({ attributes }));
  const { asked } = await asking(people, () => ({ customers: [] }));
  expect(Buffer.byteLength(asked[0]!.body)).toBeLessThan(10_000);
  expect(JSON.parse(asked[0]!.body)).toMatchObject({
    data: { customers: people.map(({ id }) => ({ customer_id: id })) },
  });
});

test.each<[string, unknown]>([
  ['that never comes', new Error('There was no answer within 3 seconds.')],
  ['that is no JSON', '<html>'],
  ['that is empty', ''],
  ['that is a list', []],
  ['that is null', null],
  ['whose customers are none', { customers: 'all' }],
  ['without customers', { data: [] }],
])('an answer %s gives everybody the fallback', async (_, said) => {
  const { got, lines } = await asking([customerOf(), customerOf()], () => said);
  expect(got).toEqual(Array(2).fill(['plain', 'failed', PLAIN]));
  expect(lines).toMatchObject([['recommendation.fallback', { count: 2, campaign_id: campaign.id }]]);
});

test.each<[string, object, string]>([
  ['content that does not exist', { content_key: 'bread' }, 'unknown_content'],
  ['content that is no text', { content_key: 7 }, 'invalid'],
  ['value that is an object', { values: { next_product: { name: 'x' } } }, 'invalid'],
  ['value of 501 characters', { values: { next_product: 'x'.repeat(501) } }, 'invalid'],
  ['value with a control character', { values: { next_product: 'a\u0000b' } }, 'invalid'],
  ['value under a name with a brace', { values: { 'a}}': 'x' } }, 'invalid'],
  ['value beyond what numbers hold', { values: { next_product: 1e300 } }, 'invalid'],
  ['list of values', { values: ['rye'] }, 'invalid'],
  [
    'pile of values',
    { values: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`v${n}`, 'x'.repeat(300)])) },
    'invalid',
  ],
  ['nothing', {}, 'unanswered'],
  ['nothing but nulls', { content_key: null, values: null }, 'unanswered'],
])('a %s gives its person alone the fallback', async (_, said, reason) => {
  const { got } = await asking([customerOf(), customerOf()], ([a, b]) => ({
    customers: [
      { ...a, ...said },
      { ...b, content_key: 'cake' },
    ],
  }));
  expect(got).toEqual([
    ['plain', reason, PLAIN],
    ['cake', undefined, 'Cake for Ana today.'],
  ]);
});

test('strangers, and a second entry for one person, are not looked at', async () => {
  const { got } = await asking([customerOf(), customerOf()], ([a]) => ({
    customers: [
      null,
      7,
      { customer_id: ids.next('cus'), content_key: 'cake' },
      { ...a, content_key: 'cake' },
      { ...a, content_key: 'plain' },
    ],
  }));
  expect(got.map(([key, reason]) => [key, reason])).toEqual([
    ['cake', undefined],
    ['plain', 'unanswered'],
  ]);
});

test('without a fallback, whom the answer says nothing of gets what the rules choose', async () => {
  const recommend = { webhook_endpoint_id: endpoint, timeout_seconds: 5 };
  const { got } = await asking([customerOf({ tags: ['cake'] })], () => new Error('down'), { recommend });
  expect(got).toEqual([['cake', 'failed', 'Cake for Ana today.']]);
});

test('an arm of an experiment is given by chance alone', async () => {
  const arms: Partial<Campaign> = {
    message_content: 'Hello there.',
    weight: 1,
    contents: [...campaign.contents, { key: 'b', weight: 1, message_content: 'Hey there.' }],
    experiment: { metric: 'tapped', window_hours: 24, test_share: 1, no_winner: 'control' },
  };
  const { planned } = await asking([customerOf()], ([a]) => ({ customers: [{ ...a, content_key: 'b' }] }), arms);
  expect(planned[0]?.chosen).toMatchObject({ fallback: 'unknown_content' });
});

test('nobody is asked for whom the campaign names no webhook, nor when a page has nobody to ask for', async () => {
  const { asked } = await asking([customerOf()], () => '', { recommend: undefined });
  expect(asked).toEqual([]);
  expect((await asking([], () => '')).asked).toEqual([]);
});
