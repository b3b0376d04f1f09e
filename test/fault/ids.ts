import type { Ids } from '../../shared/platform/ids.ts';
import type { Random } from './random.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Ids that are equal for equal seeds. Ids of the same millisecond are unordered, like those of two functions. */
export function seededIds(roll: Random, now: () => number): Ids {
  const letters = (n: number) => Array.from({ length: n }, () => CROCKFORD[roll.below(32)]).join('');
  const at = (time: number) =>
    Array.from({ length: 10 }, (_, place) => CROCKFORD[Math.floor(time / 32 ** (9 - place)) % 32]).join('');
  return {
    next: (prefix) => `${prefix}_${at(now())}${letters(16)}`,
    at: (prefix, time) => `${prefix}_${at(time)}${letters(16)}`,
    apiKey: () => `hk_${letters(43)}`,
    secret: () => letters(43),
  };
}
