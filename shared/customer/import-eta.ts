import type { Job } from '../job/job.ts';
import { timestamp } from '../platform/clock.ts';

/** How long an import runs before its speed says anything, in milliseconds. */
const TELLS_AFTER = 5_000;

/**
 * When an import ends if it goes on as fast as it went since it began, or went on; null where nothing is known of that.
 * @param size of its file, in bytes
 */
export function importEta(
  job: Pick<Job, 'status' | 'started_at' | 'progress' | 'resumed'> | undefined,
  size: number | null,
  now: number,
): string | null {
  const done = job?.progress['bytes'] ?? 0;
  const bytes = done - (job?.resumed?.progress['bytes'] ?? 0);
  const ran = now - Date.parse(job?.resumed?.at ?? job?.started_at ?? '');
  if (job?.status !== 'running' || size === null || bytes === 0 || !(ran >= TELLS_AFTER)) return null;
  return timestamp(now + (ran * Math.max(0, size - done)) / bytes);
}
