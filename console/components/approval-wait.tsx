import { answerOf, api, type Campaign, type Schemas } from '../services/api.ts';
import { useApprovers } from '../services/approvers.ts';
import { useLive } from '../services/live.ts';
import { Approval } from './approval.tsx';

interface Props {
  readonly campaign: Campaign;
}

/** Of a campaign that has sent nothing yet: whether it waits for an approval. */
export function ApprovalWait({ campaign }: Props) {
  const { data } = useApprovers(campaign);
  return data && data.approval_above !== null ? <Counted campaign={campaign} approvers={data} /> : null;
}

/** Its people are counted as they are now, where their number matters. */
function Counted({ campaign, approvers }: Props & { readonly approvers: Schemas['Approvers'] }) {
  const { id, updated_at } = campaign;
  const { data } = useLive(
    (signal) => answerOf(api.POST('/v1/campaigns/{id}/preflight', { params: { path: { id } }, signal })),
    [id, updated_at],
  );
  return data ? <Approval campaign={campaign} preflight={data} approvers={approvers} /> : null;
}
