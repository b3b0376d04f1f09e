import { inverse, times } from './matrix.ts';

/** Alike trials: the values of their features, and how many there were and succeeded. */
export interface Group {
  readonly values: readonly number[];
  readonly trials: number;
  readonly successes: number;
}

export interface Fit {
  /** The intercept first, then one for each feature, in logarithms of odds. */
  readonly weights: readonly number[];
  /** Of the weights, in the same order. */
  readonly variances: readonly number[];
}

/** Newton's steps double the right digits each; a dozen are plenty, and some are taken by halving. */
const MAX_STEPS = 50;
const MAX_HALVINGS = 30;
const PRECISION = 1e-10;

/**
 * Logistic regression on grouped trials, by Newton's method.
 * @param ridge how strongly weights are drawn to 0, the intercept apart: half of it times their squares is taken from the
 *   logarithm of the likelihood. Above 0 there is always one best fit, also of trials that all succeeded
 * @returns undefined when there is no best fit
 */
export function fitLogistic(groups: readonly Group[], ridge: number): Fit | undefined {
  const size = (groups[0]?.values.length ?? 0) + 1;
  let weights: number[] = Array.from({ length: size }, () => 0);
  let reached = gainOf(groups, weights, ridge);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const { slope, curvature } = derivatives(groups, weights, ridge);
    const inverted = inverse(curvature);
    if (!inverted) return undefined;
    const direction = times(inverted, slope);
    const next = climb(groups, { weights, direction, reached, ridge });
    if (!next) break;
    const moved = next.gain - reached;
    ({ weights, gain: reached } = next);
    if (moved < PRECISION) break;
  }
  const inverted = inverse(derivatives(groups, weights, ridge).curvature);
  if (!inverted || weights.some((weight) => !Number.isFinite(weight))) return undefined;
  return { weights, variances: inverted.map((row, n) => row[n] ?? 0) };
}

/** How likely a success is. @param values of the features */
export function probabilityOf(weights: readonly number[], values: readonly number[]): number {
  return logistic(scoreOf(weights, values));
}

export function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function scoreOf([intercept = 0, ...weights]: readonly number[], values: readonly number[]): number {
  return weights.reduce((sum, weight, n) => sum + weight * (values[n] ?? 0), intercept);
}

/** The largest part of a step that leads higher; undefined where none does. */
function climb(
  groups: readonly Group[],
  at: {
    readonly weights: readonly number[];
    readonly direction: readonly number[];
    readonly reached: number;
    readonly ridge: number;
  },
): { weights: number[]; gain: number } | undefined {
  let part = 1;
  for (let halving = 0; halving < MAX_HALVINGS; halving += 1) {
    const weights = at.weights.map((weight, n) => weight + part * (at.direction[n] ?? 0));
    const gain = gainOf(groups, weights, at.ridge);
    if (gain > at.reached) return { weights, gain };
    part /= 2;
  }
  return undefined;
}

/** The logarithm of the likelihood, less the ridge. */
function gainOf(groups: readonly Group[], weights: readonly number[], ridge: number): number {
  const likelihood = groups.reduce((sum, { values, trials, successes }) => {
    const score = scoreOf(weights, values);
    // ln(1 + e^score) without its overflow.
    const softplus = Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
    return sum + successes * score - trials * softplus;
  }, 0);
  const [, ...own] = weights;
  return likelihood - (ridge / 2) * own.reduce((sum, weight) => sum + weight ** 2, 0);
}

function derivatives(groups: readonly Group[], weights: readonly number[], ridge: number) {
  const size = weights.length;
  const slope = weights.map((weight, n) => (n === 0 ? 0 : -ridge * weight));
  const curvature = weights.map((_, row) => weights.map((__, column) => (row === column && row > 0 ? ridge : 0)));
  for (const { values, trials, successes } of groups) {
    const p = probabilityOf(weights, values);
    const [missing, variance] = [successes - trials * p, trials * p * (1 - p)];
    for (let row = 0; row < size; row += 1) {
      const one = row === 0 ? 1 : (values[row - 1] ?? 0);
      if (one === 0) continue;
      slope[row] = (slope[row] ?? 0) + missing * one;
      const line = curvature[row] ?? [];
      for (let column = 0; column < size; column += 1)
        line[column] = (line[column] ?? 0) + variance * one * (column === 0 ? 1 : (values[column - 1] ?? 0));
    }
  }
  return { slope, curvature };
}
