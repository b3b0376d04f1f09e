import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { PauseReason } from '../run/pause-sending.ts';
import type { SendResult } from './send-message.ts';

/** After this many bad outcomes of one kind in a row, the next ones will be no better. */
const MAX_IN_A_ROW = 5;

const STREAKS = ['unknown_streak', 'refusal_streak'] as const;
type Streak = (typeof STREAKS)[number];

function belongsTo(kind: Streak, result: SendResult): boolean {
  return kind === 'unknown_streak' ? result.kind === 'unknown' : refusalCode(result) !== undefined;
}

function refusalCode(result: SendResult): string | undefined {
  return 'because' in result && result.because === 'template' ? result.code : undefined;
}

/** How many of the latest results in a row are of a kind. */
function streakLength(kind: Streak, results: readonly SendResult[]): number {
  return results.length - 1 - results.findLastIndex((result) => !belongsTo(kind, result));
}

/** Whether a chunk must not send the rest of its messages, because its template was refused again and again. */
export function isRefused(results: readonly SendResult[]): boolean {
  return streakLength('refusal_streak', results) >= MAX_IN_A_ROW;
}

/**
 * Counts a chunk's results together with those of earlier chunks, so that a slow sender, whose chunks hold one message,
 * detects a streak of failures as a fast one does. Nothing is written while messages are accepted.
 * @returns why the campaign must be paused, if it must
 */
export async function countStreaks(
  campaign: Campaign,
  results: readonly SendResult[],
  campaigns: Pick<Campaigns, 'countOutcomes'>,
): Promise<PauseReason | undefined> {
  const known = results.filter(({ kind }) => kind === 'settled' || kind === 'unknown');
  const add: Partial<Record<Streak, number>> = {};
  const set: Partial<Record<Streak, number>> = {};
  for (const kind of STREAKS) {
    const last = streakLength(kind, known);
    if (last > 0 && last === known.length) add[kind] = last;
    else if (last > 0 || (campaign[kind] && known.length > 0)) set[kind] = last;
  }
  if (Object.keys({ ...add, ...set }).length === 0) return undefined;
  const counts = await campaigns.countOutcomes(campaign, { add, set });
  const trips = (kind: Streak) => streakLength(kind, known) > 0 && (counts?.[kind] ?? 0) >= MAX_IN_A_ROW;
  const code = known.map(refusalCode).findLast((found) => found !== undefined);
  if (trips('refusal_streak') && code !== undefined) return { why: 'template_failing', code };
  return trips('unknown_streak') ? { why: 'provider_silent' } : undefined;
}
