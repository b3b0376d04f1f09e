/** One change of an item, as the table's stream delivers it. */
export interface ChangeRecord {
  readonly sequence: string;
  readonly pk: string;
  readonly sk: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where records go that cannot be processed, so that a person can look at them and the rest goes on. */
export interface FailureQueue {
  add(record: ChangeRecord, why: string): Promise<void>;
}
