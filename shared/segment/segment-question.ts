import { conflict } from '../platform/errors.ts';
import type { AudienceQuestion } from './read-facts.ts';
import { resolveSegments } from './resolve-segments.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segment.store.ts';

/**
 * Who is in a segment.
 * @param at when it is asked, in milliseconds since the epoch
 * @throws HeraldError 409 when a segment that it names is gone
 */
export async function questionOf(
  { tenant_id, criteria }: Segment,
  at: number,
  ports: { readonly segments: Pick<Segments, 'getAll'> },
): Promise<AudienceQuestion> {
  const resolved = await resolveSegments(tenant_id, [criteria], ports.segments);
  if ('fault' in resolved) throw conflict('segment.broken', `The segment names ${resolved.fault.message}. Change it.`);
  return { tenant_id, criteria: [criteria], segments: resolved.segments, at };
}
