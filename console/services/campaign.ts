import { answerOf, api, type Campaign, type Report } from './api.ts';
import { reportCadence } from './campaign-cadence.ts';
import { useLive, type Live } from './live.ts';
import type { Cadence } from './poll.ts';
import { may } from './scopes.ts';
import { isUpdating } from './updating.ts';

/** One campaign, as it is now. @param every how often it is looked at again; once, unless it is given */
export function useCampaign(id: string, every?: Cadence<Campaign>): Live<Campaign> {
  return useLive(
    (signal) => answerOf(api.GET('/v1/campaigns/{id}', { params: { path: { id } }, signal })),
    [id],
    every,
  );
}

/** Its report, again while news comes in and anew with each status; nothing before it began, or without the right. */
export function useReport(id: string, campaign: Campaign | undefined): Live<Report | undefined> {
  const { status, started_at } = campaign ?? {};
  return useLive(
    async (signal) =>
      started_at && may('analytics:view')
        ? answerOf(api.GET('/v1/campaigns/{id}/report', { params: { path: { id } }, signal }))
        : undefined,
    [id, status, isUpdating.value],
    isUpdating.value ? (report, unchanged) => report && reportCadence(report, unchanged) : undefined,
  );
}
