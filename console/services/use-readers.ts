import { answerOf, api } from './api.ts';
import type { Target } from './draft.ts';
import { useLive } from './live.ts';
import { readersOf, type Reader } from './sample.ts';
import { may } from './scopes.ts';

/**
 * A few customers to read a draft as: with the first tag it goes to, its own or that of its first segment, and in one of its
 * languages; else the newest. By a country, or by what else a segment asks for, customers cannot be listed.
 */
export function useReaders(target: Target | undefined): readonly Reader[] {
  const { tags_any, segments_any, languages } = target ?? {};
  const [own] = tags_any ?? [];
  const [segment] = segments_any ?? [];
  const { data } = useLive(
    async (signal) => {
      if (!may('customers:read')) return [];
      const path = segment && !own && may('campaigns:read') ? { id: segment } : undefined;
      const known = path && (await answerOf(api.GET('/v1/segments/{id}', { params: { path }, signal })));
      const tag = own ?? known?.criteria.tags_any?.[0];
      const query = { limit: 20, ...(tag && { tag }) };
      return (await answerOf(api.GET('/v1/customers', { params: { query }, signal }))).data;
    },
    [own, segment],
  );
  // Whoever has not said yes gets nothing.
  return readersOf(
    (data ?? []).filter(
      ({ consent, language }) =>
        consent.status === 'opted_in' && (languages?.some((code) => language?.startsWith(code)) ?? true),
    ),
  );
}
