import type { Campaign } from '../campaign/campaign.ts';
import type { Credentials } from '../provider/provider.ts';
import type { Chunk } from '../run/chunk.ts';
import type { PauseReason } from '../run/pause-sending.ts';
import type { Sender } from '../sender/sender.ts';

/** What is done with a chunk; everything but `send` is carried out by `carryOut`. */
export type Decision =
  /** Its campaign is gone or in a state that sends to nobody. */
  | { readonly do: 'drop' }
  /** Its campaign was cancelled: everyone is skipped. */
  | { readonly do: 'skip' }
  /** Its slot is far ahead: the queue's longest delay was shorter. */
  | { readonly do: 'requeue' }
  /** It gets a later slot. `late`: because it came too late for its own. */
  | { readonly do: 'defer'; readonly late?: boolean }
  | { readonly do: 'park' }
  | { readonly do: 'pause'; readonly reason: PauseReason }
  | { readonly do: 'send' };

/** A chunk this early (milliseconds) goes back to the queue. */
const MAX_EARLY = 2_000;
/** One this late (milliseconds) asks for a new slot, so that a backlog does not become a burst. */
const MAX_LATE = 500;
/** One that was late so often is sent as it is: where everything is late, waiting for the right moment ends nothing. */
const MAX_DEFERRALS = 3;

/** The rules that need the campaign alone; the first that applies decides. */
export function decideByCampaign(chunk: Chunk, campaign: Campaign | undefined, now: number): Decision {
  if (campaign?.status === 'paused') return { do: 'park' };
  if (campaign?.status === 'cancelled') return { do: 'skip' };
  // A completed campaign's chunk came long after it was expected, and whoever it is for was planned all the same.
  if (campaign?.status !== 'sending' && campaign?.status !== 'completed') return { do: 'drop' };
  if (chunk.slot_at > now + MAX_EARLY) return { do: 'requeue' };
  if (chunk.slot_at < now - MAX_LATE && chunk.late < MAX_DEFERRALS) return { do: 'defer', late: true };
  return { do: 'send' };
}

/** The rules that need the sender; the first that applies decides. */
export function decideBySender(
  chunk: Chunk,
  sender: Sender | undefined,
  credentials: Credentials | undefined,
  now: number,
): Decision {
  if (!sender) return { do: 'pause', reason: { why: 'sender_missing' } };
  if (!credentials) return { do: 'pause', reason: { why: 'credentials_missing' } };
  const isBraked = Math.max(chunk.slot_at, now) < (sender.braked_until ?? 0);
  const isSlower = sender.rate < chunk.rate;
  return isBraked || isSlower ? { do: 'defer' } : { do: 'send' };
}
