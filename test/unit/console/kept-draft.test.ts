import { afterEach, expect, test } from 'vitest';

import { EMPTY, type Draft } from '../../../console/services/draft.ts';
import { keptDraft } from '../../../console/services/kept-draft.ts';
import { fakeStorage, noStorage, refusingStorage } from './fake-storage.ts';

afterEach(noStorage);

const NOTHING = { draft: {}, times: EMPTY };
/** One of each field. */
const TYPED: Draft = {
  ...EMPTY,
  name: 'Autumn',
  buttons: [{ id: 'yes', title: 'Yes', type: 'reply' }],
  contents: [{ key: 'b', weight: 1 }],
  weight: 2,
  holdout: 5,
  send_time: 'best',
  target_criteria: { all: true },
  at: '2026-11-30T09:00',
  recurrence: { days: [1], time: '09:00', every: 1, time_zone: 'Europe/Berlin' },
};
const stored = (value: unknown) => ({ draft: JSON.stringify(value) });

test('what this tab keeps is read before what another one does, with its version and its times', () => {
  const kept = { draft: TYPED, updated_at: '2026-11-20T12:00:00.000Z', times: { at: '2026-12-01T09:00' } };
  fakeStorage({ sessionStorage: stored(kept), localStorage: stored({ draft: { name: 'Another' } }) });
  expect(keptDraft('draft')).toEqual(kept);
  fakeStorage({ localStorage: stored({ draft: JSON.parse(JSON.stringify(EMPTY)) as object }) });
  const { recurrence: _, target_criteria: __, ...written } = EMPTY;
  expect(keptDraft('draft')).toEqual({ draft: written, times: EMPTY });
});

test.for([
  '',
  '{',
  'null',
  '3',
  '"text"',
  '[]',
  '[1]',
  '{"draft":null}',
  '{"draft":"text"}',
  '{"draft":[1]}',
  '{"draft":3}',
])('of %s nothing is taken', (kept) => {
  fakeStorage({ sessionStorage: { draft: kept } });
  expect(keptDraft('draft')).toMatchObject(NOTHING);
  expect(Object.keys(keptDraft('draft').draft)).toEqual([]);
});

test('where what this tab keeps is damaged, that of another one is read', () => {
  fakeStorage({ sessionStorage: { draft: '{"draft":' }, localStorage: stored({ draft: { name: 'Another' } }) });
  expect(keptDraft('draft')).toMatchObject({ draft: { name: 'Another' } });
});

test.for<[keyof Draft, unknown]>([
  ['name', null],
  ['name', 3],
  ['buttons', {}],
  ['buttons', [null]],
  ['buttons', [{ id: 'yes' }]],
  ['contents', 'b'],
  ['contents', [{ name: 'b' }]],
  ['weight', '2'],
  ['experiment', 'tapped'],
  ['holdout', {}],
  ['send_time', 3],
  ['target_criteria', null],
  ['target_criteria', []],
  ['at', 3],
  ['recurrence', null],
  ['recurrence', {}],
  ['recurrence', { days: 'Mon' }],
])('a field %s that is %j is left as Herald has it, and the others are taken', ([name, value]) => {
  const { [name]: _, ...others } = TYPED;
  fakeStorage({ sessionStorage: stored({ draft: { ...TYPED, [name]: value, another: 'field' } }) });
  expect(keptDraft('draft').draft).toEqual(others);
});

test('a browser that keeps nothing has no draft', () => {
  refusingStorage('named');
  expect(keptDraft('draft')).toEqual(NOTHING);
});
