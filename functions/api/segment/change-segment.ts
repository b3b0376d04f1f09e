import { timestamp } from '../../../shared/platform/clock.ts';
import { api } from '../../../shared/runtime/api.ts';
import { campaigns, clock, quotas, segments } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { changeSegment as change } from '../../../shared/segment/save-segment.ts';
import { changeSegment } from '../../../shared/segment/segment.contract.ts';

const needs = { campaigns, clock, quotas, segments };

export const handle: Handle<typeof changeSegment, typeof needs> = ({ params, body, caller: { tenant_id } }, ports) =>
  change({ tenant_id, id: params.id }, { ...body, updated_at: timestamp(ports.clock.now()) }, ports);

export const handler = api(changeSegment, handle, needs);
