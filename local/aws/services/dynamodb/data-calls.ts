import { ServiceError } from '../service.ts';
import type { DynamoDbBackend } from './backend.ts';
import { consumedUnits, failedWriteUnits, type CapacityLedger } from './capacity.ts';
import type { Attributes } from './item-size.ts';

type Input = Readonly<Record<string, unknown>>;

/** One operation on items. @throws ServiceError */
export type DataCalls = (operation: string, input: Input, caller: string) => Promise<object>;

interface Failure {
  readonly __type: string;
  readonly message?: string;
  readonly Message?: string;
  Item?: Attributes;
  readonly CancellationReasons?: readonly { readonly Item?: Attributes }[];
}

/** Operations on items, each with what it consumed in the ledger. @param onServerError takes what the backend answers when it fails itself */
export function dataCalls(
  backend: DynamoDbBackend,
  ledger: Pick<CapacityLedger, 'add'>,
  onServerError: (error: Error) => void,
): DataCalls {
  return async (operation, input, caller) => {
    const { body, status } = await backend.call(`DynamoDB_20120810.${operation}`, metered(input));
    const answer = JSON.parse(body.toString());
    if (status !== 200) {
      const write = failedUnits(operation, input, answer);
      if (write > 0) ledger.add(caller, operation, { read: 0, write });
      if (input['ReturnValuesOnConditionCheckFailure'] !== 'ALL_OLD') delete answer.Item;
      throw refused(answer, status, onServerError);
    }
    ledger.add(caller, operation, consumedUnits(operation, answer.ConsumedCapacity));
    if (!asksForCapacity(input)) delete answer.ConsumedCapacity;
    return answer;
  };
}

/** The error of an answer. */
export function refused(answer: unknown, status: number, onServerError: (error: Error) => void): ServiceError {
  const { __type, message, Message, ...extra } = answer as Failure;
  const error = new ServiceError(__type.split('#').at(-1)!, message ?? Message ?? '', status, extra);
  if (status >= 500) onServerError(error);
  return error;
}

/** The call with a request for its cost added: for the old item, too, which a failed condition costs. */
function metered(input: Input): Input {
  return {
    ...input,
    ...(asksForCapacity(input) ? {} : { ReturnConsumedCapacity: 'TOTAL' }),
    ...('ConditionExpression' in input ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {}),
  };
}

function asksForCapacity({ ReturnConsumedCapacity = 'NONE' }: Input): boolean {
  return ReturnConsumedCapacity !== 'NONE';
}

/** A cancelled transaction costs what it would have written; items that its answer does not show count as small. */
function failedUnits(operation: string, input: Input, { __type, Item, CancellationReasons }: Failure): number {
  if (__type.endsWith('#ConditionalCheckFailedException')) return failedWriteUnits(input['Item'] as Attributes, Item);
  if (operation !== 'TransactWriteItems' || !CancellationReasons) return 0;
  const writes = input['TransactItems'] as readonly { readonly Put?: { readonly Item: Attributes } }[];
  return writes.reduce(
    (sum, { Put }, index) => sum + 2 * failedWriteUnits(Put?.Item, CancellationReasons[index]?.Item),
    0,
  );
}
