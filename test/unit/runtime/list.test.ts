import { describe, expect, test } from 'vitest';

import { answerList } from '../../../shared/runtime/list.ts';
import { listQuery } from '../../../shared/contract/list.ts';
import type { Range, StorePage } from '../../../shared/platform/page.ts';
import type { Caller } from '../../../shared/tenancy/caller.ts';
import { thrown } from '../fixtures.ts';

const caller: Caller = { tenant_id: 'ten_1', scopes: [], actor: { kind: 'api_key', id: 'key_1' } };
const position = { pk: 'TENANT#ten_1', sk: 'ü' };
const asked: Range[] = [];
const page: StorePage<string> = { items: ['a', 'b'], last: position };

const ask = (
  cursor?: string,
  { tenant_id = 'ten_1', list = ['campaigns', undefined] as (string | undefined)[], given = page } = {},
) =>
  answerList({ ...caller, tenant_id }, list, { limit: 2, cursor }, async (range) => {
    asked.push(range);
    return given;
  });

test('a list answers its data and a cursor to go on from', async () => {
  const { data, next_cursor } = await ask();
  expect(data).toEqual(['a', 'b']);
  expect(next_cursor).toMatch(/^[\w-]+$/);
  expect(asked.at(-1)).toEqual({ limit: 2 });
  await ask(next_cursor!);
  expect(asked.at(-1)).toEqual({ limit: 2, after: position });
});

test('the last page has no cursor', async () => {
  expect(await ask(undefined, { given: { items: [], last: undefined } })).toEqual({ data: [], next_cursor: null });
});

describe('a cursor', () => {
  const refused = { kind: 'invalid', faults: [{ path: 'cursor', code: 'cursor' }] };
  const given = async () => (await ask()).next_cursor!;

  test.each([
    ['of another tenant', { tenant_id: 'ten_2' }],
    ['of another list', { list: ['messages', undefined] }],
    ['of another filter', { list: ['campaigns', 'draft'] }],
    ['of a list with more filters', { list: ['campaigns', undefined, undefined] }],
    ['of a list whose names join to the same', { list: ['campaigns,'] }],
  ])('%s is refused', async (_, elsewhere) => {
    const cursor = await given();
    const before = asked.length;
    expect(await thrown(() => ask(cursor, elsewhere))).toMatchObject(refused);
    expect(asked).toHaveLength(before);
  });

  test.each([
    '',
    'x',
    'AAAA',
    Buffer.from('0'.repeat(16)).toString('base64url'),
    Buffer.from('{}').toString('base64url'),
  ])('%j is refused', async (cursor) => {
    expect(await thrown(() => ask(cursor))).toMatchObject(refused);
  });

  test('with another position in it is refused', async () => {
    const text = Buffer.from(await given(), 'base64url').toString();
    const other = text.slice(0, 16) + JSON.stringify({ ...position, pk: 'TENANT#ten_2' });
    expect(await thrown(() => ask(Buffer.from(other).toString('base64url')))).toMatchObject(refused);
  });
});

test.each([
  [{}, { limit: 25 }],
  [{ limit: '1' }, { limit: 1 }],
  [
    { limit: '100', cursor: 'x' },
    { limit: 100, cursor: 'x' },
  ],
])('the query %j is %j', (given, expected) => {
  expect(listQuery.parse(given)).toEqual(expected);
});

test.each([
  { limit: '0' },
  { limit: '101' },
  { limit: '1.5' },
  { limit: 'x' },
  { limit: '' },
  { cursor: 'x'.repeat(2001) },
  { page: '2' },
])('the query %j is refused', (given) => {
  expect(listQuery.safeParse(given).success).toBe(false);
});
