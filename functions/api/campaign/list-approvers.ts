import { approversOf } from '../../../shared/campaign/approvers.ts';
import { listApprovers } from '../../../shared/campaign/campaign.contract.ts';
import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, members, tenants } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';

const needs = { campaigns, members, tenants };

export const handle: Handle<typeof listApprovers, typeof needs> = async (
  { params, caller: { tenant_id } },
  { campaigns, members, tenants },
) => {
  const campaign = await campaigns.get(tenant_id, params.id);
  if (!campaign) throw notFound('campaign');
  const tenant = await tenants.get(tenant_id);
  return {
    approval_above: tenant?.approval_above ?? null,
    data: approversOf(campaign, await members.all(tenant_id)),
  };
};

export const handler = api(listApprovers, handle, needs);
