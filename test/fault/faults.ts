import type { Random } from './random.ts';

/** What may strike a call that a function makes. */
export const STRIKES = [
  /** The function dies, and its call was never made. */
  'killed_before',
  /** The function dies, and its call took effect. */
  'killed_after',
  /** The function dies, and its call takes effect later, when others have taken over. */
  'killed_and_late',
  /** The call fails, and had no effect. */
  'failed_before',
  /** The call fails as far as its caller can tell, and took effect. */
  'failed_after',
  /** The answer is lost, and the client library makes the same call again. */
  'repeated',
  /** The call is held up, by seconds or beyond every lease. */
  'delayed_before',
  /** The answer is held up. */
  'delayed_after',
  /** Whoever invoked the function gives it up and may invoke it anew, and it goes on. */
  'deserted',
] as const;
export type Strike = (typeof STRIKES)[number];

/** What may go wrong outside of calls. */
export const MISHAPS = [
  'message_duplicated',
  'message_late',
  'message_not_deleted',
  'step_doubled',
  'execution_died',
  'batch_delivered_again',
  'stream_lagged',
  'callback_duplicated',
  'callback_disordered',
  'webhook_duplicated',
  'provider_throttled',
  'provider_refused',
  'provider_failed_before',
  'provider_failed_after',
  'everything_restarted',
] as const;
export type Mishap = (typeof MISHAPS)[number];

export const FAULTS = [...STRIKES, ...MISHAPS];
export type Fault = (typeof FAULTS)[number];

export interface Faults {
  /** What strikes this call, if anything does. */
  strike(): Strike | undefined;
  /** Whether this goes wrong now, where it does so for a share of the times. */
  happens(what: Mishap, share: number): boolean;
  /** How long a call is held up, in milliseconds. */
  delay(): number;
  /** From now on nothing goes wrong any more. */
  end(): void;
  readonly ended: boolean;
  readonly injected: ReadonlyMap<Fault, number>;
}

/**
 * The faults of one world. Each world has its own taste, so that some know hardly any fault, some all of them, and some one
 * kind alone in plenty: a mixture of everything would seldom let one of them go far.
 */
export function faults(roll: Random): Faults {
  const rate = roll.pick([0, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08]);
  const taste = roll.pick([0.2, 0.5, 1]);
  const strikes = STRIKES.filter(() => roll.chance(taste));
  const mishaps = new Set(MISHAPS.filter(() => roll.chance(taste)));
  const injected = new Map<Fault, number>();
  const count = (fault: Fault) => injected.set(fault, (injected.get(fault) ?? 0) + 1);
  let ended = false;
  return {
    injected,
    get ended() {
      return ended;
    },
    end() {
      ended = true;
    },
    strike() {
      if (ended || strikes.length === 0 || !roll.chance(rate)) return undefined;
      const strike = roll.pick(strikes);
      count(strike);
      return strike;
    },
    happens(what, share) {
      if (ended || !mishaps.has(what) || !roll.chance(share)) return false;
      count(what);
      return true;
    },
    delay: () => Math.round(roll.pick([() => roll.between(100, 2_000), () => roll.between(2_000, 120_000)])()),
  };
}
