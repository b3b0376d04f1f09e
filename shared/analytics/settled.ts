import type { Campaign } from '../campaign/campaign.ts';
import { timestamp } from '../platform/clock.ts';

/** Statuses arrive within minutes, most taps within the hour. */
const QUIET_MS = 3_600_000;

/**
 * When a report's figures had not changed for an hour after the campaign ended; null before.
 * @param changed_at when they last changed; earlier versions did not keep it, then the campaign's end stands for it
 */
export function settledAt(
  { status, completed_at }: Pick<Campaign, 'status' | 'completed_at'>,
  changed_at: string | undefined,
  now: number,
): string | null {
  if (!completed_at || (status !== 'completed' && status !== 'cancelled')) return null;
  const quiet = Math.max(Date.parse(completed_at), Date.parse(changed_at ?? completed_at)) + QUIET_MS;
  return quiet <= now ? timestamp(quiet) : null;
}
