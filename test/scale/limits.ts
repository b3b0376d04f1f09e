import { prod } from '../../lib/stage-settings.ts';
import type { Busiest } from './busiest.ts';
import type { Simulated } from './simulate.ts';

/** One limit: what was measured, what is permitted, and where that is. */
export interface Limit {
  readonly limit: string;
  readonly measured: number;
  readonly permitted: number;
  readonly unit: string;
  readonly where: string;
}

/** AWS's own, of on-demand tables, standard executions and accounts that nobody has raised. */
const AWS = {
  partition_writes: 1_000,
  partition_reads: 3_000,
  table_writes: 40_000,
  new_table_writes: 4_000,
  item_bytes: 400 * 1024,
  collection_bytes: 10 * 2 ** 30,
  history_events: 25_000,
  concurrency: 1_000,
};
/** What one write unit pays for. */
const USUAL_BYTES = 1024;
/** A chunk that is taken so long after its slot asks for another one (shared/send/decide-chunk.ts); it is made visible this much before. */
const LATE_CHUNK = 500;
const VISIBLE_BEFORE = 300;
const MINUTE = 60_000;

/** Every limit that a campaign comes near to, as a world came near to it. */
export function limitsOf(simulated: Simulated): Limit[] {
  const { meters, ages, collections, options, lasted } = simulated;
  const { table, functions, runs } = meters;
  const second = ({ second }: Busiest) => `second ${Math.round((second - simulated.start) / 1000)}`;
  const place = (busiest: Busiest) => `${named(busiest.key, simulated)}, ${second(busiest)}`;
  const largest = [...table.largest.values()].toSorted((a, b) => b.bytes - a.bytes)[0];
  const message = table.largest.get('MESSAGE#');
  const collection = collections.toSorted((a, b) => b.bytes - a.bytes)[0];
  const queues = Object.entries(ages).filter(([name]) => name !== 'sends' && name !== 'fold' && name !== 'publish');
  const oldest = queues.toSorted(([, a], [, b]) => b.max - a.max)[0];
  const callbacks = functions.perSecond('status');
  const busy = (id: string) => (functions.uses.get(id)?.milliseconds ?? 0) / (options.shards * lasted);
  const limit = (name: string, measured: number, permitted: number, unit: string, where: string): Limit => ({
    ...{ limit: name, measured, permitted, unit, where },
  });
  const reader = (name: string, id: 'fold' | 'publish', minutes: number, alarm: string): Limit[] => {
    const age = ages[id]!;
    const shards = `${options.shards} shards, ${options['record-us']} µs a record`;
    return [
      limit(`${name}, oldest record`, age.max, minutes * MINUTE, 'ms', `p99 ${age.quantile(0.99)} ms; ${alarm}`),
      limit(`${name}, busy share of a shard`, busy(id) * 100, 100, '%', shards),
    ];
  };
  return [
    limit(
      'writes to a partition key',
      table.writes.most.amount,
      AWS.partition_writes,
      'units/s',
      place(table.writes.most),
    ),
    limit('reads of a partition key', table.reads.most.amount, AWS.partition_reads, 'units/s', place(table.reads.most)),
    limit(
      'writes to a key of an index',
      table.indexWrites.most.amount,
      AWS.partition_writes,
      'units/s',
      place(table.indexWrites.most),
    ),
    limit(
      'writes to a new table',
      table.together.most.amount,
      AWS.new_table_writes,
      'units/s',
      second(table.together.most),
    ),
    limit(
      'writes to the table',
      table.together.most.amount,
      AWS.table_writes,
      'units/s',
      `${second(table.together.most)}; the account’s default`,
    ),
    limit('a message’s row, for one unit', message?.bytes ?? 0, USUAL_BYTES, 'bytes', 'MESSAGE#'),
    limit(
      'largest item',
      largest?.bytes ?? 0,
      AWS.item_bytes,
      'bytes',
      largest ? `${named(largest.pk, simulated)} ${kindOf(largest.sk)}` : '',
    ),
    limit(
      'largest item collection',
      collection?.bytes ?? 0,
      AWS.collection_bytes,
      'bytes',
      `${named(collection?.pk ?? '', simulated)}: the table has a local index, so it applies`,
    ),
    limit(
      'history of an execution',
      runs.longest.events,
      AWS.history_events,
      'events',
      `${runs.longest.looks} looks at ${runs.longest.name.replace(/^\S+ \d+ /, '')}`,
    ),
    limit(
      'senders at once',
      functions.uses.get('send')?.most ?? 0,
      prod.senderConcurrency,
      'functions',
      'senderConcurrency of prod',
    ),
    limit('functions at once', functions.most, AWS.concurrency, 'functions', 'the account’s default'),
    limit(
      'callbacks of the provider',
      callbacks,
      prod.callbackRequestsPerSecond,
      'requests/s',
      'callbackRequestsPerSecond of prod',
    ),
    limit(
      'send queue, oldest',
      ages['sends']!.max,
      VISIBLE_BEFORE + LATE_CHUNK,
      'ms',
      `p99 ${ages['sends']!.quantile(0.99)} ms; behind, chunks ask for another slot`,
    ),
    ...reader('roll-up', 'fold', 10, `${prod.rollupWindowSeconds} s are its window; the alarm`),
    ...reader('publisher', 'publish', 2, 'the alarm'),
    limit(
      'other queues, oldest',
      oldest?.[1].max ?? 0,
      10 * MINUTE,
      'ms',
      `${oldest?.[0] ?? ''}, p99 ${oldest?.[1].quantile(0.99) ?? 0} ms`,
    ),
  ];
}

function kindOf(sk: string): string {
  return sk.includes('#') ? sk.slice(0, sk.indexOf('#') + 1) : sk;
}

/** A key with the names of tenants in place of ids. */
function named(key: string, { tenants }: Pick<Simulated, 'tenants'>): string {
  let name = key;
  for (const {
    tenant_id,
    name: tenant,
    campaign,
    campaign: { sender_id },
  } of tenants)
    name = name.replace(tenant_id, tenant).replace(campaign.id, 'its').replace(sender_id, 'its');
  return name.replace(/(cus)_\w+/, '$1_…');
}
