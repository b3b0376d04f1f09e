import type { Scope } from './scope.ts';

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const FUNCTIONS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(text(argument, scope)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = list(argument, scope);
    return scope.attribute(String(logicalId), String(attribute));
  },
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = pair(argument);
    return list(parts, scope)
      .map((part) => text(part, scope))
      .join(text(separator, scope));
  },
  'Fn::Select': (argument, scope) => {
    const [index, options] = pair(argument);
    const selected = list(options, scope)[Number(text(index, scope))];
    if (selected === undefined) throw new Error(`Fn::Select: there is no element ${text(index, scope)}`);
    return selected;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, joined] = pair(argument);
    return text(joined, scope).split(text(separator, scope));
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = argument as [string, unknown, unknown];
    return resolve(scope.condition(name) ? yes : no, scope);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(argument, scope)),
};

/**
 * A template value with its intrinsic functions evaluated. `undefined` stands for AWS::NoValue: its property or array
 * element is left out.
 * @throws Error for an intrinsic function that is not supported, and for a dynamic reference
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string' && value.includes('{{resolve:'))
    throw new Error(`dynamic references are not supported: ${value}`);
  if (Array.isArray(value))
    return value.map((element) => resolve(element, scope)).filter((element) => element !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries.length === 1 ? entries[0]! : [''];
  if (FUNCTIONS[name]) return FUNCTIONS[name](argument, scope);
  if (name.startsWith('Fn::')) throw new Error(`unknown intrinsic function ${name}`);
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, resolve(inner, scope)]).filter(([, inner]) => inner !== undefined),
  );
}

function substitute(argument: unknown, scope: Scope): string {
  const [template, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
    string,
    Record<string, unknown>,
  ];
  return template.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in variables) return text(variables[name], scope);
    const dot = name.indexOf('.');
    return text(dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)), scope);
  });
}

/** @throws Error for anything but an array of two */
export function pair(argument: unknown): readonly [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2)
    throw new Error(`expected a pair: ${JSON.stringify(argument)}`);
  return [argument[0], argument[1]];
}

function list(value: unknown, scope: Scope): readonly unknown[] {
  const resolved = resolve(value, scope);
  if (!Array.isArray(resolved)) throw new Error(`expected a list: ${JSON.stringify(value)}`);
  return resolved;
}

/** A value that resolves to text, or to what is written as text. */
export function text(value: unknown, scope: Scope): string {
  const resolved = resolve(value, scope);
  if (!['string', 'number', 'boolean'].includes(typeof resolved))
    throw new Error(`expected text: ${JSON.stringify(value)}`);
  return String(resolved);
}
