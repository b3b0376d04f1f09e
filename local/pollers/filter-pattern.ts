type Test = (event: unknown) => boolean;
/** Tests the scalars found at one place of an event: several in an array, none when the field is absent. */
type Match = (values: readonly unknown[]) => boolean;

/**
 * Compiles an event pattern, as EventBridge rules and Lambda's FilterCriteria write it.
 * Knows exact values, prefix, suffix, equals-ignore-case, anything-but, exists and numeric.
 * @throws Error on any other matcher, so that no rule is silently ignored
 */
export function filterPattern(json: string): Test {
  return compile(JSON.parse(json));
}

function compile(pattern: unknown): Test {
  if (Array.isArray(pattern)) {
    const matches = pattern.map(matcher);
    return (event) => matches.some((match) => match(scalars(event)));
  }
  if (!isObject(pattern)) throw new Error(`An event pattern holds objects and arrays, not ${JSON.stringify(pattern)}`);
  const fields = Object.entries(pattern).map(([name, inner]) => [name, compile(inner)] as const);
  return (event) =>
    branches(event).some((branch) =>
      fields.every(([name, test]) => test(Object.hasOwn(branch, name) ? branch[name] : undefined)),
    );
}

function matcher(rule: unknown): Match {
  if (!isObject(rule)) return (values) => values.includes(rule);
  const [[kind, operand] = [], ...more] = Object.entries(rule);
  if (more.length > 0) throw new Error(`A matcher has one key: ${JSON.stringify(rule)}`);
  switch (kind) {
    case 'prefix':
      return text(operand, (value, wanted) => value.startsWith(wanted));
    case 'suffix':
      return text(operand, (value, wanted) => value.endsWith(wanted));
    case 'equals-ignore-case':
      return text(operand, (value, wanted) => value.toLowerCase() === wanted.toLowerCase());
    case 'anything-but': {
      const excluded = [operand].flat().map(matcher);
      return (values) => values.some((value) => !excluded.some((match) => match([value])));
    }
    case 'exists':
      return (values) => values.length > 0 === operand;
    case 'numeric':
      return numeric(operand);
    default:
      throw new Error(`Unknown matcher in an event pattern: ${JSON.stringify(rule)}`);
  }
}

function text(operand: unknown, test: (value: string, wanted: string) => boolean): Match {
  if (isObject(operand)) {
    const wanted = operand['equals-ignore-case'];
    if (typeof wanted !== 'string') throw new Error(`Unknown matcher in an event pattern: ${JSON.stringify(operand)}`);
    return text(wanted.toLowerCase(), (value, lower) => test(value.toLowerCase(), lower));
  }
  const wanted = [operand].flat().map(String);
  return (values) => values.some((value) => typeof value === 'string' && wanted.some((w) => test(value, w)));
}

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** `operand`: ['>', 0, '<=', 5] */
function numeric(operand: unknown): Match {
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scalars(event: unknown): unknown[] {
  if (Array.isArray(event)) return event.flatMap(scalars);
  return event === undefined || isObject(event) ? [] : [event];
}

/** The objects a nested pattern may match: an array offers each of its own; where there is none, all fields are absent. */
function branches(event: unknown): Record<string, unknown>[] {
  const found = [event].flat(Infinity).filter(isObject);
  return found.length > 0 ? found : [{}];
}
