/** Probabilities, 0 to 1, of what happens to messages of simulated people. All others are delivered. */
export interface Behaviour {
  /** The number is unknown: `failed`, 63024. */
  readonly failed: number;
  /** WhatsApp does not deliver the message: `undelivered`, 63049. */
  readonly undelivered: number;
  /** The person blocked the sender: the message stays `sent`. */
  readonly blocked: number;
  /** Of delivered messages: the person reads it, with read receipts on. */
  readonly read: number;
  /** A status callback arrives after a later one. */
  readonly disorder: number;
  /** Every status callback arrives twice. */
  readonly duplicate: number;
}

export const ORDINARY: Behaviour = {
  failed: 0.01,
  undelivered: 0.01,
  blocked: 0.01,
  read: 0.7,
  disorder: 0.05,
  duplicate: 0.02,
};

export interface Person {
  readonly gets: 'delivered' | 'failed' | 'undelivered' | 'blocked';
  readonly reads: boolean;
  /** When each status of their messages is reached, ascending, from 0 (at once) to 1 (at the maximum delay). */
  readonly pace: readonly number[];
  /** The index of the callback that arrives late. */
  readonly lateCallback: 0 | 1 | undefined;
  readonly duplicate: boolean;
}

/** The behaviour of the person with a number: the same for the same seed, whatever is sent, and when. */
export function person(seed: number, number: string, behaviour: Behaviour): Person {
  const draw = (trait: string) => fraction(`${seed} ${number} ${trait}`);
  const { failed, undelivered, blocked } = behaviour;
  const luck = draw('luck');
  const gets =
    luck < failed
      ? 'failed'
      : luck < failed + undelivered
        ? 'undelivered'
        : luck < failed + undelivered + blocked
          ? 'blocked'
          : 'delivered';
  return {
    gets,
    reads: draw('reads') < behaviour.read,
    pace: ['first', 'second', 'third'].map(draw).toSorted((a, b) => a - b),
    lateCallback: draw('disorder') < behaviour.disorder ? (draw('held up') < 0.5 ? 0 : 1) : undefined,
    duplicate: draw('duplicate') < behaviour.duplicate,
  };
}

/** 0 ≤ fraction < 1, by hash: FNV-1a with the finalizer of murmur3, cheap and uniform in every bit. */
export function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
