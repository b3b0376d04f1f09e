/**
 * The definition of the table: the deployed, the local and the test table are all created from it.
 *
 * The local secondary index never holds an item. DynamoDB does not split an item collection of a table that has one, so all
 * stream records of a partition key stay in one shard lineage, in order; the roll-up's `folded_through` relies on that.
 * In return, each partition key is limited to 10 GB and 1,000 writes per second.
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
