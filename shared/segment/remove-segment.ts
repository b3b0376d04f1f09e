import type { Campaigns } from '../campaign/campaign.store.ts';
import { LOST } from '../platform/backoff.ts';
import { conflict, notFound } from '../platform/errors.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segment.store.ts';
import { scheduledNaming, segmentsNaming } from './segment-users.ts';

/** How many of those that use a segment a refusal names. */
const NAMED = 5;

export interface RemoveSegmentPorts {
  readonly campaigns: Pick<Campaigns, 'page'>;
  readonly segments: Segments;
}

/**
 * Removes a segment that nothing to come needs: no other segment, and no scheduled campaign. A draft that names it cannot
 * begin until it is changed.
 * @throws HeraldError 404, or 409 that says what uses it
 */
export async function removeSegment(
  { tenant_id, id }: Pick<Segment, 'tenant_id' | 'id'>,
  { campaigns, segments }: RemoveSegmentPorts,
): Promise<void> {
  await segments.untilWon(async () => {
    const { version } = await segments.state(tenant_id);
    const found = await segments.get(tenant_id, id);
    if (!found) throw notFound('segment');
    const removed = new Set([id]);
    const others = await segmentsNaming(tenant_id, removed, segments);
    const scheduled = await scheduledNaming(tenant_id, removed, campaigns);
    const users = [
      ...others.map(({ id, name }) => `the segment ${name} (${id})`),
      ...scheduled.map(({ id, name }) => `the scheduled campaign ${name} (${id})`),
    ];
    if (users.length > 0) throw inUse(users);
    return (await segments.remove(found, version)) || LOST;
  });
}

function inUse(users: readonly string[]): Error {
  const more = users.length > NAMED ? ` and ${users.length - NAMED} more` : '';
  const message = `In use by ${users.slice(0, NAMED).join(', ')}${more}. Change them first, then delete the segment.`;
  return conflict('segment.in_use', message);
}
