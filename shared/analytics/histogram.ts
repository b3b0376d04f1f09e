/**
 * Times are counted in buckets, each a fifth wider than the one before: a percentile is then read from some 80 counters,
 * whatever the number of taps, and is within 10 % of the true value.
 */
const GROWTH = 1.2;

/** Whoever answers after more than a year counts as one who took a year, in seconds. */
const LONGEST = 366 * 86_400;

/** The bucket of a time in seconds; bucket 0 is everything below one second, the last one everything beyond a year. */
export function bucketOf(seconds: number): number {
  return seconds < 1 ? 0 : 1 + Math.floor(Math.log(Math.min(seconds, LONGEST)) / Math.log(GROWTH));
}

/** How many buckets there are. */
export const BUCKETS = bucketOf(LONGEST) + 1;

/** The time in seconds that a share of all times does not exceed; null without any. @param counts by bucket */
export function percentile(counts: ReadonlyMap<number, number>, share: number): number | null {
  const buckets = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    if (seen >= share * total) return middleOf(bucket);
  }
  return null;
}

/** The geometric middle of a bucket: within 10 % of all of its times. */
function middleOf(bucket: number): number {
  return bucket === 0 ? 0.5 : Number((GROWTH ** (bucket - 0.5)).toPrecision(4));
}

/** The buckets that hold any times, the shortest first, with their bounds in seconds. @param counts by bucket */
export function bucketsOf(counts: ReadonlyMap<number, number>) {
  const buckets = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  return buckets.map(([bucket, count]) => ({
    from_seconds: boundBelow(bucket),
    to_seconds: boundBelow(bucket + 1),
    count,
  }));
}

function boundBelow(bucket: number): number {
  return bucket === 0 ? 0 : Number((GROWTH ** (bucket - 1)).toPrecision(4));
}
