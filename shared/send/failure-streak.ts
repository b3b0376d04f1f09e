import type { Campaign } from '../campaign/campaign.ts';
import type { Campaigns } from '../campaign/campaign.store.ts';
import type { PauseReason } from '../run/pause-campaign.ts';
import type { Verdict } from './send-message.ts';

/** So many outcomes in a row of one kind mean that the next ones will be no better. */
const MOST_IN_A_ROW = 5;

const KINDS = ['silent', 'refused'] as const;
type Kind = (typeof KINDS)[number];

function isOf(kind: Kind, verdict: Verdict): boolean {
  return kind === 'silent' ? verdict.kind === 'doubtful' : refusalCode(verdict) !== undefined;
}

function refusalCode(verdict: Verdict): number | undefined {
  return 'because' in verdict && verdict.because === 'template' ? verdict.code : undefined;
}

/** How many of the last verdicts are of a kind. */
function tail(kind: Kind, verdicts: readonly Verdict[]): number {
  return verdicts.length - 1 - verdicts.findLastIndex((verdict) => !isOf(kind, verdict));
}

/** Whether a chunk had better not send the rest of its messages: its template was refused time and again. */
export function isRefused(verdicts: readonly Verdict[]): boolean {
  return tail('refused', verdicts) >= MOST_IN_A_ROW;
}

/**
 * Counts a chunk's verdicts with those of the chunks before it, so that a slow sender, whose chunks have one message
 * each, notices trouble as a fast one does. Nothing is written while all is well.
 * @returns why the campaign must be paused, if it must
 */
export async function countTrouble(
  campaign: Campaign,
  verdicts: readonly Verdict[],
  campaigns: Pick<Campaigns, 'tally'>,
): Promise<PauseReason | undefined> {
  const known = verdicts.filter(({ kind }) => kind === 'settled' || kind === 'doubtful');
  const add: Partial<Record<Kind, number>> = {};
  const set: Partial<Record<Kind, number>> = {};
  for (const kind of KINDS) {
    const last = tail(kind, known);
    if (last > 0 && last === known.length) add[kind] = last;
    else if (last > 0 || (campaign[kind] && known.length > 0)) set[kind] = last;
  }
  if (Object.keys({ ...add, ...set }).length === 0) return undefined;
  const counts = await campaigns.tally(campaign, { add, set });
  const trips = (kind: Kind) => tail(kind, known) > 0 && (counts?.[kind] ?? 0) >= MOST_IN_A_ROW;
  const code = known.map(refusalCode).findLast((one) => one !== undefined);
  if (trips('refused') && code !== undefined) return { why: 'template_failing', code };
  return trips('silent') ? { why: 'provider_silent' } : undefined;
}
