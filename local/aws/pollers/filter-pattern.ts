import { numericMatcher } from './numeric-matcher.ts';

type Test = (event: unknown) => boolean;
/** Tests the scalars at one path of an event: several in an array, none when the field is absent. */
type Matcher = (values: readonly unknown[]) => boolean;

/**
 * Compiles an event pattern, as EventBridge rules and Lambda's FilterCriteria have them.
 * Supports exact values, prefix, suffix, equals-ignore-case, anything-but, exists and numeric.
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
  if (!isObject(pattern))
    throw new Error(`An event pattern consists of objects and arrays, not ${JSON.stringify(pattern)}`);
  const fields = Object.entries(pattern).map(([name, inner]) => [name, compile(inner)] as const);
  return (event) =>
    branches(event).some((branch) =>
      fields.every(([name, test]) => test(Object.hasOwn(branch, name) ? branch[name] : undefined)),
    );
}

function matcher(rule: unknown): Matcher {
  if (!isObject(rule)) return (values) => values.includes(rule);
  const [[kind, operand] = [], ...more] = Object.entries(rule);
  if (more.length > 0) throw new Error(`A matcher has one key: ${JSON.stringify(rule)}`);
  switch (kind) {
    case 'prefix':
      return text(operand, (value, prefix) => value.startsWith(prefix));
    case 'suffix':
      return text(operand, (value, suffix) => value.endsWith(suffix));
    case 'equals-ignore-case':
      return text(operand, (value, expected) => value.toLowerCase() === expected.toLowerCase());
    case 'anything-but': {
      const excluded = [operand].flat().map(matcher);
      return (values) => values.some((value) => !excluded.some((match) => match([value])));
    }
    case 'exists':
      return (values) => values.length > 0 === operand;
    case 'numeric':
      return numericMatcher(operand);
    default:
      throw new Error(`Unknown matcher in an event pattern: ${JSON.stringify(rule)}`);
  }
}

function text(operand: unknown, test: (value: string, expected: string) => boolean): Matcher {
  if (isObject(operand)) {
    const expected = operand['equals-ignore-case'];
    if (typeof expected !== 'string')
      throw new Error(`Unknown matcher in an event pattern: ${JSON.stringify(operand)}`);
    return text(expected.toLowerCase(), (value, lowerCase) => test(value.toLowerCase(), lowerCase));
  }
  const expected = [operand].flat().map(String);
  return (values) => values.some((value) => typeof value === 'string' && expected.some((text) => test(value, text)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function scalars(event: unknown): unknown[] {
  if (Array.isArray(event)) return event.flatMap(scalars);
  return event === undefined || isObject(event) ? [] : [event];
}

/** The objects that a nested pattern may match: those in an array, or one without fields where there is none. */
function branches(event: unknown): Record<string, unknown>[] {
  const found = [event].flat(Infinity).filter(isObject);
  return found.length > 0 ? found : [{}];
}
