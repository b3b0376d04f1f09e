import { timestamp } from '../../../shared/platform/clock.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, quotas, segments } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { changeSegment as change } from '../../../shared/segment/save-segment.ts';
import { changeSegment } from '../../../shared/segment/segment.contract.ts';
import { isScheduled } from '../../../shared/segment/segment-users.ts';
import { permits } from '../../../shared/contract/permits.ts';
import { requireScope } from '../../../shared/tenancy/caller.ts';

const needs = { campaigns, clock, quotas, segments };

export const handle: Handle<typeof changeSegment, typeof needs> = async ({ params: { id }, body, caller }, ports) => {
  const { tenant_id } = caller;
  // Whoever changes to whom a scheduled campaign goes, sends it.
  const mayOnlyDraft = body.criteria && !permits(caller.scopes, 'campaigns:send');
  if (mayOnlyDraft && (await isScheduled(tenant_id, id, ports))) requireScope(caller, 'campaigns:send');
  return change({ tenant_id, id }, { ...body, updated_at: timestamp(ports.clock.now()) }, ports);
};

export const handler = api(changeSegment, handle, needs, ({ params, caller }, { segments }) =>
  segments.get(caller.tenant_id, params.id),
);
