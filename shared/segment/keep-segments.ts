import type { Campaign } from '../campaign/campaign.ts';
import { askedBy } from '../campaign/asked.ts';
import { segmentsOf } from '../campaign/criteria.ts';
import type { Audiences } from './audience.store.ts';
import { resolveSegments, type SegmentFault } from './resolve-segments.ts';
import type { Segments } from './segment.store.ts';

export interface KeepPorts {
  readonly audiences: Pick<Audiences, 'get' | 'keep'>;
  readonly segments: Pick<Segments, 'getAll'>;
}

/**
 * Keeps the segments that a campaign asks for as they are when it begins. Later runs of it keep to them.
 * @returns why the audience cannot be told, if it cannot
 */
export async function keepSegments(
  campaign: Campaign,
  { audiences, segments }: KeepPorts,
): Promise<SegmentFault | undefined> {
  const { tenant_id, id } = campaign;
  const named = askedBy(campaign).flatMap(segmentsOf);
  if (named.length === 0) return undefined;
  const kept = await audiences.get(tenant_id, id);
  // One that was paused before anybody was planned may name others now.
  if (kept && named.every((segment) => kept.has(segment))) return undefined;
  const resolved = await resolveSegments(tenant_id, askedBy(campaign), segments);
  if ('fault' in resolved) return resolved.fault;
  await audiences.keep(tenant_id, id, resolved.segments);
  return undefined;
}
