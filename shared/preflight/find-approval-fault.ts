import type { Campaign } from '../campaign/campaign.ts';
import type { Lanes } from '../run/lane.store.ts';
import { approvalFault } from './approval-fault.ts';
import { countAudience } from './count-audience.ts';
import { termsOf } from './preflight-campaign.ts';
import type { ReachPorts } from './require-seen.ts';

export interface ApprovalPorts extends ReachPorts {
  readonly lanes: Pick<Lanes, 'plannedTotals'>;
}

/**
 * Why a campaign that is about to plan its people must not. Nobody is counted where the tenant wants no approvals, nor once
 * somebody was planned: the campaign cannot be changed any more.
 */
export async function findApprovalFault(campaign: Campaign, ports: ApprovalPorts): Promise<string | undefined> {
  const { tenant_id, id } = campaign;
  const tenant = await ports.tenants.get(tenant_id);
  if (tenant?.approval_above === undefined) return undefined;
  if ((await ports.lanes.plannedTotals(tenant_id, id)).planned > 0) return undefined;
  return approvalFault(campaign, tenant, await countAudience(termsOf(campaign, tenant, ports.clock.now()), ports));
}
