import { timestamp } from '../platform/clock.ts';
import { idOfText } from '../platform/packed-ids.ts';
import { nextAllowed, type SendingHours } from '../tenancy/sending-hours.ts';
import { cut, newChunk, type Unslotted } from './chunk.ts';
import type { Lanes, Waiting } from './lane.store.ts';

/** A recipient whom a rule keeps waiting, until when (milliseconds since the epoch). */
export interface Late {
  readonly id: string;
  readonly reachable: boolean;
  readonly until: number;
  /** Of a recipient outside the sending hours. */
  readonly zone?: string;
}

/**
 * From when on a customer may be sent to, where that is not throughout a time: the hours must be open when it begins and
 * still be when it ends. Undefined when nothing is in the way.
 */
export function closedUntil(
  hours: SendingHours | undefined,
  zone: string,
  { begin, end }: { readonly begin: number; readonly end: number },
): number | undefined {
  if (!hours) return undefined;
  const open = nextAllowed(hours, zone, begin);
  if (open > begin) return open;
  const still = nextAllowed(hours, zone, end);
  return still > end ? still : undefined;
}

/**
 * Parks recipients in chunks of those who wait until the same time. The ids follow from who is in them: a page that is
 * planned twice parks the same chunks again, and one that found others since parks others.
 */
export async function parkLate(
  of: Pick<Unslotted, 'tenant_id' | 'campaign_id' | 'lane'>,
  late: readonly Late[],
  { size, why }: { readonly size: number; readonly why: NonNullable<Waiting['why']> },
  lanes: Pick<Lanes, 'park'>,
): Promise<void> {
  const zones = new Map(late.flatMap(({ id, zone }) => (zone ? [[id, zone] as const] : [])));
  for (const [until, some] of Map.groupBy(late, (one) => one.until)) {
    await Promise.all(
      cut(some, size).map((piece) => {
        const id = idOfText('chk', [of.campaign_id, until, ...piece.recipients].join(' '));
        const theirs = [...new Set(piece.recipients.flatMap((recipient) => zones.get(recipient) ?? []))];
        return lanes.park(newChunk({ ...of, id }, piece), until, { why, ...(theirs.length > 0 && { zones: theirs }) });
      }),
    );
  }
}

/** From when on a chunk that a rule keeps waiting may be looked at, by the rules as they are now. */
export function dueAnew(
  { why, zones, not_before }: Waiting & { readonly not_before: number },
  hours: SendingHours | undefined,
  now: number,
): number {
  if (!why) return not_before;
  return hours && zones ? Math.min(...zones.map((zone) => nextAllowed(hours, zone, now))) : now;
}

/** What a person reads in `status_reason` while only waiting is left to do. */
export function waitingReason(why: NonNullable<Waiting['why']>, until: number): string {
  return `${REASONS[why]} Sending goes on by itself at ${timestamp(until)}; after a change of the setting, pause and resume.`;
}

const REASONS = {
  sending_hours: 'It is outside the sending hours where the customers are who are left.',
  frequency_cap: 'The customers who are left had as many messages lately as frequency_cap permits.',
  daily_limit: 'The sender has written to as many people in 24 hours as its daily_limit permits.',
};
