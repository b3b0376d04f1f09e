import * as z from 'zod';

import { laneOf } from '../platform/lanes.ts';
import { weekTime } from '../platform/week-time.ts';
import { nextAllowed, sendingHours, type SendingHours } from '../tenancy/sending-hours.ts';
import { drawn } from './placement.ts';

const HOUR = 3_600_000;
/** Within so many hours of its begin everybody's hour has come. */
const HOURS = 24;
/** How long (milliseconds) sending must be open from an hour's beginning for people to be given that hour. */
const OPEN_FOR = 30 * 60_000;

export const sendTime = z.literal('best');
export const SEND_TIME =
  '"best": each person gets it at the hour at which they likeliest tap, within sending hours and 24 hours, once that is proved better than at the start; until then most get it at the start.';

/** What was known as a campaign began: by it alone everybody's hour can be told again. */
export const timingTerms = z.object({
  /** The sending hours then. */
  hours: sendingHours.optional(),
  /** The training of the model that chooses; absent where nothing was proved. */
  model: z.string().optional(),
});
export type TimingTerms = z.infer<typeof timingTerms>;

/** The parts of the people who get their best hour, an hour by chance, and the start: what is proved is proved by the latter two. */
export const TIME_SHARES = { best: 0.7, random: 0.15, start: 0.15 } as const;
export type TimeShare = keyof typeof TIME_SHARES;

/** In which part a hash puts somebody. */
export function timeShareOf(campaign_id: string, customer_id: string): TimeShare {
  const at = drawn('time', campaign_id, customer_id);
  if (at < TIME_SHARES.best) return 'best';
  return at < TIME_SHARES.best + TIME_SHARES.random ? 'random' : 'start';
}

/** A day is learnt of in so many blocks: fewer people tap than could tell hours apart. */
export const BLOCKS = 8;
export const BLOCK_HOURS = 24 / BLOCKS;

/** An hour in which somebody may be sent to: when it begins (milliseconds since the epoch), and its block of their day. */
export interface OpenHour {
  readonly at: number;
  readonly block: number;
}

/**
 * The hours in which somebody of a zone may be sent to: the rest of the one in which the campaign begins, and the 23 after it. They are
 * hours that pass, so one that clocks skip is not among them, and one that they repeat is there twice.
 * @param began in milliseconds since the epoch @param timeZone an IANA name
 */
export function openHours(began: number, timeZone: string, hours: SendingHours | undefined): readonly OpenHour[] {
  const first = Math.floor(began / HOUR) * HOUR;
  const isOpen = (at: number) => !hours || nextAllowed(hours, timeZone, at) === at;
  return Array.from({ length: HOURS }, (_, n) => (n === 0 ? began : first + n * HOUR))
    .filter((at) => isOpen(at) && isOpen(at + OPEN_FOR))
    .map((at) => ({ at, block: Math.floor(weekTime(timeZone, at).hour / BLOCK_HOURS) }));
}

/** The same for each zone that is asked for, told once. */
export function openHoursByZone(began: number, hours: SendingHours | undefined): OpenHoursOf {
  const known = new Map<string, readonly OpenHour[]>();
  return (timeZone) => {
    const open = known.get(timeZone) ?? openHours(began, timeZone, hours);
    known.set(timeZone, open);
    return open;
  };
}
export type OpenHoursOf = (timeZone: string) => readonly OpenHour[];

/** The hour that chance gives somebody: its block by a hash of theirs, each hour as likely as the others. @returns undefined where none is open */
export function drawHour(campaign_id: string, customer_id: string, open: readonly OpenHour[]): OpenHour | undefined {
  const hour = open[Math.floor(drawn('hour', campaign_id, customer_id) * open.length)];
  return hour && hourOfBlock(campaign_id, customer_id, open, hour.block);
}

/** The hour of somebody who is to get their best one. @param ranking blocks, the best first */
export function bestHour(
  campaign_id: string,
  customer_id: string,
  open: readonly OpenHour[],
  ranking: readonly number[],
): OpenHour | undefined {
  const block = bestBlock(open, ranking);
  return block === undefined ? undefined : hourOfBlock(campaign_id, customer_id, open, block);
}

/**
 * One of a block's hours, by chance: the same for everybody of a lane, so that they wait in few chunks. Blocks are what is learnt and
 * judged, and those are drawn for each person.
 */
function hourOfBlock(
  campaign_id: string,
  customer_id: string,
  open: readonly OpenHour[],
  block: number,
): OpenHour | undefined {
  const hours = open.filter((hour) => hour.block === block);
  return hours[Math.floor(drawn('lane', campaign_id, `${laneOf(customer_id)} ${block}`) * hours.length)];
}

/** The best block in which somebody may be sent to. */
export function bestBlock(open: readonly Pick<OpenHour, 'block'>[], ranking: readonly number[]): number | undefined {
  return ranking.find((block) => open.some((hour) => hour.block === block));
}
