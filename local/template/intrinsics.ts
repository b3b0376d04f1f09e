/** What an intrinsic function may ask of the template it stands in. */
export interface Scope {
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  /** The value of a named condition. */
  condition(name: string): boolean;
  importValue(exportName: string): unknown;
}

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
    const chosen = list(options, scope)[Number(text(index, scope))];
    if (chosen === undefined) throw new Error(`Fn::Select: no element ${text(index, scope)}`);
    return chosen;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = pair(argument);
    return text(whole, scope).split(text(separator, scope));
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = argument as [string, unknown, unknown];
    return resolve(scope.condition(name) ? yes : no, scope);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(argument, scope)),
};

const CONDITIONS: Readonly<Record<string, (argument: unknown, scope: Scope) => boolean>> = {
  Condition: (argument, scope) => scope.condition(String(argument)),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = pair(argument);
    return text(left, scope) === text(right, scope);
  },
  'Fn::And': (argument, scope) => (argument as unknown[]).every((part) => holds(part, scope)),
  'Fn::Or': (argument, scope) => (argument as unknown[]).some((part) => holds(part, scope)),
  'Fn::Not': (argument, scope) => !holds((argument as unknown[])[0], scope),
};

/**
 * A template value with its intrinsic functions carried out. `undefined` stands for AWS::NoValue and takes its property
 * or array element with it.
 * @throws Error for an intrinsic function or dynamic reference this stack does not know.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string' && value.includes('{{resolve:')) throw new Error(`dynamic reference ${value}`);
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

/** Whether a condition expression of the template's `Conditions` is met. */
export function holds(expression: unknown, scope: Scope): boolean {
  const [name = '', argument] = Object.entries(expression as object)[0] ?? [];
  const condition = CONDITIONS[name];
  if (!condition) throw new Error(`unknown condition function ${name}`);
  return condition(argument, scope);
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

function pair(argument: unknown): readonly [unknown, unknown] {
  if (!Array.isArray(argument) || argument.length !== 2)
    throw new Error(`expected a pair: ${JSON.stringify(argument)}`);
  return [argument[0], argument[1]];
}

function list(value: unknown, scope: Scope): readonly unknown[] {
  const resolved = resolve(value, scope);
  if (!Array.isArray(resolved)) throw new Error(`expected a list: ${JSON.stringify(value)}`);
  return resolved;
}

function text(value: unknown, scope: Scope): string {
  const resolved = resolve(value, scope);
  if (!['string', 'number', 'boolean'].includes(typeof resolved))
    throw new Error(`expected text: ${JSON.stringify(value)}`);
  return String(resolved);
}
