import { expect, test } from 'vitest';

import type { Target } from '../../../console/services/draft.ts';
import { LISTS } from '../../../console/services/target.ts';
import { campaignsOf, otherWords } from '../../../console/services/target-words.ts';
import { criteria } from '../../../shared/campaign/criteria.ts';
import { engagement } from '../../../shared/campaign/engagement.ts';

const nameOf = (id: string) => ({ cmp_1: 'Autumn' })[id];
const words = (target: Target) => otherWords(target, nameOf);
const time = '2026-11-03T09:00:00.000Z';

const EXAMPLES: Readonly<Record<string, Target>> = {
  tags_all: { tags_all: ['vip', 'new'] },
  attributes: { attributes: { size: ['M', 'L'] } },
  customer_ids: { customer_ids: ['cus_1'] },
  created_after: { created_after: time },
  created_before: { created_before: time },
  imported_after: { imported_after: time },
  imported_before: { imported_before: time },
  last_wrote_within_days: { last_wrote_within_days: 1 },
  last_tapped_within_days: { last_tapped_within_days: 30 },
  engagement: { engagement: [{ campaign_id: 'cmp_1', did_not: 'read' }] },
  any: { any: [{ tags_any: ['vip'] }, { tags_any: ['new'] }] },
  not: { not: { tags_any: ['vip'] } },
};
const OTHERS = Object.keys(criteria.shape).filter((name) => name !== 'all' && !LISTS.some((list) => list === name));

test.each(OTHERS)('what the console cannot change it tells in words: %s', (name) => {
  const target = EXAMPLES[name] ?? {};
  expect(words(target)).toEqual([expect.not.stringContaining('_')]);
});

test('those who did or did not do something with a campaign are told by its name', () => {
  expect(words({ engagement: [{ campaign_id: 'cmp_1', did_not: 'read' }] })).toEqual(['did not read “Autumn”']);
  expect(words({ engagement: [{ campaign_id: 'cmp_2', did: 'tapped' }] })).toEqual([
    'tapped a button of an earlier campaign',
  ]);
  expect(campaignsOf({ engagement: [{ campaign_id: 'cmp_1', did: 'read' }] })).toEqual(['cmp_1']);
  expect(campaignsOf({ all: true })).toEqual([]);
});

test.each(['did', 'did_not'] as const)('each of what %s happen has words', (field) => {
  for (const what of engagement.shape[field].unwrap().options) {
    const [told] = otherWords({ engagement: [{ campaign_id: 'cmp_1', [field]: what }] }, nameOf);
    expect(told).toMatch(/^(?!undefined).* “Autumn”$/);
  }
});

test('an import is told by when it was, once', () => {
  const [told, ...rest] = words({ imported_after: time, imported_before: '2026-11-03T09:00:30.000Z' });
  expect(told).toMatch(/^came with an import on [^–]*$/);
  expect(rest).toEqual([]);
});

test('counts and values read as a person says them', () => {
  expect(words({ customer_ids: ['cus_1'], last_wrote_within_days: 1 })).toEqual([
    'are among 1 chosen person',
    'wrote in the last 1 day',
  ]);
  expect(words({ attributes: { size: ['M', 'L'] } })).toEqual(['have M or L as size']);
});
