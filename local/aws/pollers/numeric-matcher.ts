const COMPARE: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** The matcher of `{ numeric: ['>', 0, '<=', 5] }`. @throws Error for an operand that is no range */
export function numericMatcher(operand: unknown): (values: readonly unknown[]) => boolean {
  const parts = Array.isArray(operand) ? operand : [];
  const tests = parts.flatMap((sign, index) => {
    if (index % 2 === 1) return [];
    const compare = COMPARE[String(sign)];
    const bound: unknown = parts[index + 1];
    if (!compare || typeof bound !== 'number') throw new Error(`Not a numeric range: ${JSON.stringify(operand)}`);
    return [(value: number) => compare(value, bound)];
  });
  if (tests.length === 0) throw new Error(`Not a numeric range: ${JSON.stringify(operand)}`);
  return (values) => values.some((value) => typeof value === 'number' && tests.every((test) => test(value)));
}
