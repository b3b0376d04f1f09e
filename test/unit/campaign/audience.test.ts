import fc from 'fast-check';
import { expect, test } from 'vitest';

import { matches, targetCriteria, type Candidate, type TargetCriteria } from '../../../shared/campaign/audience.ts';

const ana: Candidate = {
  id: 'cus_01J00000000000000000000000',
  tags: ['vip', 'news'],
  language: 'de-AT',
  country: 'AT',
  attributes: { city: 'Wien', age: 30, member: true, toString: 'x' },
};
const other = 'cus_01J00000000000000000000001';

test.each<[TargetCriteria, boolean]>([
  [{ all: true }, true],
  [{}, true],
  [{ tags_any: ['vip', 'gold'] }, true],
  [{ tags_any: ['gold'] }, false],
  [{ tags_all: ['vip', 'news'] }, true],
  [{ tags_all: ['vip', 'gold'] }, false],
  [{ tags_none: ['gold'] }, true],
  [{ tags_none: ['gold', 'vip'] }, false],
  [{ languages: ['de'] }, true],
  [{ languages: ['DE-at'] }, true],
  [{ languages: ['de-DE'] }, false],
  [{ languages: ['at'] }, false],
  [{ languages: ['en', 'de'] }, true],
  [{ countries: ['DE', 'AT'] }, true],
  [{ countries: ['DE'] }, false],
  [{ customer_ids: [other, ana.id] }, true],
  [{ customer_ids: [other] }, false],
  [{ attributes: { city: 'Wien' } }, true],
  [{ attributes: { city: 'wien' } }, false],
  [{ attributes: { city: ['Graz', 'Wien'] } }, true],
  [{ attributes: { city: ['Graz'] } }, false],
  [{ attributes: { age: 30, member: true } }, true],
  [{ attributes: { age: '30' } }, false],
  [{ attributes: { age: 30, member: false } }, false],
  [{ attributes: { none: 'x' } }, false],
  [{ tags_any: ['vip'], countries: ['DE'] }, false],
  [{ tags_any: ['vip'], tags_none: ['gold'], languages: ['de'], countries: ['AT'], attributes: { age: 30 } }, true],
])('%j match %j', (criteria, expected) => {
  expect(matches(targetCriteria.parse(criteria), ana)).toBe(expected);
});

test('customers without a language or country, or with one that begins alike, do not match', () => {
  const unknown = { ...ana, language: null, country: null };
  expect(matches({ languages: ['de'] }, unknown)).toBe(false);
  expect(matches({ countries: ['AT'] }, unknown)).toBe(false);
  expect(matches({ tags_any: ['vip'] }, unknown)).toBe(true);
  expect(matches({ languages: ['de'] }, { ...ana, language: 'den' })).toBe(false);
});

test('tags match as sets do', () => {
  const tags = fc.subarray(['a', 'b', 'c', 'd']);
  const wanted = fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 });
  const criteria = fc.record({ tags_any: wanted, tags_all: wanted, tags_none: wanted }, { requiredKeys: [] });
  fc.assert(
    fc.property(tags, criteria, (has, given) => {
      const set = new Set(has);
      const expected =
        (!given.tags_any || !set.isDisjointFrom(new Set(given.tags_any))) &&
        (!given.tags_all || set.isSupersetOf(new Set(given.tags_all))) &&
        (!given.tags_none || set.isDisjointFrom(new Set(given.tags_none)));
      expect(matches(given, { ...ana, tags: has })).toBe(expected);
    }),
  );
});

test('more criteria never match more customers', () => {
  const value = fc.constantFrom('x', 1, true);
  const criteria = fc.record(
    {
      tags_any: fc.subarray(['a', 'b'], { minLength: 1 }),
      languages: fc.subarray(['de', 'de-AT', 'en'], { minLength: 1 }),
      countries: fc.subarray(['AT', 'DE'], { minLength: 1 }),
      attributes: fc.dictionary(fc.constantFrom('p', 'q'), value),
    },
    { requiredKeys: [] },
  );
  const person = fc.record({
    id: fc.constant(ana.id),
    tags: fc.subarray(['a', 'b']),
    language: fc.constantFrom(null, 'de', 'de-AT', 'en'),
    country: fc.constantFrom(null, 'AT', 'DE'),
    attributes: fc.dictionary(fc.constantFrom('p', 'q'), value),
  });
  fc.assert(
    fc.property(criteria, criteria, person, (one, two, somebody) => {
      if (matches({ ...one, ...two }, somebody)) expect(matches(two, somebody)).toBe(true);
    }),
  );
});

test.each<[object, string]>([
  [{ all: false }, 'all'],
  [{ all: true, tags_any: ['vip'] }, ''],
  [{ tags: ['vip'] }, ''],
  [{ tags_any: 'vip' }, 'tags_any'],
  [{ tags_any: [] }, 'tags_any'],
  [{ tags_all: new Array(51).fill('t') }, 'tags_all'],
  [{ tags_none: ['t'.repeat(65)] }, 'tags_none.0'],
  [{ languages: ['d'] }, 'languages.0'],
  [{ countries: ['de'] }, 'countries.0'],
  [{ customer_ids: ['cmp_01J00000000000000000000000'] }, 'customer_ids.0'],
  [{ customer_ids: new Array(1001).fill(ana.id) }, 'customer_ids'],
  [{ attributes: { city: null } }, 'attributes.city'],
  [{ attributes: { city: [] } }, 'attributes.city'],
  [{ attributes: { city: 'x'.repeat(501) } }, 'attributes.city'],
])('%j is refused, with the path %s', (criteria, path) => {
  const { issues } = targetCriteria.safeParse(criteria).error!;
  expect(issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});

test('criteria are limited in size, since a campaign is one item', () => {
  const values = (n: number) => new Array<string>(n).fill('é'.repeat(500));
  const ids = { customer_ids: new Array(1000).fill(ana.id) };
  expect(targetCriteria.safeParse({ ...ids, attributes: { a: values(60) } }).success).toBe(true);
  expect(targetCriteria.safeParse({ ...ids, attributes: { a: values(100) } }).error?.issues).toMatchObject([
    { path: [], params: { code: 'too_big' } },
  ]);
});
