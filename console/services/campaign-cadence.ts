import type { Schemas } from '../../client/src/client.ts';

type Campaign = Schemas['Campaign'];
type Report = Schemas['Report'];

const SECOND = 1000;
/** How long something that stands still is looked at: 40 times 15 s are 10 minutes. */
const MAX_UNCHANGED = 40;

/** How often a campaign is looked at: often while it is sent, seldom while it stands, not once it is over. */
export function campaignCadence({ status, progress }: Campaign, unchanged: number): number | undefined {
  if (status === 'sending') return slower(2 * SECOND, unchanged);
  if (status === 'paused' || status === 'scheduled') return unchanged > MAX_UNCHANGED ? undefined : 15 * SECOND;
  // Those who waited are counted out after the answer to the cancellation.
  if (status === 'cancelled' && progress && progress.settled < progress.planned && unchanged <= MAX_UNCHANGED)
    return slower(2 * SECOND, unchanged);
  return undefined;
}

/** How often its report is: until no figure has changed for an hour. */
export function reportCadence({ status, settled_at }: Report, unchanged: number): number | undefined {
  if (settled_at !== null) return undefined;
  if (status === 'sending') return slower(5 * SECOND, unchanged);
  return unchanged > MAX_UNCHANGED ? undefined : slower(5 * SECOND, unchanged);
}

function slower(ms: number, unchanged: number): number {
  if (unchanged < 3) return ms;
  return Math.max(ms, Math.min(15, 5 * (unchanged - 2)) * SECOND);
}
