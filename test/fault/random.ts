import { dice } from '../unit/analytics/history.ts';

/** Random choices that are equal for equal seeds. */
export interface Random {
  /** A whole number from 0 to n - 1. */
  below(n: number): number;
  /** A number between two others. */
  between(min: number, max: number): number;
  chance(share: number): boolean;
  pick<One>(from: readonly One[]): One;
}

export function random(seed: number): Random {
  const roll = dice(seed);
  const share = () => roll(2 ** 30) / 2 ** 30;
  return {
    below: roll,
    between: (min, max) => min + share() * (max - min),
    chance: (wanted) => share() < wanted,
    pick: (from) => from[roll(from.length)]!,
  };
}
