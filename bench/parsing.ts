import { readCustomers } from '../shared/customer/customer.csv.ts';
import { percentileOf } from './percentile.ts';

/** Characters of the one cell: a file like the first kept a function busy for half a minute, and the others tell how the time grows. */
const SIZES = [150_000, 300_000, 600_000];
const ROUNDS = 21;

/** How long it takes to read a file whose only cell is blanks and a quote: in linear time, a file of twice the size takes twice as long. */
export async function benchParsing(): Promise<void> {
  const rows = SIZES.map((size) => {
    const text = `phone_number\n${' '.repeat(size)}"`;
    const times = Array.from({ length: ROUNDS }, () => {
      const started = performance.now();
      readCustomers(text);
      return performance.now() - started;
    });
    return { kilobytes: size / 1_000, ms: rounded(percentileOf(times, 0.5)), slowest_ms: rounded(Math.max(...times)) };
  });
  await Promise.resolve();
  console.table(rows);
}

function rounded(milliseconds: number): number {
  return Number(milliseconds.toPrecision(3));
}
