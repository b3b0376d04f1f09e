import type { Faults } from '../fault/faults.ts';
import type { DynamoDbLoad } from '../fault/overload.ts';

/** No fault ever strikes. */
export const NO_FAULTS: Faults = {
  strike: () => undefined,
  happens: () => false,
  count: () => undefined,
  has: () => false,
  delay: () => 0,
  end: () => undefined,
  ended: true,
  injected: new Map(),
};

/** DynamoDB refuses nothing: what it would have refused is counted. */
export const NO_LOAD: DynamoDbLoad = {
  read: () => undefined,
  write: () => undefined,
  transact: () => undefined,
  hold: () => 0,
};
