import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { auditEntries, campaigns, clock, cursors } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { answerList, filtersOf } from '../../../shared/runtime/list.ts';
import { listCampaignAudit } from '../../../shared/tenancy/audit.contract.ts';
import { showAuditEntry } from '../../../shared/tenancy/audit.wire.ts';

const needs = { auditEntries, campaigns, clock, cursors };

export const handle: Handle<typeof listCampaignAudit, typeof needs> = async (
  { params: { id }, query, caller },
  { auditEntries, campaigns, clock, cursors },
) => {
  const filter = { ...filtersOf(query), campaign_id: id };
  const page = await answerList(
    cursors,
    { caller, list: ['campaign_audit', JSON.stringify(filter)], query },
    (range) => auditEntries.search(caller.tenant_id, filter, clock.now(), range),
    showAuditEntry,
  );
  // What was done to a campaign outlives it.
  if (page.data.length === 0 && !(await campaigns.get(caller.tenant_id, id))) throw notFound('campaign');
  return page;
};

export const handler = api(listCampaignAudit, handle, needs);
