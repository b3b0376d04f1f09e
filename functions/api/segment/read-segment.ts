import { notFound } from '../../../shared/platform/errors.ts';
import { api } from '../../../shared/runtime/api.ts';
import { clock, customers, messages, segments } from '../../../shared/runtime/dependencies.ts';
import type { Handle } from '../../../shared/runtime/handle.ts';
import { countSegment } from '../../../shared/segment/count-segment.ts';
import { readSegment } from '../../../shared/segment/segment.contract.ts';

const needs = { clock, customers, messages, segments };

export const handle: Handle<typeof readSegment, typeof needs> = async ({ params, caller }, ports) => {
  const segment = await ports.segments.get(caller.tenant_id, params.id);
  if (!segment) throw notFound('segment');
  return { ...segment, count: await countSegment(segment, ports) };
};

export const handler = api(readSegment, handle, needs);
