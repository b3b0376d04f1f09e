import { api } from '../../../shared/runtime/api.ts';
import { campaigns, segments } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { removeSegment } from '../../../shared/segment/remove-segment.ts';
import { deleteSegment } from '../../../shared/segment/segment.contract.ts';

const needs = { campaigns, segments };

export const handle: Handle<typeof deleteSegment, typeof needs> = async ({ params: { id }, caller }, ports) => {
  await removeSegment({ tenant_id: caller.tenant_id, id }, ports);
  return { id, deleted: true };
};

export const handler = api(deleteSegment, handle, needs);
