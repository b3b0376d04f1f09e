import type { paths } from '../../client/src/client.ts';
import { answerOf, api } from './api.ts';
import { may } from './scopes.ts';

type Query = NonNullable<paths['/v1/campaigns']['get']['parameters']['query']>;

/** Campaigns, newest first, with totals for whoever may see results: for others the API would refuse the list. */
export const listCampaigns = (query: Query, signal: AbortSignal) =>
  answerOf(
    api.GET('/v1/campaigns', {
      params: { query: { ...(may('analytics:view') && { expand: 'totals' }), ...query } },
      signal,
    }),
  );
