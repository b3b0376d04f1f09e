import { decimalOf, partsOf } from '../platform/decimal.ts';

/** As a roll-up's: by name, a missing one is 0. */
type Counters = Readonly<Record<string, number>>;

/** Four decimals, as many as a conversion's value may have. */
const DECIMALS = 4;
/**
 * A sum of amounts is kept in two counters, since a counter is exact only up to 2^53: what is above this many of the
 * smallest parts, and the rest. A value has at most 19 digits in all.
 */
const HIGH = 10n ** 9n;

/** A value as counters of a roll-up. @param value a decimal number with at most 15 digits before the point and 4 after */
export function moneyCounters(prefix: string, value: string, currency: string): Counters {
  const parts = partsOf(value, DECIMALS);
  return {
    [`${prefix}#${currency}#high`]: Number(parts / HIGH),
    [`${prefix}#${currency}#low`]: Number(parts % HIGH),
  };
}

/** The sums by currency, as decimal numbers without needless zeros. @param counters those after a prefix: `EUR#high` */
export function moneyOf(counters: Counters): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const [name, count] of Object.entries(counters)) {
    const [currency = '', part] = name.split('#');
    const parts = BigInt(count) * (part === 'high' ? HIGH : 1n);
    sums.set(currency, (sums.get(currency) ?? 0n) + parts);
  }
  return Object.fromEntries([...sums].sort().map(([currency, parts]) => [currency, decimal(parts)]));
}

/** Amounts of money are written with two decimals where fewer would do, or with none. */
function decimal(parts: bigint): string {
  return decimalOf(parts, DECIMALS).replace(/\.00$/, '');
}
