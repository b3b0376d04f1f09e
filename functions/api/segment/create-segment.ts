import { timestamp } from '../../../shared/platform/clock.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, ids, quotas, segments } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { addSegment } from '../../../shared/segment/save-segment.ts';
import { createSegment } from '../../../shared/segment/segment.contract.ts';

const needs = { campaigns, clock, ids, quotas, segments };

export const handle: Handle<typeof createSegment, typeof needs> = async ({ body, caller: { tenant_id } }, ports) => {
  const now = timestamp(ports.clock.now());
  return addSegment({ ...body, id: ports.ids.next('seg'), tenant_id, created_at: now, updated_at: now }, ports);
};

export const handler = api(createSegment, handle, needs);
