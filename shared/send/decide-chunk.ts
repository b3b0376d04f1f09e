import type { Campaign } from '../campaign/campaign.ts';
import type { Credentials } from '../provider/provider.ts';
import type { Chunk } from '../run/chunk.ts';
import type { PauseReason } from '../run/pause-sending.ts';
import type { ReachedLimit } from '../sender/provider-limit.ts';
import type { Sender } from '../sender/sender.ts';

/** What to do with a chunk; `carryOut` does everything but `send`. */
export type Decision =
  /** Its campaign was deleted or is in a status that sends nothing. */
  | { readonly do: 'drop' }
  /** Its campaign was cancelled: everyone is skipped. */
  | { readonly do: 'skip' }
  /** Its slot is still far ahead, beyond the queue's longest delay. */
  | { readonly do: 'requeue' }
  /** It gets a later slot. `late`: it was received too late for its own. */
  | { readonly do: 'defer'; readonly late?: boolean }
  /** Now, or until a limit of the provider may have passed. */
  | { readonly do: 'park'; readonly limit?: ReachedLimit }
  | { readonly do: 'pause'; readonly reason: PauseReason }
  | { readonly do: 'send' };

/** A chunk that is earlier than this (milliseconds) goes back to the queue. */
const MAX_EARLY = 2_000;
/** A chunk that is later than this (milliseconds) gets a new slot, so that a backlog does not become a burst. */
const MAX_LATE = 500;
/** A chunk that was late this often is sent anyway: where every chunk is late, new slots would never end. */
export const MAX_DEFERRALS = 3;

/** The rules that only need the campaign; the first that applies decides. */
export function decideByCampaign(chunk: Chunk, campaign: Campaign | undefined, now: number): Decision {
  if (campaign?.status === 'paused') return { do: 'park' };
  if (campaign?.status === 'cancelled') return { do: 'skip' };
  // The chunk of a completed campaign was delayed for long, but its recipients were planned and must get an outcome.
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
