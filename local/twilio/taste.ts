import { fraction } from './customers.ts';
import type { Habits } from './habits.ts';

/** What people are like beside their habits: each of their own, or all alike, so that nothing can be learnt of anybody. */
export type Tastes = 'own' | 'none';

/** What one person likes: how much they tap at all, which kind of button, and at what time (an hour in UTC). */
export interface Taste {
  readonly eagerness: number;
  readonly kind: 'taps' | 'follows' | 'calls';
  readonly hour: number;
}

const KINDS = ['taps', 'follows', 'calls'] as const;
/** How much of their habit people have for what they like, and for the rest. */
const LIKED = { much: 1.6, little: 0.5 };
/** How far from their hour it still is their time. */
const NEAR_HOURS = 3;

/** The taste of the person with a number: the same for the same seed. */
export function tasteOf(seed: number, number: string): Taste {
  const draw = (trait: string) => fraction(`${seed} ${number} taste ${trait}`);
  return {
    eagerness: 2 * draw('eagerness') ** 2,
    kind: KINDS[Math.floor(KINDS.length * draw('kind'))] ?? 'taps',
    hour: Math.floor(24 * draw('hour')),
  };
}

/** What somebody does with a message at an hour of the day. @param hour in UTC */
export function withTaste(habits: Habits, { eagerness, kind, hour: own }: Taste, hour: number): Habits {
  const apart = Math.abs(hour - own);
  const isTheirTime = Math.min(apart, 24 - apart) <= NEAR_HOURS;
  const times = eagerness * (isTheirTime ? LIKED.much : LIKED.little);
  const liked = (name: Taste['kind']) =>
    Math.min(1, habits[name] * times * (name === kind ? LIKED.much : LIKED.little));
  return { ...habits, taps: liked('taps'), follows: liked('follows'), calls: liked('calls') };
}
