import * as z from 'zod';

const batchResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/**
 * The identifiers of a batch that its handler reports as failed; none for an empty answer.
 * @throws Error when the answer has another shape or names an item that is not in the batch: the whole batch failed
 */
export function reportedFailures(answer: unknown, batch: readonly string[]): ReadonlySet<string> {
  const failures = batchResponse.parse(answer)?.batchItemFailures ?? [];
  const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  for (const id of failed)
    if (!batch.includes(id)) throw new Error(`The partial batch response names an unknown item: ${id}`);
  return failed;
}

/** What a batch may weigh: Lambda takes 6 MB of JSON, and the poller counts before it adds the envelope and escapes. */
export const BATCH_BYTES = 5_000_000;
