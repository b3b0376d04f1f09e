import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

import type { Change, Condition } from '../../shared/platform/expression.ts';
import type { Waiting } from '../../shared/platform/backoff.ts';
import { patientTable, type Table } from '../../shared/platform/table-client.ts';
import type { Item, Query, TableCommands } from '../../shared/platform/table-commands.ts';
import type { Key } from '../../shared/platform/table.ts';
import type { Access, DynamoDbLoad } from './overload.ts';
import { grantOf, type Permit } from './permits.ts';
import type { Worker } from './scheduler.ts';

/** Mutations that the suite must detect: a condition is removed from some writes, or a busy table is taken for a lost race. */
export const MUTATIONS = ['claim', 'cursor', 'mark', 'busy', 'stop'] as const;
export type Mutation = (typeof MUTATIONS)[number];

/** The writes whose condition a mutation drops: which rows, and which condition. */
const DROPPED: Partial<Record<Mutation, { readonly prefix: string; readonly of: (where: Condition) => boolean }>> = {
  claim: { prefix: 'MESSAGE#', of: (where) => where.exists === false },
  cursor: { prefix: 'LANE#', of: () => true },
  mark: { prefix: 'ROLLUP#', of: (where) => where.notExistsOrLessThan !== undefined },
};

export interface TableTerms {
  readonly mutation: Mutation | undefined;
  /** Called for each key of another tenant that a function touches while it works for one tenant. */
  readonly onTrespass: (what: string) => void;
  /** Called after each write that the stream will deliver; with the key of an item that was put by itself. */
  readonly onWrite: (put?: Key) => void;
  readonly loadFor: (worker: Worker) => DynamoDbLoad;
  /** Called for each call that a function may not make: without a grant for it, or after a stop. */
  readonly onDenied: (what: string) => void;
}

/** The switch that stops all sending: whoever works for a tenant may read it, and no more. */
const EVERYBODYS = 'SENDING';

/** The tenant of an entry in a list of all tenants, which may be in the order of times. */
export const LISTED = /^(?:[\d:.TZ-]+#)?TENANT#(\w+)/;

/**
 * The table as one invocation sees it: each request is a call that others may overtake, that a fault may strike and that
 * DynamoDB may throttle; what waits and asks again is the real code. A call that is repeated after a lost answer finds its
 * own effect, as in DynamoDB; a transaction has a token for all its requests, so a repetition succeeds again.
 */
export function faultyTable(
  commands: TableCommands,
  worker: Worker,
  permit: Permit,
  terms: TableTerms,
  waiting: Waiting,
): Table {
  const { mutation, onTrespass, onWrite, loadFor } = terms;
  const { read, hold, ...writes } = loadFor(worker);
  const load = { read, hold, write: asMutated(writes.write, mutation), transact: asMutated(writes.transact, mutation) };
  const where = (key: Key, condition: Condition | undefined) => {
    const dropped = mutation && DROPPED[mutation];
    return condition && dropped && key.sk.startsWith(dropped.prefix) && dropped.of(condition) ? undefined : condition;
  };
  const check = (pk: string, sk = '') => {
    const own = worker.tenant;
    if (own && !pk.startsWith(`TENANT#${own}`) && LISTED.exec(sk)?.[1] !== own)
      onTrespass(`${worker.name} touched ${pk} ${sk}`);
  };
  const wrote = async <Answer>(writing: Promise<Answer>, put?: Key): Promise<Answer> => {
    const answer = await writing;
    onWrite(put);
    return answer;
  };
  const name = ({ pk, sk }: Key) => `${pk.replaceAll(/TENANT#\w+?(\w{4})(?=#|$)/g, '…$1')} ${sk}`;

  const isIndexed = (attributes: object | undefined) =>
    Object.keys(attributes ?? {}).some((name) => /^gsi\dpk$/.test(name));

  const updating =
    <Answer>(update: (key: Key, change: Change, where?: Condition) => Promise<Answer>) =>
    (key: Key, change: Change, condition?: Condition): Promise<Answer> => {
      permit('table:UpdateItem');
      check(key.pk, key.sk);
      const what = `update ${name(key)} ${JSON.stringify(change.set?.['status'] ?? Object.keys({ ...change.set, ...change.add }))}`;
      return worker.call(what, async () => {
        load.write({ ...key, indexed: isIndexed(change.set) });
        return wrote(update(key, change, where(key, condition)));
      });
    };

  return patientTable(
    {
      async get(key, options) {
        permit('table:GetItem');
        if (key.pk !== EVERYBODYS) check(key.pk, key.sk);
        return worker.call(`get ${name(key)}`, async () => {
          load.read([key]);
          return commands.get(key, options);
        });
      },
      async getSome(keys) {
        permit('table:BatchGetItem');
        for (const { pk, sk } of keys) check(pk, sk);
        return worker.call(`getAll ${keys.length}`, async () => {
          load.read(keys);
          return commands.getSome(keys);
        });
      },
      async put(item: Item, condition?: Condition) {
        permit('table:PutItem');
        const key = { pk: String(item['pk']), sk: String(item['sk']) };
        check(key.pk, key.sk);
        return worker.call(`put ${name(key)}`, async () => {
          load.write({ ...key, indexed: isIndexed(item) });
          return wrote(commands.put(item, where(key, condition)), key);
        });
      },
      update: updating(commands.update),
      updateAndRead: updating(commands.updateAndRead),
      async remove(key, condition) {
        permit('table:DeleteItem');
        check(key.pk, key.sk);
        return worker.call(`remove ${name(key)}`, async () => {
          load.write(key);
          return wrote(commands.remove(key, where(key, condition)));
        });
      },
      async transact(writes, token) {
        for (const write of writes) permit(grantOf(write));
        const keys = writes.map((write): Access & Key => {
          if ('check' in write) return write.check;
          if ('remove' in write) return write.remove;
          if ('change' in write) return { ...write.key, indexed: isIndexed(write.change.set) };
          return { pk: String(write.put['pk']), sk: String(write.put['sk']), indexed: isIndexed(write.put) };
        });
        for (const { pk, sk } of keys) check(pk, sk);
        const guarded = writes.map((write, place) => ({
          ...write,
          where: where(keys[place]!, write.where),
        })) as typeof writes;
        const what = `transact ${keys.map(({ sk }) => sk).join(', ')}`;
        const transaction = async () => {
          load.transact(keys);
          await wrote(commands.transact(guarded, token));
          return { until: load.hold(keys) };
        };
        const { until } = await worker.call(what, transaction, { repeats: (done) => done });
        if (until > worker.clock.now()) await worker.clock.sleepUntil(until);
      },
      async query(query: Query) {
        permit(query.index ? 'index:Query' : 'table:Query');
        check(query.pk, query.prefix);
        return worker.call(`query ${query.pk.slice(-24)} ${query.prefix ?? ''}`, async () => {
          load.read([{ pk: query.pk, indexed: query.index !== undefined }]);
          return commands.query(query);
        });
      },
    },
    waiting,
  );
}

/** A table that is busy is one thing, and a condition that fails another. */
function asMutated<Given>(refuse: (given: Given) => void, mutation: Mutation | undefined): (given: Given) => void {
  if (mutation !== 'busy') return refuse;
  return (given) => {
    try {
      refuse(given);
    } catch {
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    }
  };
}
