import { answerOf, api, type Campaign, type Schemas } from './api.ts';
import { useLive, type Live } from './live.ts';

/** From how many people on a campaign must be approved, and who may do so as it is now. */
export function useApprovers({ id, updated_at }: Campaign): Live<Schemas['Approvers']> {
  return useLive(
    (signal) => answerOf(api.GET('/v1/campaigns/{id}/approvers', { params: { path: { id } }, signal })),
    [id, updated_at],
  );
}
