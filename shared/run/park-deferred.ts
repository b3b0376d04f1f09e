import { placeOf, type Shares } from '../campaign/placement.ts';
import { timestamp } from '../platform/clock.ts';
import { idOfText } from '../platform/packed-ids.ts';
import type { ReachedLimit } from '../sender/provider-limit.ts';
import { nextAllowed, type SendingHours } from '../tenancy/sending-hours.ts';
import { newChunk, splitIntoChunks, type UnscheduledChunk } from './chunk.ts';
import type { Lanes, Waiting } from './lane.store.ts';

/** A recipient who may not be sent to before `until` (milliseconds since the epoch). */
export interface Deferred {
  readonly id: string;
  readonly until: number;
  /** The time zone of a recipient outside the sending hours. */
  readonly zone?: string;
  /** False of somebody who will be skipped. */
  readonly takesSlot?: boolean;
}

/** Somebody who waits. Whoever gets nothing by chance waits as well, and takes no slot afterwards. */
export function deferred(campaign: Shares, id: string, until: number): Deferred {
  return { id, until, takesSlot: !placeOf(campaign, id).isHeldBack };
}

/**
 * Parks recipients in chunks of those who wait until the same time. A chunk's id is a hash of its recipients: a page that
 * is planned twice parks the same chunks again, and a page that has since changed parks others.
 */
export async function parkDeferred(
  place: Pick<UnscheduledChunk, 'tenant_id' | 'campaign_id' | 'lane' | 'planned_at'>,
  recipients: readonly Deferred[],
  { size, why }: { readonly size: number; readonly why: NonNullable<Waiting['why']> },
  lanes: Pick<Lanes, 'park'>,
): Promise<void> {
  const zones = new Map(recipients.flatMap(({ id, zone }) => (zone ? [[id, zone] as const] : [])));
  for (const [until, waiting] of Map.groupBy(recipients, (recipient) => recipient.until)) {
    const all = waiting.map(({ id, takesSlot = true }) => ({ id, takesSlot }));
    await Promise.all(
      splitIntoChunks(all, size).map((piece) => {
        const id = idOfText('chk', [place.campaign_id, until, ...piece.recipients].join(' '));
        const theirs = [...new Set(piece.recipients.flatMap((recipient) => zones.get(recipient) ?? []))];
        return lanes.park(newChunk({ ...place, id }, piece), until, {
          why,
          ...(theirs.length > 0 && { zones: theirs }),
        });
      }),
    );
  }
}

/** What waiting depends on, as it is now. */
interface RulesNow {
  readonly hours: SendingHours | undefined;
  readonly isDecided: boolean;
  /** The sender's limit that the provider said is reached; none once it was raised. */
  readonly limit: ReachedLimit | undefined;
}

/** When a chunk that a rule keeps waiting may be sent under the current rules, in milliseconds since the epoch. */
export function recomputeDueAt(
  { why, zones, not_before }: Waiting & { readonly not_before: number },
  { hours, isDecided, limit }: RulesNow,
  now: number,
): number {
  if (!why || why === 'send_time' || why === 'marketing_limit') return not_before;
  if (why === 'portfolio_limit' || why === 'account_limit') return limit ? not_before : now;
  if (why === 'experiment') return isDecided ? now : not_before;
  return hours && zones ? Math.min(...zones.map((zone) => nextAllowed(hours, zone, now))) : now;
}

/** The sentence a person reads in `status_reason` while a rule keeps everyone who is left waiting. */
export function waitingSentence(why: NonNullable<Waiting['why']>, until: number): string {
  const [day, time] = [timestamp(until).slice(0, 10), timestamp(until).slice(11, 16)];
  if (why === 'experiment') return `${WAITING_REASONS[why]} That is at ${timestamp(until)} at the latest.`;
  // The same in all lanes, whose next hours differ: else each pass of one would write over what another has said.
  if (why === 'send_time') return WAITING_REASONS[why];
  if (why in PROVIDERS_WORD) return `${WAITING_REASONS[why]} Sending goes on by itself about ${day} ${time} UTC.`;
  return `${WAITING_REASONS[why]} Sending goes on by itself at ${timestamp(until)}; after a change of the setting, pause and resume.`;
}

/** What the provider said: no change of the tenant's settings lets these wait shorter. */
const PROVIDERS_WORD = {
  portfolio_limit: "WhatsApp's limit of people that the business may write to in 24 hours is reached.",
  account_limit: "The provider account's daily limit of messages is reached.",
  marketing_limit: 'WhatsApp held back marketing messages to the remaining customers, which are tried once more.',
};

const WAITING_REASONS: Readonly<Record<NonNullable<Waiting['why']>, string>> = {
  ...PROVIDERS_WORD,
  experiment: 'The rest waits until the experiment is decided, by itself or with POST /v1/campaigns/{id}/winner.',
  send_time: 'The remaining customers wait for their hour of the day, all of them within 24 hours of the start.',
  sending_hours: 'It is outside the sending hours where the remaining customers are.',
  frequency_cap: 'The remaining customers had as many messages lately as frequency_cap permits.',
  daily_limit: 'The sender has written to as many people in 24 hours as its daily_limit permits.',
  spend_cap: 'What the tenant may spend in a day (spend_cap) is spent.',
};
