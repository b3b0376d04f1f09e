import { answerOf, api } from './api.ts';
import type { Target } from './draft.ts';
import { useLive } from './live.ts';
import { readersOf, type Reader } from './sample.ts';
import { may } from './scopes.ts';

/** A few customers to read a draft as: with the first tag it goes to, where it names one; else the newest. */
export function useReaders(target: Target | undefined): readonly Reader[] {
  const tag = target?.tags_any?.[0];
  const { data } = useLive(
    async (signal) =>
      may('customers:read')
        ? (await answerOf(api.GET('/v1/customers', { params: { query: { limit: 20, ...(tag && { tag }) } }, signal })))
            .data
        : [],
    [tag],
  );
  // Whoever has not said yes gets nothing.
  return readersOf((data ?? []).filter(({ consent }) => consent.status === 'opted_in'));
}
