export interface Bucket {
  readonly from_seconds: number;
  readonly to_seconds: number;
  readonly count: number;
}

export interface TapStep {
  readonly seconds: number;
  /** How many taps came by then; and of all, 0 to 1. */
  readonly taps: number;
  readonly share: number;
}

/** How the share of taps grew with time; buckets of several buttons are one. */
export function tapSteps(buckets: readonly Bucket[]): readonly TapStep[] {
  const byEnd = new Map<number, number>();
  for (const { to_seconds, count } of buckets) byEnd.set(to_seconds, (byEnd.get(to_seconds) ?? 0) + count);
  const total = [...byEnd.values()].reduce((sum, count) => sum + count, 0);
  let soFar = 0;
  return [...byEnd]
    .sort(([a], [b]) => a - b)
    .map(([seconds, count]) => {
      soFar += count;
      return { seconds, taps: soFar, share: soFar / total };
    });
}

/** After how long a share of the taps had come. */
export function reachedAt(steps: readonly TapStep[], share: number): number | undefined {
  return steps.find((step) => step.share >= share)?.seconds;
}
