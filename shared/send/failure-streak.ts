import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns, StreakChange } from '../campaign/campaign.store.ts';
import type { ProviderError } from '../provider/provider.ts';
import type { PauseReason } from '../run/pause-sending.ts';
import { MAX_IN_A_ROW, refusedInARow } from '../run/refused-in-a-row.ts';
import type { SendResult } from './send-message.ts';

function refusalOf(result: SendResult | undefined): ProviderError | undefined {
  return result?.kind === 'settled' && 'because' in result ? result.error : undefined;
}

/** How many of the latest results in a row are unknown, or refusals with one code. */
function streakLength(results: readonly SendResult[]): number {
  const last = results.at(-1);
  const code = refusalOf(last)?.code;
  const belongs = (result: SendResult) =>
    code === undefined ? result.kind === 'unknown' : refusalOf(result)?.code === code;
  return results.length - 1 - results.findLastIndex((result) => !belongs(result));
}

/** Whether a chunk must not send the rest of its messages, because one code refused them again and again. */
export function isRefused(results: readonly SendResult[]): boolean {
  return refusalOf(results.at(-1)) !== undefined && streakLength(results) >= MAX_IN_A_ROW;
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
  const change = changeOf(campaign, known);
  if (!change) return undefined;
  const counts = await campaigns.countOutcomes(campaign, change);
  const error = refusalOf(known.at(-1));
  if (error) return (counts?.refusal_streak ?? 0) >= MAX_IN_A_ROW ? refusedInARow(error) : undefined;
  const isSilent = known.at(-1)?.kind === 'unknown' && (counts?.unknown_streak ?? 0) >= MAX_IN_A_ROW;
  return isSilent ? { why: 'provider_silent' } : undefined;
}

/** @returns undefined when the counts stay as they are */
function changeOf(campaign: Campaign, known: readonly SendResult[]): StreakChange | undefined {
  const code = refusalOf(known.at(-1))?.code;
  const length = streakLength(known);
  const continues = length === known.length;
  const [streak, other] =
    code === undefined
      ? (['unknown_streak', 'refusal_streak'] as const)
      : (['refusal_streak', 'unknown_streak'] as const);
  const isSame = code === undefined || (campaign.refusal_code ?? code) === code;
  const add = length > 0 && continues && isSame ? { [streak]: length } : {};
  const ends = known.length > 0;
  const set = {
    ...(length > 0 && !(continues && isSame) && { [streak]: length }),
    ...(length === 0 && ends && campaign[streak] && { [streak]: 0 }),
    ...(ends && campaign[other] && { [other]: 0 }),
    ...(code !== undefined && campaign.refusal_code !== code && { refusal_code: code }),
  };
  return Object.keys({ ...add, ...set }).length > 0 ? { add, set } : undefined;
}
