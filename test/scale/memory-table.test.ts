import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Change, Condition } from '../../shared/platform/expression.ts';
import { patientTable, type Query, type Table } from '../../shared/platform/table-client.ts';
import { tableBySdk } from '../../admin/sdk-table.ts';
import { openDatabase } from '../fault/database.ts';
import { memoryTable } from './memory-table.ts';

let database: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const pk = fc.constantFrom('A', 'B');
const sk = fc.constantFrom('ROW#1', 'ROW#2', 'ROW#3', 'OTHER', 'OTHER#1');
const key = fc.record({ pk, sk });
const number = fc.integer({ min: -3, max: 3 });
const text = fc.constantFrom('a', 'b', 'é');
/** Each attribute has values of one type, as in the stores, and null where a store writes it. */
const item = fc.record(
  {
    ...{ pk, sk, count: number, name: fc.option(text) },
    ...{
      map: fc.record({ at: text }),
      list: fc.array(text, { maxLength: 2 }),
      gsi1pk: fc.constantFrom('I', 'J'),
      gsi1sk: fc.constantFrom('1', '2'),
    },
  },
  { requiredKeys: ['pk', 'sk', 'gsi1pk', 'gsi1sk'] },
);
const numbers = fc.record({ count: number });
const names = fc.record({ name: fc.option(text) });
const paths = fc.record({ 'map.at': text });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ exists: fc.boolean() }),
  fc.record({ equals: fc.oneof(numbers, names, paths) }),
  fc.record({ greaterOrEqual: numbers }),
  fc.record({ lessOrEqual: numbers }),
  fc.record({ lessThan: numbers }),
  fc.record({ notExistsOrLessThan: numbers }),
  fc.record({ notExistsOrLessOrEqual: numbers }),
  fc.record({ notExistsOrGreaterThan: numbers }),
  fc.record({ notExistsOrNotEqual: fc.oneof(numbers, names) }),
  fc.record({ notExistsOrEqual: fc.oneof(numbers, names) }),
  fc.record({ notExistsOrWithout: fc.record({ list: text }) }),
  fc.record({ oneOf: fc.record({ name: fc.array(text, { minLength: 1, maxLength: 2 }) }) }),
  fc.record({ notExists: fc.constantFrom(['name'], ['map.at']) }),
  fc.record({ absentOrLessThan: numbers }),
);
const where = fc.option(condition, { nil: undefined });
const members = fc.uniqueArray(text, { minLength: 1 }).map((all) => new Set(all));
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ set: fc.oneof(numbers, names) }),
  fc.record({ setIfAbsent: names, add: numbers }),
  fc.record({ set: names, remove: fc.constant(['count']) }),
  fc.record({ addToSet: fc.record({ tags: members }) }),
  fc.record({ removeFromSet: fc.record({ tags: members }) }),
  fc.record({ set: fc.record({ gsi1sk: fc.constantFrom('1', '2', '3') }) }),
);
const query: fc.Arbitrary<Query> = fc.oneof(
  fc.record(
    {
      pk,
      prefix: fc.constantFrom('ROW#', 'OTHER', 'ROW#2'),
      newestFirst: fc.boolean(),
      limit: fc.integer({ min: 1, max: 3 }),
    },
    { requiredKeys: ['pk'] },
  ),
  fc.record({ pk, between: fc.constant(['ROW#1', 'ROW#2'] as const), newestFirst: fc.boolean() }),
  fc.record({
    ...{ pk: fc.constantFrom('I', 'J'), index: fc.constant('gsi1' as const) },
    ...{ newestFirst: fc.boolean(), limit: fc.integer({ min: 1, max: 3 }) },
  }),
);

type Step = (table: Table) => Promise<unknown>;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(item, where).map(
    ([item, where]): Step =>
      (table) =>
        table.put(item, where),
  ),
  fc.tuple(key, change, where).map(
    ([key, change, where]): Step =>
      (table) =>
        table.update(key, change, where),
  ),
  fc.tuple(key, where).map(
    ([key, where]): Step =>
      (table) =>
        table.remove(key, where),
  ),
  key.map(
    (key): Step =>
      (table) =>
        table.get(key),
  ),
  query.map(
    (query): Step =>
      (table) =>
        Array.fromAsync(table.all(query)),
  ),
  fc
    .tuple(item, where, key, change)
    .filter(([item, , key]) => item.pk !== key.pk || item.sk !== key.sk)
    .map(
      ([put, where, key, change]): Step =>
        (table) =>
          table.transact([
            { put, ...(where && { where }) },
            { key, change },
          ]),
    ),
);

test('a table in memory answers as the embedded DynamoDB does', async () => {
  let tables = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const name = `same-${(tables += 1)}`;
      await database.createTable(name);
      const real = tableBySdk(name, database.client);
      const nothing = () => undefined;
      const { commands } = memoryTable({ onWrite: nothing, onRead: nothing, onRefusal: nothing, made: nothing });
      const memory = patientTable(commands, { pause: async () => undefined, now: () => 0 });
      for (const step of steps) {
        const [expected, found] = await Promise.all([real, memory].map((table) => outcomeOf(step, table)));
        expect(found).toEqual(expected);
      }
    }),
    { numRuns: 60 },
  );
});

/** What a step came to; of an error, that there was one. */
async function outcomeOf(step: Step, table: Table): Promise<unknown> {
  return step(table).catch(() => 'refused');
}
