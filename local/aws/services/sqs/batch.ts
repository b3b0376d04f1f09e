import { ServiceError } from '../service.ts';
import { MAX_BATCH_ENTRIES, MAX_MESSAGE_BYTES } from './limits.ts';
import { messageBytes, parse } from './parse.ts';
import { batchRequest, sendRequest } from './schemas.ts';

export type Entry = Record<string, unknown> & { readonly Id: string };

/** @throws ServiceError for what refuses a whole batch, whatever its entries say */
export function parseBatch(input: Record<string, unknown>): readonly Entry[] {
  const { Entries } = parse(batchRequest, input);
  const refuse = (code: string, message: string) => {
    throw new ServiceError(code, message);
  };
  if (Entries.length === 0) refuse('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (Entries.length > MAX_BATCH_ENTRIES) {
    const message = `Maximum number of entries per request are ${MAX_BATCH_ENTRIES}. You have sent ${Entries.length}.`;
    refuse('TooManyEntriesInBatchRequest', message);
  }
  if (Entries.some(({ Id }) => !/^[\w-]{1,80}$/.test(Id))) {
    const message = 'A batch entry id can only contain alphanumeric characters, hyphens and underscores.';
    refuse('InvalidBatchEntryId', message);
  }
  if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length) {
    refuse('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  return Entries;
}

/** @throws ServiceError as parseBatch does; BatchRequestTooLong */
export function parseSendBatch(input: Record<string, unknown>): readonly Entry[] {
  const entries = parseBatch(input);
  const messages = entries.flatMap((entry) => sendRequest.safeParse(entry).data ?? []);
  if (messages.reduce((sum, message) => sum + messageBytes(message), 0) > MAX_MESSAGE_BYTES) {
    const message = `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes.`;
    throw new ServiceError('BatchRequestTooLong', message);
  }
  return entries;
}

/** Handles each entry for itself: one that fails does not keep the others from succeeding. */
export function eachEntry(entries: readonly Entry[], handle: (entry: Entry) => object) {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...handle(entry) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
