/** Every leaf in which two JSON values differ: its path, and both values. */
export function differences(left: unknown, right: unknown, path = ''): [path: string, left: unknown, right: unknown][] {
  if (left === right) return [];
  if (!isBranch(left) || !isBranch(right)) return [[path, left, right]];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].flatMap((name) => differences(left[name], right[name], path ? `${path}.${name}` : name));
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
