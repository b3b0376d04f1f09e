/**
 * The one table, as data: the deployed, the local and the test table are all made from this.
 *
 * The local secondary index holds no item and never will. A table that has one never splits an item collection across
 * partitions, so all stream records of one partition key stay in one shard lineage, in order; the roll-up's
 * `folded_through` mark rests on that. Its price is 10 GB and 1,000 writes per second for each partition key.
 */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  ttl: 'expires_at',
  globalIndexes: [
    { name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    { name: 'gsi2', partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
  ],
  orderKeepingIndex: { name: 'unsplit', sortKey: 'lsi_never_set' },
} as const;

/** A primary key of the table. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}
