import { upperGamma } from './gamma.ts';

/** How often a normal value is at least this far from its mean, on either side. @param z in standard deviations */
export function twoSided(z: number): number {
  return upperGamma(0.5, (z * z) / 2);
}

/** How often a sum of squares of so many normal values is at least this large. */
export function chiSquareTail(sum: number, degrees: number): number {
  return upperGamma(degrees / 2, sum / 2);
}

/** Beyond this many standard deviations nothing is left that a number can hold. */
const FARTHEST = 38;
/** Each halves what is left: to the last bit of a number. */
const HALVINGS = 60;

/** How many standard deviations a normal value exceeds with this probability. @param tail above 0, below 0.5 */
export function quantileAbove(tail: number): number {
  let [low, high] = [0, FARTHEST];
  for (let round = 0; round < HALVINGS; round += 1) {
    const middle = (low + high) / 2;
    if (twoSided(middle) > 2 * tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
