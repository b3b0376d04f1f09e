import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { PauseReason } from '../run/pause-sending.ts';
import type { SendResult } from './send-message.ts';

/** So many outcomes in a row of one kind mean that the next ones will be no better. */
const MAX_IN_A_ROW = 5;

const KINDS = ['unknown_streak', 'refusal_streak'] as const;
type Kind = (typeof KINDS)[number];

function isOf(kind: Kind, result: SendResult): boolean {
  return kind === 'unknown_streak' ? result.kind === 'unknown' : refusalCode(result) !== undefined;
}

function refusalCode(result: SendResult): string | undefined {
  return 'because' in result && result.because === 'template' ? result.code : undefined;
}

/** How many of the last results are of a kind. */
function tail(kind: Kind, results: readonly SendResult[]): number {
  return results.length - 1 - results.findLastIndex((result) => !isOf(kind, result));
}

/** Whether a chunk had better not send the rest of its messages: its template was refused time and again. */
export function isRefused(results: readonly SendResult[]): boolean {
  return tail('refusal_streak', results) >= MAX_IN_A_ROW;
}

/**
 * Counts a chunk's results with those of the chunks before it, so that a slow sender, whose chunks have one message
 * each, notices trouble as a fast one does. Nothing is written while all is well.
 * @returns why the campaign must be paused, if it must
 */
export async function countStreaks(
  campaign: Campaign,
  results: readonly SendResult[],
  campaigns: Pick<Campaigns, 'countOutcomes'>,
): Promise<PauseReason | undefined> {
  const known = results.filter(({ kind }) => kind === 'settled' || kind === 'unknown');
  const add: Partial<Record<Kind, number>> = {};
  const set: Partial<Record<Kind, number>> = {};
  for (const kind of KINDS) {
    const last = tail(kind, known);
    if (last > 0 && last === known.length) add[kind] = last;
    else if (last > 0 || (campaign[kind] && known.length > 0)) set[kind] = last;
  }
  if (Object.keys({ ...add, ...set }).length === 0) return undefined;
  const counts = await campaigns.countOutcomes(campaign, { add, set });
  const trips = (kind: Kind) => tail(kind, known) > 0 && (counts?.[kind] ?? 0) >= MAX_IN_A_ROW;
  const code = known.map(refusalCode).findLast((one) => one !== undefined);
  if (trips('refusal_streak') && code !== undefined) return { why: 'template_failing', code };
  return trips('unknown_streak') ? { why: 'provider_silent' } : undefined;
}
