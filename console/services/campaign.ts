import { answerOf, api, type Campaign } from './api.ts';
import { useLive, type Live } from './live.ts';
import type { Cadence } from './poll.ts';

/** One campaign, as it is now. @param every how often it is looked at again; once, unless it is given */
export function useCampaign(id: string, every?: Cadence<Campaign>): Live<Campaign> {
  return useLive(
    (signal) => answerOf(api.GET('/v1/campaigns/{id}', { params: { path: { id } }, signal })),
    [id],
    every,
  );
}
