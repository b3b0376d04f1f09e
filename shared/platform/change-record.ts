/** One change of an item, as the table's stream delivers it. */
export interface ChangeRecord {
  readonly sequence: string;
  readonly pk: string;
  readonly sk: string;
  readonly before: unknown;
  readonly after: unknown;
  /** When it was made, to the second. */
  readonly at?: string | undefined;
}

/** Keeps records that cannot be processed for a person to examine, so that the others are not held up. */
export interface FailureQueue {
  add(record: ChangeRecord, why: string): Promise<void>;
}
