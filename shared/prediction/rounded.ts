/** To as many digits as the figure deserves. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
