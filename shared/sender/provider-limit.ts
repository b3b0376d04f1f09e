import type { LimitClass } from '../provider/error-class.ts';
import type { Sender } from './sender.ts';

const DAY = 86_400_000;
/** People wait for a limit together: times are rounded up to this (milliseconds), so that they share chunks. */
const STEP = 600_000;

/** A limit of hours that the provider said is reached, and when it may have passed, in milliseconds since the epoch. */
export interface ReachedLimit {
  readonly why: LimitClass;
  readonly until: number;
}

/**
 * When a limit may have passed. The portfolio's counts people in a moving 24 hours, the account's ends with the UTC day.
 * @param at when a message was refused for it, in milliseconds since the epoch
 * @param retryAfter in how many seconds the provider says that it passes, if it says so: at most a day
 */
export function limitReached(why: LimitClass, at: number, retryAfter?: number): ReachedLimit {
  const passes = why === 'account_limit' ? Math.floor(at / DAY) * DAY + DAY : at + DAY;
  const said = retryAfter === undefined ? passes : Math.min(at + retryAfter * 1_000, at + DAY);
  return { why, until: Math.ceil(said / STEP) * STEP };
}

/**
 * The limit that keeps a sender's messages waiting now, if one does.
 * @param isTemplate the portfolio's limit is about people who are written to first; answers do not count
 */
export function limitOf(
  { limited_by: why, limited_until: until = 0 }: Pick<Sender, 'limited_by' | 'limited_until'>,
  isTemplate: boolean,
  now: number,
): ReachedLimit | undefined {
  if (!why || until <= now || (why === 'portfolio_limit' && !isTemplate)) return undefined;
  return { why, until };
}

/** To how many people a sender may write in any 24 hours: its own limit and the provider's; undefined without either. */
export function dailyLimitOf({
  daily_limit,
  messaging_limit,
}: Pick<Sender, 'daily_limit' | 'messaging_limit'>): number | undefined {
  const known = [daily_limit, messaging_limit].filter((limit) => typeof limit === 'number');
  return known.length > 0 ? Math.min(...known) : undefined;
}
