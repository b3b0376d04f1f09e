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
  /** The account's limit of the day: refused at once. */
  'account_limited',
  /** The portfolio's limit: taken, and refused later, by callback. */
  'portfolio_limited',
  /** No webhook arrives for a while, nor is any repeated later. */
  'webhooks_down',
  'everything_restarted',
] as const;
export type Mishap = (typeof MISHAPS)[number];

/** What AWS answers when it is overloaded, or when two want the same thing. */
export const OVERLOADS = [
  /** DynamoDB throttles the whole table for a while. */
  'table_throttled',
  /** It throttles an index, and with it the writes that change the index. */
  'index_throttled',
  /** It throttles one partition key. */
  'partition_throttled',
  /** A transaction holds its items for a while. This counts those that did; the two below, who met one. */
  'transaction_held',
  'write_in_conflict',
  'transaction_in_conflict',
  /** A queue does not take an entry of a batch. */
  'queue_throttled',
  /** A shard of the stream is split in two. */
  'shard_split',
] as const;
export type Overload = (typeof OVERLOADS)[number];
export const THROTTLES: readonly Overload[] = [
  'table_throttled',
  'index_throttled',
  'partition_throttled',
  'queue_throttled',
];
export const CONFLICTS: readonly Overload[] = ['write_in_conflict', 'transaction_in_conflict'];

export const FAULTS = [...STRIKES, ...MISHAPS, ...OVERLOADS];
export type Fault = (typeof FAULTS)[number];

export interface Faults {
  /** The fault that strikes this call, if any. */
  strike(): Strike | undefined;
  /** Whether a fault that occurs with some probability occurs now. */
  happens(what: Mishap | Overload, share: number): boolean;
  count(fault: Fault): void;
  /** Whether this world has a fault at all. */
  has(fault: Fault): boolean;
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
 * @param load decides what is overloaded: nothing in half of the worlds
 */
export function faults(roll: Random, load: Random): Faults {
  const rate = roll.pick([0, 0.002, 0.005, 0.01, 0.02, 0.04, 0.08]);
  const taste = roll.pick([0.2, 0.5, 1]);
  const strikes = STRIKES.filter(() => roll.chance(taste));
  const overloaded = load.pick([0, 0, 0.4, 1]);
  const kinds = new Set<Fault>([
    ...MISHAPS.filter(() => roll.chance(taste)),
    ...OVERLOADS.filter(() => load.chance(overloaded)),
  ]);
  const injected = new Map<Fault, number>();
  const count = (fault: Fault) => injected.set(fault, (injected.get(fault) ?? 0) + 1);
  let ended = false;
  return {
    injected,
    count,
    has: (fault) => kinds.has(fault),
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
      if (ended || !kinds.has(what) || !roll.chance(share)) return false;
      count(what);
      return true;
    },
    delay: () => Math.round(roll.pick([() => roll.between(100, 2_000), () => roll.between(2_000, 120_000)])()),
  };
}
