/** Every leaf in which two JSON values differ: where, what the one has and what the other. */
export function differences(one: unknown, other: unknown, path = ''): [path: string, one: unknown, other: unknown][] {
  if (one === other) return [];
  if (!isBranch(one) || !isBranch(other)) return [[path, one, other]];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differences(one[name], other[name], path ? `${path}.${name}` : name));
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
