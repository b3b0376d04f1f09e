import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cursorSeal } from '../../../shared/runtime/cursor-seal.ts';
import { answerList } from '../../../shared/runtime/list.ts';
import { listQuery } from '../../../shared/contract/list.ts';
import type { Range, StorePage } from '../../../shared/platform/page.ts';
import { sha256 } from '../../../shared/platform/ids.ts';
import { thrown } from '../fixtures.ts';

const position = { pk: 'TENANT#ten_1', sk: 'ü' };
const asked: Range[] = [];
const page: StorePage<string> = { items: ['a', 'b'], last: position };

const SECRETS: Readonly<Record<string, string>> = { ten_1: 'secret of ten_1', ten_2: 'secret of ten_2' };
const cursors = cursorSeal({
  linkSecret: async (tenant) => SECRETS[tenant],
  ensuredLinkSecret: async (tenant) => SECRETS[tenant]!,
});

const ask = (
  cursor?: string,
  { tenant_id = 'ten_1', list = ['campaigns', undefined] as (string | undefined)[], given = page } = {},
) =>
  answerList(cursors, { caller: { tenant_id }, list, query: { limit: 2, cursor } }, async (range) => {
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
    ['of a tenant without a secret', { tenant_id: 'ten_3' }],
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
    const seal = Buffer.from(await given(), 'base64url').subarray(0, 16);
    const other = Buffer.from(JSON.stringify({ ...position, pk: 'TENANT#ten_2' }));
    expect(await thrown(() => ask(Buffer.concat([seal, other]).toString('base64url')))).toMatchObject(refused);
  });

  test('made by who knows everything but the secret is refused, as earlier versions made them', async () => {
    const text = JSON.stringify(position);
    const checksum = sha256(`${JSON.stringify(['ten_1', 'campaigns', null])}\n${text}`).slice(0, 16);
    expect(await thrown(() => ask(Buffer.from(checksum + text).toString('base64url')))).toMatchObject(refused);
  });

  test('with any one bit changed, cut, lengthened or spelled otherwise is refused', async () => {
    const cursor = await given();
    const bytes = Buffer.from(cursor, 'base64url');
    const flipped = Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const copy = Buffer.from(bytes);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      return copy.toString('base64url');
    });
    const cut = Array.from({ length: cursor.length }, (_, length) => cursor.slice(0, length));
    const others = [`${cursor}A`, `${cursor}=`, `${cursor}\n`, ` ${cursor}`, cursor + cursor, `${cursor}-_`];
    for (const forged of [...flipped, ...cut, ...others]) {
      expect(await thrown(() => ask(forged))).toMatchObject(refused);
    }
  });

  test('that anybody makes up is refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.base64String(), fc.string(), fc.json()), async (forged) => {
        expect(await thrown(() => ask(forged))).toMatchObject(refused);
      }),
    );
  });
});

describe('a page of large items', () => {
  const letter = (bytes: number) => 'x'.repeat(bytes);
  const of = async (items: readonly string[], limit: number) => {
    const limits: number[] = [];
    const request = { caller: { tenant_id: 'ten_1' }, list: ['things'], query: { limit } };
    const answer = await answerList(cursors, request, async (range) => {
      limits.push(range.limit);
      const read = items.slice(0, range.limit);
      return { items: read, last: read.length < items.length ? { sk: read.length } : undefined };
    });
    const position = answer.next_cursor && (await cursors.open('ten_1', '["things"]', answer.next_cursor));
    return { count: answer.data.length, position, limits };
  };

  test('is cut short, and its cursor goes on behind the last item in it', async () => {
    const items = Array.from({ length: 100 }, () => letter(400_000));
    expect(await of(items, 100)).toEqual({ count: 12, position: { sk: 12 }, limits: [100, 12] });
  });

  test('counts characters that JSON escapes as often as Lambda does', async () => {
    const items = Array.from({ length: 10 }, () => '"'.repeat(400_000));
    expect((await of(items, 10)).count).toBe(3);
  });

  test('has one item even where that is too many bytes', async () => {
    expect((await of([letter(6_000_000), 'x'], 2)).count).toBe(1);
  });

  test('is read once where it fits', async () => {
    expect(await of(['a', 'b', 'c'], 2)).toEqual({ count: 2, position: { sk: 2 }, limits: [2] });
  });
});

test('items are answered as they are to be shown', async () => {
  const request = { caller: { tenant_id: 'ten_1' }, list: ['things'], query: { limit: 2 } };
  const show = (text: string) => ({ text });
  expect((await answerList(cursors, request, async () => page, show)).data).toEqual([{ text: 'a' }, { text: 'b' }]);
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
