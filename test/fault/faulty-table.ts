import type { Condition } from '../../shared/platform/expression.ts';
import type { Item, Query, Table } from '../../shared/platform/table-client.ts';
import type { Key } from '../../shared/platform/table.ts';
import type { Worker } from './scheduler.ts';

/** Mutations that the suite must detect: each removes a condition from some of the table's writes. */
export const MUTATIONS = ['claim', 'cursor', 'mark'] as const;
export type Mutation = (typeof MUTATIONS)[number];

/** The writes whose condition a mutation drops: which rows, and which condition. */
const DROPPED: Record<Mutation, { readonly prefix: string; readonly of: (where: Condition) => boolean }> = {
  claim: { prefix: 'MESSAGE#', of: (where) => where.exists === false },
  cursor: { prefix: 'LANE#', of: () => true },
  mark: { prefix: 'ROLLUP#', of: (where) => where.notExistsOrLessThan !== undefined },
};

export interface TableTerms {
  readonly mutation: Mutation | undefined;
  /** Called for each key of another tenant that a function touches while it works for one tenant. */
  readonly onTrespass: (what: string) => void;
  /** Called after each write that the stream will deliver. */
  readonly onWrite: () => void;
}

/**
 * The table as one invocation sees it: each operation is a call that others may overtake and that a fault may strike. A call
 * that is repeated after a lost answer finds its own effect, as in DynamoDB; a transaction has a token that the client
 * library creates once for all attempts, so a repetition succeeds again.
 */
export function faultyTable(table: Table, worker: Worker, { mutation, onTrespass, onWrite }: TableTerms): Table {
  const where = (key: Key, condition: Condition | undefined) => {
    const dropped = mutation && DROPPED[mutation];
    return condition && dropped && key.sk.startsWith(dropped.prefix) && dropped.of(condition) ? undefined : condition;
  };
  const check = (pk: string, sk = '') => {
    const own = worker.tenant;
    if (own && !pk.startsWith(`TENANT#${own}`) && !sk.startsWith(`TENANT#${own}`))
      onTrespass(`${worker.name} touched ${pk} ${sk}`);
  };
  const wrote = async <Answer>(writing: Promise<Answer>): Promise<Answer> => {
    const answer = await writing;
    onWrite();
    return answer;
  };
  const name = ({ pk, sk }: Key) => `${pk.replaceAll(/TENANT#\w+?(\w{4})(?=#|$)/g, '…$1')} ${sk}`;

  const wrapped = {
    async get(key: Key, options?: { consistent: boolean }) {
      check(key.pk, key.sk);
      return worker.call(`get ${name(key)}`, () => table.get(key, options));
    },
    async getAll(keys: readonly Key[]) {
      for (const { pk, sk } of keys) check(pk, sk);
      return worker.call(`getAll ${keys.length}`, () => table.getAll(keys));
    },
    async put(item: Item, condition?: Condition) {
      const key = { pk: String(item['pk']), sk: String(item['sk']) };
      check(key.pk, key.sk);
      return worker.call(`put ${name(key)}`, () => wrote(table.put(item, where(key, condition))));
    },
    async update(key: Key, change: Parameters<Table['update']>[1], condition?: Condition) {
      check(key.pk, key.sk);
      const what = `update ${name(key)} ${JSON.stringify(change.set?.['status'] ?? Object.keys({ ...change.set, ...change.add }))}`;
      return worker.call(what, () => wrote(table.update(key, change, where(key, condition))));
    },
    async remove(key: Key, condition?: Condition) {
      check(key.pk, key.sk);
      return worker.call(`remove ${name(key)}`, () => wrote(table.remove(key, condition)));
    },
    async transact(writes: Parameters<Table['transact']>[0]) {
      const keys = writes.map((write) => {
        if ('put' in write) return write.put as unknown as Key;
        if ('remove' in write) return write.remove;
        return 'check' in write ? write.check : write.key;
      });
      for (const { pk, sk } of keys) check(pk, sk);
      const guarded = writes.map((write, place) => ({
        ...write,
        where: where(keys[place]!, write.where),
      })) as typeof writes;
      const what = `transact ${keys.map(({ sk }) => sk).join(', ')}`;
      return worker.call(what, () => wrote(table.transact(guarded)), { repeats: (done) => (done ? done : undefined) });
    },
    async query(query: Query) {
      check(query.pk, query.prefix);
      return worker.call(`query ${query.pk.slice(-24)} ${query.prefix ?? ''}`, () => table.query(query));
    },
    all: table.all,
  };
  return wrapped;
}
