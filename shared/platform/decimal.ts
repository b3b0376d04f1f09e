/** Digits after the point that sums of prices are kept with. */
const DECIMALS = 8;

/** A decimal number as a whole number of its smallest parts, so that no amount is rounded. @param text like "0.1365" */
export function partsOf(text: string, decimals = DECIMALS): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}

/** The product of two prices in parts, rounded half up. */
export function multiplied(one: bigint, other: bigint): bigint {
  const unit = 10n ** BigInt(DECIMALS);
  return (one * other + unit / 2n) / unit;
}

/** The text of parts, with as many digits after the point as needed, at least two. */
export function decimalOf(parts: bigint, decimals = DECIMALS): string {
  const digits = parts.toString().padStart(decimals + 1, '0');
  const [whole, fraction] = [digits.slice(0, -decimals), digits.slice(-decimals)];
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
}
