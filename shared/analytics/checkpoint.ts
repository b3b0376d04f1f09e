/**
 * The sort key of a source's checkpoint. It counts for nothing. Since the stream keeps the order of a partition key, whatever
 * was written before a checkpoint is counted once the roll-up has passed it.
 */
export const CHECKPOINT = 'CHECKPOINT';
