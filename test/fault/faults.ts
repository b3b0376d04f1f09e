import type { Random } from './random.ts';

/** Faults that may strike a function's call. */
export const STRIKES = [
  /** The function dies, and its call was never made. */
  'killed_before',
  /** The function dies, and its call took effect. */
  'killed_after',
  /** The function dies, and its call takes effect later, after others have taken over. */
  'killed_and_late',
  /** The call fails, and had no effect. */
  'failed_before',
  /** The call fails as far as its caller can tell, and took effect. */
  'failed_after',
  /** The answer is lost, and the client library makes the same call again. */
  'repeated',
  /** The call is delayed, by seconds or longer than any lease. */
  'delayed_before',
  /** The answer is delayed. */
  'delayed_after',
  /** The invoker times out and may invoke the function again, while it keeps running. */
  'deserted',
] as const;
export type Strike = (typeof STRIKES)[number];

/** Faults outside of calls. */
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
  /** The fault that strikes this call, if any. */
  strike(): Strike | undefined;
  /** Whether a fault that occurs with some probability occurs now. */
  happens(what: Mishap, share: number): boolean;
  /** How long a call is delayed, in milliseconds. */
  delay(): number;
  /** Ends all faults. */
  end(): void;
  readonly ended: boolean;
  readonly injected: ReadonlyMap<Fault, number>;
}

/**
 * The faults of one world. Their probabilities differ by world: some have hardly any faults, some have all kinds, and some
 * have many of one kind, since a mixture of all kinds would seldom let a single one develop.
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
