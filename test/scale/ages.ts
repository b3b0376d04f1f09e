/** Ages in milliseconds: how many there were of each, to the millisecond up to a minute, and the oldest. */
export interface Ages {
  add(age: number, times?: number): void;
  readonly count: number;
  readonly max: number;
  /** @param share 0.99: so many were no older @returns 60,000 where that is a minute or more */
  quantile(share: number): number;
}

const MAX = 60_000;

export function ages(): Ages {
  const counts = new Uint32Array(MAX + 1);
  let [count, max] = [0, 0];
  return {
    add(age, times = 1) {
      const rounded = Math.max(0, Math.round(age));
      counts[Math.min(MAX, rounded)]! += times;
      count += times;
      if (rounded > max) max = rounded;
    },
    get count() {
      return count;
    },
    get max() {
      return max;
    },
    quantile(share) {
      let left = share * count;
      for (let age = 0; age <= MAX; age++) if ((left -= counts[age]!) <= 0) return age;
      return MAX;
    },
  };
}
