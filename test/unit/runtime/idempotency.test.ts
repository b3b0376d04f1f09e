import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { idempotencyStore } from '../../../shared/runtime/idempotency.store.ts';
import { randomIds as ids, sha256 } from '../../../shared/platform/ids.ts';
import type { Table } from '../../../shared/platform/table-client.ts';
import { testTable } from '../../support/dynamodb.ts';
import { fakeClock, START, thrown } from '../fixtures.ts';
import { eventOf } from './event.ts';

let opened: Awaited<ReturnType<typeof testTable>>;
beforeAll(async () => {
  opened = await testTable();
}, 30_000);
afterAll(() => opened.close());

const HOUR = 3_600_000;

interface Asked {
  readonly body?: string;
  readonly path?: string;
  readonly route?: string;
  readonly of?: string;
  readonly repeat?: 'answer' | 'run' | 'refuse';
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
      route = 'a.do',
      of = tenant,
      repeat,
      run = async () => `answer ${(runs += 1)}`,
    }: Asked = {},
  ) =>
    store.once(
      of,
      { id: route, repeat },
      eventOf({ rawPath: path, body, headers: key === undefined ? {} : { 'idempotency-key': key } }),
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

test.each([{ body: '{"a":1}' }, { path: '/v1/b' }])(
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

  test('and is interrupted, the key can be used again after a minute', async () => {
    const { ask, clock } = requests();
    const begun = Promise.withResolvers<undefined>();
    const dying = () => {
      begun.resolve(undefined);
      return new Promise<string>(() => undefined);
    };
    void ask('k', { run: dying });
    await begun.promise;
    clock.advance(60_000);
    expect(await thrown(() => ask('k'))).toMatchObject({ code: 'idempotency.in_progress' });
    clock.advance(1);
    expect(await ask('k')).toBe('answer 1');
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

test('after an error the key may be used again, also for another request', async () => {
  const { ask } = requests();
  const run = () => Promise.reject(new Error('no'));
  expect(await thrown(() => ask('k', { run }))).toMatchObject({ message: 'no' });
  expect(await ask('k', { body: '{"mended":1}' })).toBe('answer 1');
});

test('an answer that could not be kept does not free the key: the request has run', async () => {
  const table: Table = { ...opened.table, update: () => Promise.reject(new Error('no table')) };
  const { ask, runs } = requests({ table });
  expect(await thrown(() => ask('k'))).toMatchObject({ message: 'no table' });
  expect(await thrown(() => ask('k'))).toMatchObject({ code: 'idempotency.in_progress' });
  expect(runs()).toBe(1);
});

test.each([
  ['', false],
  ['k', true],
  ['k'.repeat(255), true],
  ['k'.repeat(256), false],
])('the key %s is taken: %s', async (key, taken) => {
  const { ask } = requests();
  if (taken) expect(await ask(key)).toBe('answer 1');
  else expect(await thrown(() => ask(key))).toMatchObject({ kind: 'invalid', faults: [{ path: 'Idempotency-Key' }] });
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
