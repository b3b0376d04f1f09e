import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { idempotencyStore } from '../../../shared/runtime/idempotency.store.ts';
import { notFound, throttled } from '../../../shared/platform/errors.ts';
import { randomIds as ids, sha256 } from '../../../shared/platform/ids.ts';
import type { Table } from '../../../shared/platform/table-client.ts';
import { testTable } from '../../support/dynamodb.ts';
import { fakeClock, START, thrown } from '../fixtures.ts';
import { eventOf } from './event.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
});
afterAll(() => opened.close());

const HOUR = 3_600_000;

interface Asked {
  readonly body?: string;
  readonly path?: string;
  readonly query?: string;
  readonly route?: string;
  readonly of?: string;
  readonly repeat?: 'answer' | 'run' | 'refuse';
  readonly rerunnable?: boolean;
  readonly run?: () => Promise<string>;
}

/** Requests of one tenant, each of which counts its runs. */
function requests({ table = opened.table }: { table?: Table } = {}) {
  const clock = fakeClock();
  const tenant = ids.next('ten');
  const store = idempotencyStore(table, clock);
  let runs = 0;
  const ask = (
    key: string | undefined,
    {
      body = '{}',
      path = '/v1/a',
      query = '',
      route = 'a.do',
      of = tenant,
      repeat,
      rerunnable,
      run = async () => `answer ${(runs += 1)}`,
    }: Asked = {},
  ) =>
    store.once(
      of,
      { id: route, ...(repeat && { repeat }), ...(rerunnable !== undefined && { rerunnable }) },
      eventOf({
        ...{ rawPath: path, rawQueryString: query, body },
        headers: key === undefined ? {} : { 'idempotency-key': key },
      }),
      run,
    );
  return { ask, clock, tenant, runs: () => runs };
}

test('without a key every request runs', async () => {
  const { ask } = requests();
  expect([await ask(undefined), await ask(undefined)]).toEqual(['answer 1', 'answer 2']);
});

test('the first answer is repeated for 24 hours', async () => {
  const { ask, clock, runs } = requests();
  expect(await ask('k')).toBe('answer 1');
  clock.advance(24 * HOUR);
  expect(await ask('k')).toBe('answer 1');
  clock.advance(1);
  expect(await ask('k')).toBe('answer 2');
  expect(runs()).toBe(2);
});

test('a key belongs to its tenant and route', async () => {
  const { ask } = requests();
  await ask('k');
  expect(await ask('k', { of: ids.next('ten') })).toBe('answer 2');
  expect(await ask('k', { route: 'b.do' })).toBe('answer 3');
  expect(await ask('other')).toBe('answer 4');
});

test.each([{ body: '{"a":1}' }, { path: '/v1/b' }, { query: 'tags=add' }])(
  'a key belongs to one request, not to one with %j',
  async (given) => {
    const { ask, runs } = requests();
    await ask('k');
    expect(await thrown(() => ask('k', given))).toMatchObject({ kind: 'conflict', code: 'idempotency.mismatch' });
    expect(runs()).toBe(1);
  },
);

describe('while the first request is running', () => {
  test('the same request is refused as in progress, another as a mismatch', async () => {
    const { ask } = requests();
    const seen: unknown[] = [];
    const run = async () => {
      seen.push(await thrown(() => ask('k')), await thrown(() => ask('k', { body: 'x' })));
      return 'first';
    };
    expect(await ask('k', { run })).toBe('first');
    expect(seen).toMatchObject([{ code: 'idempotency.in_progress' }, { code: 'idempotency.mismatch' }]);
    expect(await ask('k')).toBe('first');
  });

  test('many at the same time run once', async () => {
    const { ask, runs } = requests();
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => ask('k')));
    expect(runs()).toBe(1);
    for (const one of all) {
      if (one.status === 'fulfilled') expect(one.value).toBe('answer 1');
      else expect(one.reason).toMatchObject({ code: 'idempotency.in_progress' });
    }
  });

  test.each([
    [false, 'is of an unknown outcome'],
    [true, 'can be used again'],
  ])('and is interrupted (rerunnable: %s), the key %s after a minute', async (rerunnable) => {
    const { ask, clock, runs } = requests();
    const begun = Promise.withResolvers<undefined>();
    const dying = () => {
      begun.resolve(undefined);
      return new Promise<string>(() => undefined);
    };
    void ask('k', { rerunnable, run: dying });
    await begun.promise;
    clock.advance(60_000);
    expect(await thrown(() => ask('k', { rerunnable }))).toMatchObject({ code: 'idempotency.in_progress' });
    clock.advance(1);
    if (rerunnable) expect(await ask('k', { rerunnable })).toBe('answer 1');
    else expect(await thrown(() => ask('k'))).toMatchObject({ code: 'idempotency.unknown_outcome' });
    expect(runs()).toBe(rerunnable ? 1 : 0);
  });
});

describe('an answer that must not be kept', () => {
  const rowOf = (tenant: string) =>
    opened.table.get({ pk: `TENANT#${tenant}#IDEMPOTENCY#${sha256('a.do\nk')}`, sk: 'IDEMPOTENCY' });

  test('because it would outlive an erasure is made again', async () => {
    const { ask, tenant } = requests();
    expect(await ask('k', { repeat: 'run' })).toBe('answer 1');
    expect(await ask('k', { repeat: 'run' })).toBe('answer 2');
    expect(await thrown(() => ask('k', { repeat: 'run', body: 'x' }))).toMatchObject({ code: 'idempotency.mismatch' });
    expect(JSON.stringify(await rowOf(tenant))).not.toContain('answer 1');
  });

  test('because it is a secret is refused the second time', async () => {
    const { ask, tenant, runs } = requests();
    expect(await ask('k', { repeat: 'refuse' })).toBe('answer 1');
    const again = await thrown(() => ask('k', { repeat: 'refuse' }));
    expect(again).toMatchObject({ kind: 'conflict', code: 'idempotency.shown_once' });
    expect(runs()).toBe(1);
    expect(JSON.stringify(await rowOf(tenant))).not.toContain('answer 1');
  });

  test('is not made while the first request is running', async () => {
    const { ask } = requests();
    const seen: unknown[] = [];
    const run = async () => {
      seen.push(await thrown(() => ask('k', { repeat: 'run' })));
      return 'first';
    };
    expect(await ask('k', { repeat: 'run', run })).toBe('first');
    expect(seen).toMatchObject([{ code: 'idempotency.in_progress' }]);
  });
});

test('a key that was used with one query is not good for another, and still is for the same', async () => {
  const { ask, runs } = requests();
  await ask('k', { query: 'default_country=DE' });
  const other = await thrown(() => ask('k', { query: 'default_country=AT' }));
  expect(other).toMatchObject({ kind: 'conflict', code: 'idempotency.mismatch' });
  expect(await ask('k', { query: 'default_country=DE' })).toBe('answer 1');
  expect(runs()).toBe(1);
});

test('after a refusal the key may be used again, also for another request', async () => {
  const { ask } = requests();
  const run = () => Promise.reject(notFound('sender'));
  expect(await thrown(() => ask('k', { run }))).toMatchObject({ code: 'sender.not_found' });
  expect(await ask('k', { body: '{"mended":1}' })).toBe('answer 1');
});

test('after an answer that Herald is overloaded the request may have been carried out, and runs again only where that is safe', async () => {
  const { ask, runs } = requests();
  const run = () => Promise.reject(throttled());
  const overloaded = { kind: 'unavailable', code: 'service.throttled' };
  expect(await thrown(() => ask('k', { run }))).toMatchObject(overloaded);
  expect(await thrown(() => ask('k'))).toMatchObject({ code: 'idempotency.unknown_outcome' });
  expect(runs()).toBe(0);
  expect(await thrown(() => ask('safe', { rerunnable: true, run }))).toMatchObject(overloaded);
  expect(await ask('safe', { rerunnable: true })).toBe('answer 1');
});

describe('after an error that nobody foresaw, the request may have been carried out:', () => {
  const run = () => Promise.reject(new Error('no'));
  const unknown = { kind: 'conflict', code: 'idempotency.unknown_outcome' };
  const mismatch = { code: 'idempotency.mismatch' };

  test.each(['answer', 'refuse'] as const)('the key is refused for a day (%s)', async (repeat) => {
    const { ask, clock, runs } = requests();
    expect(await thrown(() => ask('k', { repeat, run }))).toMatchObject({ message: 'no' });
    expect(await thrown(() => ask('k', { repeat }))).toMatchObject(unknown);
    expect(await thrown(() => ask('k', { repeat, body: 'x' }))).toMatchObject(mismatch);
    clock.advance(24 * HOUR);
    expect(await thrown(() => ask('k', { repeat }))).toMatchObject(unknown);
    expect(runs()).toBe(0);
    clock.advance(1);
    expect(await ask('k', { repeat })).toBe('answer 1');
  });

  test.each<Asked>([{ rerunnable: true }, { repeat: 'run' }])('with %j the same request runs again', async (given) => {
    const { ask } = requests();
    await thrown(() => ask('k', { ...given, run }));
    await thrown(() => ask('k', { ...given, run }));
    expect(await thrown(() => ask('k', { ...given, body: 'x' }))).toMatchObject(mismatch);
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => ask('k', { rerunnable: true })));
    const answers = all.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code));
    expect(new Set(answers).difference(new Set(['answer 1', 'idempotency.in_progress']))).toEqual(new Set());
    expect(await ask('k', { rerunnable: true })).toBe('answer 1');
  });

  test('the error is told even when the key cannot be marked, and a minute later the key is refused', async () => {
    const table: Table = { ...opened.table, update: () => Promise.reject(new Error('no table')) };
    const { ask, clock } = requests({ table });
    expect(await thrown(() => ask('k', { run }))).toMatchObject({ message: 'no' });
    expect(await thrown(() => ask('k'))).toMatchObject({ code: 'idempotency.in_progress' });
    clock.advance(60_001);
    expect(await thrown(() => ask('k'))).toMatchObject(unknown);
  });
});

test('a row of an earlier version keeps its answer, and without one is of an unknown outcome', async () => {
  const { ask, clock, tenant } = requests();
  const expires_at = (START + 24 * HOUR) / 1000;
  const request_hash = sha256('/v1/a\n{}');
  for (const [name, rest] of Object.entries({
    answered: { answer: 'of before', running_until: START + 24 * HOUR },
    died: { running_until: START + 60_000 },
  })) {
    const pk = `TENANT#${tenant}#IDEMPOTENCY#${sha256(`a.do\n${name}`)}`;
    await opened.table.put({ pk, sk: 'IDEMPOTENCY', request_hash, expires_at, ...rest });
  }
  clock.advance(60_001);
  expect(await ask('answered')).toBe('of before');
  expect(await thrown(() => ask('died'))).toMatchObject({ code: 'idempotency.unknown_outcome' });
  clock.advance(24 * HOUR);
  expect([await ask('answered'), await ask('died')]).toEqual(['answer 1', 'answer 2']);
});

test('an answer that could not be kept does not free the key: the request has run', async () => {
  const table: Table = { ...opened.table, update: () => Promise.reject(new Error('no table')) };
  const { ask, runs } = requests({ table });
  expect(await thrown(() => ask('k'))).toMatchObject({ message: 'no table' });
  expect(await thrown(() => ask('k'))).toMatchObject({ code: 'idempotency.in_progress' });
  expect(runs()).toBe(1);
});

test.each([
  ['', 'too_small', /is empty/],
  ['k'.repeat(256), 'too_big', /at most 255/],
])('the key "%s" is refused: %s', async (key, code, message) => {
  const { ask } = requests();
  const faults = [{ path: 'Idempotency-Key', code, message: expect.stringMatching(message) }];
  expect(await thrown(() => ask(key))).toMatchObject({ kind: 'invalid', faults });
});

test.each(['k', 'k'.repeat(255)])('the key %s is taken', async (key) => {
  const { ask } = requests();
  expect(await ask(key)).toBe('answer 1');
});

test('the row expires after a day, and has neither the key nor the body', async () => {
  const { ask, tenant } = requests();
  await ask('a key', { body: 'a body' });
  const item = await opened.table.get({
    pk: `TENANT#${tenant}#IDEMPOTENCY#${sha256('a.do\na key')}`,
    sk: 'IDEMPOTENCY',
  });
  expect(item).toMatchObject({ expires_at: (START + 24 * HOUR) / 1000, answer: 'answer 1' });
  expect(JSON.stringify(item)).not.toMatch(/a key|a body/);
});
