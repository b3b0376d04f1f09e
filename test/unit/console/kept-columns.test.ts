import { afterEach, expect, test } from 'vitest';

import { columnsLike, keepColumns, withColumns, type KeptColumns } from '../../../console/services/kept-columns.ts';
import { fakeStorage, noStorage, refusingStorage } from './fake-storage.ts';

afterEach(noStorage);

const columns = (...of: readonly string[]): KeptColumns => ({
  of,
  choices: Object.fromEntries(of.map((name) => [name, 'detail' as const])),
  at: '2026-11-03T09:00:00.000Z',
});

test('what columns became is kept for the ten newest files, the same header once', () => {
  const letters = [...'abcdefghijk'];
  const list = letters.reduce<readonly KeptColumns[]>((kept, name) => withColumns(kept, columns(name)), []);
  expect(list.map(({ of }) => of.join())).toEqual([...'kjihgfedcb']);
  const again = { ...columns('d'), at: '2026-11-04T09:00:00.000Z' };
  const last = withColumns(list, again);
  expect(last[0]).toBe(again);
  expect(last.map(({ of }) => of.join())).toEqual([...'dkjihgfecb']);
  expect(withColumns([columns('a,b')], columns('a', 'b'))).toHaveLength(2);
});

test.each(['+49 151 2345678', '0151-2345678', 'ana@example.com'])(
  'a first line with %s in it names no columns, and is not kept',
  (value) => {
    expect(withColumns([], columns('Ana', value))).toEqual([]);
  },
);

test.for(['{', 'null', '{}', '["a"]', '[{"of":["a"]}]', '[{"of":"a","choices":{},"at":"2026-11-03T09:00:00.000Z"}]'])(
  'where %s is kept nothing is offered, and what is imported next is kept in its place',
  (kept) => {
    fakeStorage({ localStorage: { 'herald.columns.ten': kept } });
    expect(columnsLike('ten', ['a'])).toBeUndefined();
    keepColumns('ten', { of: ['a'], choices: { a: 'name' } });
    expect(columnsLike('ten', ['a'])).toMatchObject({ of: ['a'], choices: { a: 'name' } });
  },
);

test('columns of no day, and those of a browser that keeps nothing, are not offered', () => {
  const { of, choices } = columns('a');
  fakeStorage({ localStorage: { 'herald.columns.ten': JSON.stringify([{ of, choices, at: 'soon' }]) } });
  expect(columnsLike('ten', ['a'])).toBeUndefined();
  refusingStorage('used');
  keepColumns('ten', { of, choices });
  expect(columnsLike('ten', ['a'])).toBeUndefined();
});
