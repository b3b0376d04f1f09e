/** Probabilities, 0 to 1, of what simulated people do; whoever is not failed, undelivered or blocked gets the message. */
export interface Behaviour {
  /** There is no such person: `failed`, 63024. */
  readonly failed: number;
  /** WhatsApp holds the message back: `undelivered`, 63049. */
  readonly undelivered: number;
  /** The person blocked the sender: the message stays `sent`. */
  readonly blocked: number;
  /** Of those it is delivered to: reads it, and lets the sender know. */
  readonly read: number;
  /** A status callback comes after a later one. */
  readonly disorder: number;
  /** Every status callback comes twice. */
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
  /** When things happen to their messages, ascending, 0 (at once) to 1 (as late as it gets). */
  readonly pace: readonly number[];
  /** Which callback is held up: 0 the first of them, 1 the second. */
  readonly heldUp: 0 | 1 | undefined;
  readonly duplicate: boolean;
}

/** The whole behaviour of whoever has that number: the same for the same seed, whatever is sent to them, and when. */
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
    heldUp: draw('disorder') < behaviour.disorder ? (draw('held up') < 0.5 ? 0 : 1) : undefined,
    duplicate: draw('duplicate') < behaviour.duplicate,
  };
}

/** 0 ≤ fraction < 1: FNV-1a with murmur3's finish, cheap and even in every bit. */
export function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
