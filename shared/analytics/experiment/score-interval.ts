import { quantileAbove } from '../../platform/normal.ts';
import { differenceOf, rateOf, type Pair } from './two-proportions.ts';

/** From low to high; both from -1 to 1. */
export type Bounds = readonly [low: number, high: number];

/** Each halves the interval that a bound is in: to far less than anybody prints. */
const HALVINGS = 60;

/**
 * The differences that the counts do not contradict at this level: the score interval of Miettinen and Nurminen (1985), which
 * leaves out 0 exactly when the test of `compareRates` rejects it.
 * @param error how often such an interval misses the true difference, above 0
 */
export function scoreInterval(pair: Pair, error: number): Bounds {
  const limit = quantileAbove(error / 2);
  const found = differenceOf(pair);
  const isWithin = (difference: number) => Math.abs(scoreOf(pair, difference)) <= limit;
  return [boundBetween(found, -1, isWithin), boundBetween(found, 1, isWithin)];
}

function boundBetween(inside: number, outside: number, isWithin: (difference: number) => boolean): number {
  if (isWithin(outside)) return outside;
  let [near, far] = [inside, outside];
  for (let round = 0; round < HALVINGS; round += 1) {
    const middle = (near + far) / 2;
    if (isWithin(middle)) near = middle;
    else far = middle;
  }
  return (near + far) / 2;
}

/** How many standard deviations the found difference is from this one, if this one is true. */
function scoreOf(pair: Pair, difference: number): number {
  const [n1, n2] = [pair.control.trials, pair.arm.trials];
  const n = n1 + n2;
  const [control, arm] = likeliest(pair, difference);
  const variance = ((control * (1 - control)) / n1 + (arm * (1 - arm)) / n2) * (n / (n - 1));
  const distance = differenceOf(pair) - difference;
  if (distance === 0) return 0;
  return variance > 0 ? distance / Math.sqrt(variance) : Infinity;
}

/** The likeliest rates of control and arm that differ by so much: the root of a cubic [Farrington and Manning, 1990]. */
function likeliest({ control, arm }: Pair, difference: number): readonly [control: number, arm: number] {
  const ratio = control.trials / arm.trials;
  const [p1, p2] = [rateOf(control), rateOf(arm)];
  const a = 1 + ratio;
  const b = -(1 + ratio + p2 + ratio * p1 + difference * (ratio + 2));
  const c = difference ** 2 + difference * (2 * p2 + ratio + 1) + p2 + ratio * p1;
  const d = -p2 * difference * (1 + difference);
  const v = (b / (3 * a)) ** 3 - (b * c) / (6 * a ** 2) + d / (2 * a);
  const u = (v < 0 ? -1 : 1) * Math.sqrt(Math.max(0, (b / (3 * a)) ** 2 - c / (3 * a)));
  const cosine = u === 0 ? 0 : Math.min(1, Math.max(-1, v / u ** 3));
  const root = 2 * u * Math.cos((Math.PI + Math.acos(cosine)) / 3) - b / (3 * a);
  // Both are rates: what the rounding of the cubic adds is cut off.
  const second = Math.min(1, 1 + difference, Math.max(0, difference, root));
  return [Math.min(1, Math.max(0, second - difference)), second];
}
