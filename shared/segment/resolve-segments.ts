import { campaignsOf, segmentsOf, type StoredCriteria } from '../campaign/criteria.ts';
import { MAX_CAMPAIGNS } from '../campaign/audience.ts';
import type { Segments } from './segment.store.ts';

/** The criteria of segments, by id. */
export type NamedCriteria = ReadonlyMap<string, StoredCriteria>;

/** How deep a segment may name another that names another. */
export const MAX_DEPTH = 5;
/** How many segments an audience may have in all, and of how many bytes: they are kept as one item. */
const MAX_SEGMENTS = 50;
const MAX_BYTES = 300_000;

/** What is wrong with the segments that criteria name. `code` as in a fault, `message` as it goes on after "names". */
export interface SegmentFault {
  readonly code: 'not_found' | 'circle' | 'too_deep' | 'too_big';
  readonly message: string;
}

/**
 * Reads the segments that criteria name, those that these name, and so on.
 * @param roots all criteria that are asked together
 * @param own the segment whose criteria they are, if they are one's
 */
export async function resolveSegments(
  tenant_id: string,
  roots: readonly StoredCriteria[],
  segments: Pick<Segments, 'getAll'>,
  own?: string,
): Promise<{ readonly segments: NamedCriteria } | { readonly fault: SegmentFault }> {
  const found = new Map<string, StoredCriteria>();
  let names = [...new Set(roots.flatMap(segmentsOf))];
  for (let depth = 0; depth < MAX_DEPTH && names.length > 0; depth += 1) {
    if (own !== undefined && names.includes(own)) return fault('circle', CIRCLE);
    const unread = names.filter((id) => !found.has(id));
    if (found.size + unread.length > MAX_SEGMENTS) return fault('too_big', `more than ${MAX_SEGMENTS} segments in all`);
    for (const { id, criteria } of await segments.getAll(tenant_id, unread)) found.set(id, criteria);
    const missing = names.find((id) => !found.has(id));
    if (missing) return fault('not_found', `the segment ${missing}, which does not exist`);
    names = [...new Set(names.flatMap((id) => segmentsOf(found.get(id) ?? {})))];
  }
  if (names.length > 0) return fault('too_deep', `segments within segments deeper than ${MAX_DEPTH}`);
  const all = [...roots, ...found.values()];
  if (new Set(all.flatMap(campaignsOf)).size > MAX_CAMPAIGNS)
    return fault('too_big', `segments that together look at more than ${MAX_CAMPAIGNS} campaigns`);
  if (Buffer.byteLength(JSON.stringify([...found])) > MAX_BYTES)
    return fault('too_big', `segments of more than ${MAX_BYTES} bytes in all`);
  return { segments: found };
}

const CIRCLE = 'segments that name this one again, so that nobody could say who is in it';

function fault(code: SegmentFault['code'], message: string) {
  return { fault: { code, message } };
}
