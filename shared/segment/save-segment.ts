import { requireCampaigns, type CampaignLookup } from '../campaign/require-audience.ts';
import type { StoredCriteria } from '../campaign/criteria.ts';
import { LOST } from '../platform/backoff.ts';
import { conflict, invalid, notFound } from '../platform/errors.ts';
import type { Changed } from '../platform/expression.ts';
import { requireRoom } from '../tenancy/quota.ts';
import type { QuotaStore } from '../tenancy/quota.store.ts';
import { resolveSegments } from './resolve-segments.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segment.store.ts';

export interface SaveSegmentPorts {
  readonly campaigns: CampaignLookup;
  readonly quotas: Pick<QuotaStore, 'get'>;
  readonly segments: Segments;
}

/**
 * Adds a segment. What it names is read after the number of the last change, on which the write depends: so two changes that
 * together would make a circle are not both made.
 * @throws HeraldError 400 for criteria that name what is not there, 409 for a name that is taken or one too many
 */
export async function addSegment(segment: Segment, ports: SaveSegmentPorts): Promise<Segment> {
  const { quotas, segments } = ports;
  const { tenant_id, criteria } = segment;
  await requireCampaigns(tenant_id, criteria, 'criteria', ports.campaigns);
  const allowed = await quotas.get(tenant_id);
  return segments.untilWon(async () => {
    const state = await segments.state(tenant_id);
    requireRoom('segments', allowed, state.segments);
    await requireFreeName(segment, segments);
    await requireSound(tenant_id, criteria, segments);
    return (await segments.add(segment, state.version)) ? segment : LOST;
  });
}

/** @throws HeraldError 404, and as `addSegment`; 400 as well for criteria by which it would name itself */
export async function changeSegment(
  { tenant_id, id }: Pick<Segment, 'tenant_id' | 'id'>,
  change: Changed<Segment>,
  ports: SaveSegmentPorts,
): Promise<Segment> {
  const { segments } = ports;
  if (change.criteria) await requireCampaigns(tenant_id, change.criteria, 'criteria', ports.campaigns);
  await segments.untilWon(async () => {
    const { version } = await segments.state(tenant_id);
    const before = await segments.get(tenant_id, id);
    if (!before) throw notFound('segment');
    if (change.name) await requireFreeName({ tenant_id, id, name: change.name }, segments);
    if (change.criteria) await requireSound(tenant_id, change.criteria, segments, id);
    return (await segments.change(before, change, version)) || LOST;
  });
  const changed = await segments.get(tenant_id, id);
  if (!changed) throw notFound('segment');
  return changed;
}

async function requireFreeName(
  { tenant_id, id, name }: Pick<Segment, 'tenant_id' | 'id' | 'name'>,
  segments: Pick<Segments, 'hasName'>,
): Promise<void> {
  if (!(await segments.hasName(tenant_id, name, id))) return;
  throw conflict('segment.name_taken', `Another segment is called ${name}. Choose another name, or change that one.`);
}

async function requireSound(
  tenant_id: string,
  criteria: StoredCriteria,
  segments: Pick<Segments, 'getAll'>,
  own?: string,
): Promise<void> {
  const resolved = await resolveSegments(tenant_id, [criteria], segments, own);
  if (!('fault' in resolved)) return;
  const { code, message } = resolved.fault;
  throw invalid([{ path: 'criteria', code, message: `names ${message}` }]);
}
