/** The busiest second of any key: how much there was of it, whose it was, and when it began (milliseconds since the epoch). */
export interface Busiest {
  readonly amount: number;
  readonly key: string;
  readonly second: number;
}

/** Sums amounts by key and second, and keeps the largest sum. Time goes on; a second that is over is forgotten. */
export function busiestSecond() {
  let second = -1;
  let sums = new Map<string, number>();
  let most: Busiest = { amount: 0, key: '', second: 0 };
  return {
    add(now: number, key: string, amount: number): void {
      const current = Math.floor(now / 1000);
      if (current !== second) {
        second = current;
        sums = new Map();
      }
      const sum = (sums.get(key) ?? 0) + amount;
      sums.set(key, sum);
      if (sum > most.amount) most = { amount: sum, key, second: second * 1000 };
    },
    get most(): Busiest {
      return most;
    },
  };
}

export type BusiestSecond = ReturnType<typeof busiestSecond>;
