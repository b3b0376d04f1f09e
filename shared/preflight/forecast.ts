import { hourOf, expiresAt, stillCounts } from '../sender/daily-limit.ts';
import { nextAllowed, type SendingHours } from '../tenancy/sending-hours.ts';
import { nextDay } from '../tenancy/spend-cap.ts';

/** People who may be sent to from a time on (milliseconds since the epoch), in one time zone; '' where hours do not matter. */
export interface Queue {
  readonly zone: string;
  readonly from: number;
  readonly people: number;
}

/** What decides how long a campaign takes. Times in milliseconds since the epoch. */
export interface Pace {
  readonly starts_at: number;
  /** Messages per second. */
  readonly rate: number;
  readonly hours: SendingHours | undefined;
  /** People per 24 hours, and how many of them are used up, by hour since the epoch. */
  readonly daily_limit: number | undefined;
  readonly counted: ReadonlyMap<number, number>;
  readonly budget?: Budget | undefined;
  /** How many people other campaigns have still to send to by the same sender: they take turns with this one. */
  readonly others?: readonly number[];
}

/** What may be spent in a day, in any one unit. */
export interface Budget {
  readonly cap: number;
  /** In the day in which the campaign begins. */
  readonly spent: number;
  /** What a message counts as, on average. */
  readonly each: number;
  readonly time_zone: string;
}

const HOUR = 3_600_000;
/** Sending hours are looked at once a quarter of an hour. */
const SLICE = HOUR / 4;
/** Some 50 days of slices. */
const MAX_STEPS = 5_000;

/**
 * When a campaign's first and last messages are sent, by the same rules that send it.
 * @returns no end where it is further away than can be told
 */
export function forecast(
  queues: readonly Queue[],
  pace: Pace,
): { readonly starts_at: number; readonly ends_at: number | undefined } {
  let waiting = queues.filter(({ people }) => people > 0);
  const counted = new Map(pace.counted);
  let at = pace.starts_at;
  const money = purse(pace.budget, at);
  let others = (pace.others ?? []).filter((people) => people > 0);
  let starts_at: number | undefined;
  for (let step = 0; step < MAX_STEPS && waiting.length > 0; step += 1) {
    const senders = 1 + others.length;
    const rate = pace.rate / senders;
    const daily = roomAt(at, pace.daily_limit, counted);
    const rooms = [{ ...daily, people: daily.people / senders }, money.roomAt(at)];
    const used = rooms.filter(({ people }) => people <= 0);
    if (used.length > 0) {
      at = Math.max(...used.map(({ next }) => next), at + 1);
      continue;
    }
    const open = waiting.filter((queue) => opensAt(queue, pace.hours, at) <= at);
    const opens = waiting.map((queue) => opensAt(queue, pace.hours, at)).filter((time) => time > at);
    if (open.length === 0) {
      at = Math.min(...opens);
      continue;
    }
    starts_at ??= at;
    const ready = open.reduce((sum, { people }) => sum + people, 0);
    const until = Math.min(
      pace.hours ? Math.floor(at / SLICE) * SLICE + SLICE : Infinity,
      ...rooms.map(({ until }) => until),
      ...opens,
      // From then on they are one fewer.
      ...others.map((people) => at + (people / rate) * 1_000),
    );
    const most = Math.min(ready, ...rooms.map(({ people }) => people), ((until - at) / 1_000) * rate);
    const sent = most / ready;
    money.take(most);
    if (pace.daily_limit !== undefined) counted.set(hourOf(at), (counted.get(hourOf(at)) ?? 0) + most * senders);
    waiting = waiting
      .map((queue) => (open.includes(queue) ? { ...queue, people: queue.people * (1 - sent) } : queue))
      .filter(({ people }) => people > 1e-6);
    // While this one waits they do as well, as far as can be told: most often for the same hours, or the same limit.
    others = others.map((people) => people - most).filter((people) => people > 1e-6);
    at = Math.min(until, at + (most / rate) * 1_000);
  }
  return { starts_at: starts_at ?? at, ends_at: waiting.length > 0 ? undefined : at };
}

function opensAt({ zone, from }: Queue, hours: SendingHours | undefined, at: number): number {
  const earliest = Math.max(from, at);
  return hours && zone !== '' ? nextAllowed(hours, zone, earliest) : earliest;
}

/** What is left of a budget, day by day. */
function purse(budget: Budget | undefined, begin: number) {
  if (!budget || budget.each <= 0) {
    const people = Infinity;
    return { roomAt: (at: number) => ({ people, until: Infinity, next: at }), take: () => undefined };
  }
  const { cap, each, time_zone } = budget;
  let { spent } = budget;
  let ends = nextDay(time_zone, begin);
  return {
    roomAt(at: number) {
      if (at >= ends) {
        spent = 0;
        ends = nextDay(time_zone, at);
      }
      return { people: Math.floor((cap - spent) / each + 1e-6), until: ends, next: ends };
    },
    take(people: number) {
      spent += people * each;
    },
  };
}

/** How many more people the daily limit permits now, until when that is asked anew, and when it next permits somebody. */
function roomAt(at: number, limit: number | undefined, counted: ReadonlyMap<number, number>) {
  if (limit === undefined) return { people: Infinity, until: Infinity, next: at };
  const counting = [...counted].filter(([hour, people]) => people > 0 && stillCounts(hour, hourOf(at)));
  const used = counting.reduce((sum, [, people]) => sum + people, 0);
  const next = counting.length > 0 ? expiresAt(Math.min(...counting.map(([hour]) => hour))) : at + HOUR;
  return { people: Math.floor(limit - used + 1e-6), until: (hourOf(at) + 1) * HOUR, next };
}
