import * as z from 'zod';

const batchResponse = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

/**
 * The identifiers that a handler reports as failed; none for an empty result.
 * @throws Error when the result has another shape or names an item outside the batch: the whole batch failed
 */
export function reportedFailures(result: unknown, batch: readonly string[]): ReadonlySet<string> {
  const failures = batchResponse.parse(result)?.batchItemFailures ?? [];
  const failed = new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
  for (const id of failed)
    if (!batch.includes(id)) throw new Error(`The partial batch response names an unknown item: ${id}`);
  return failed;
}

/** Lambda accepts 6 MB of JSON; a poller counts before envelope and escapes are added. */
export const MAX_BATCH_BYTES = 5_000_000;
