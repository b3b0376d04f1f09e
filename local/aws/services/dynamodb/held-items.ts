import { ServiceError } from '../service.ts';
import type { Detour } from './detour.ts';

type Input = Readonly<Record<string, unknown>>;
type Attributes = Readonly<Record<string, unknown>>;
type TransactItem = Readonly<Record<string, Input>>;

export interface HeldItems {
  /**
   * Handles a call; while it writes a transaction, the transaction holds its items.
   * @throws ServiceError as DynamoDB refuses another write of an item that is held
   */
  whileHolding<Answer>(operation: string, input: Input, handle: () => Promise<Answer>): Promise<Answer>;
}

const WRITES = new Set(['DeleteItem', 'PutItem', 'UpdateItem']);
const TRANSACTIONS = new Set(['TransactGetItems', 'TransactWriteItems']);

/**
 * What local DynamoDBs leave out: they handle one call after another, so that no transaction meets another write. DynamoDB
 * refuses whichever comes while a transaction is under way.
 * @param keyNames the names of a table's key attributes
 * @param detour begun for as long as an item is held: whoever would write one must ask here
 */
export function heldItems(
  keyNames: (table: string) => Promise<readonly string[]>,
  detour: Pick<Detour, 'begin' | 'end'>,
): HeldItems {
  const held = new Map<string, string | undefined>();

  async function nameOf({ TableName, Key, Item }: Input): Promise<string> {
    const attributes = (Key ?? Item ?? {}) as Attributes;
    const names = await keyNames(String(TableName));
    return JSON.stringify([TableName, ...names.map((name) => attributes[name])]);
  }

  async function itemsOf(operation: string, input: Input): Promise<readonly string[]> {
    if (WRITES.has(operation)) return [await nameOf(input)];
    if (!TRANSACTIONS.has(operation)) return [];
    const requests = ((input['TransactItems'] ?? []) as readonly TransactItem[]).flatMap((item) => Object.values(item));
    return Promise.all(requests.map(nameOf));
  }

  return {
    async whileHolding(operation, input, handle) {
      const items = await itemsOf(operation, input);
      const token = input['ClientRequestToken'] as string | undefined;
      const inConflict = items.map((item) => held.has(item));
      if (inConflict.some(Boolean)) {
        if (token !== undefined && held.get(items[0]!) === token) throw inProgress();
        throw WRITES.has(operation) ? conflict() : cancelled(inConflict);
      }
      if (operation !== 'TransactWriteItems') return handle();
      for (const item of items) held.set(item, token);
      detour.begin();
      try {
        return await handle();
      } finally {
        detour.end();
        for (const item of items) held.delete(item);
      }
    },
  };
}

function conflict(): ServiceError {
  return new ServiceError('TransactionConflictException', 'Transaction is ongoing for the item');
}

function inProgress(): ServiceError {
  const message = 'The transaction with the given request token is already in progress.';
  return new ServiceError('TransactionInProgressException', message);
}

function cancelled(inConflict: readonly boolean[]): ServiceError {
  const codes = inConflict.map((is) => (is ? 'TransactionConflict' : 'None'));
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;
  const CancellationReasons = inConflict.map((is) =>
    is ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  );
  return new ServiceError('TransactionCanceledException', message, 400, { Message: message, CancellationReasons });
}
