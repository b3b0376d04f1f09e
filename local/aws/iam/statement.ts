type OneOrMore = string | readonly string[];

/** A statement of an identity-based policy, its intrinsic functions resolved. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: unknown;
}

/** For callers that no role limits. */
export const ALLOW_ALL: readonly Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/**
 * Whether the policies allow a call: an explicit Deny wins, and without an Allow it is denied.
 * @throws Error when a statement that applies has a condition
 */
export function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  const applicable = statements.filter((statement) => appliesTo(statement, action, resource));
  applicable.forEach(refuseCondition);
  const isAllowed = applicable.length > 0 && applicable.every((statement) => statement.Effect === 'Allow');
  if (isAllowed) for (const statement of applicable) noteUse(statement, action);
  return isAllowed;
}

/** The actions that statements have allowed. */
const allowed = new WeakMap<Statement, Set<string>>();

/** Whether one of a statement's actions, as it spells it, has allowed a call. */
export function isUsed(statement: Statement, pattern: string): boolean {
  return [...(allowed.get(statement) ?? [])].some((action) => matchesAny(pattern, action, 'i'));
}

function noteUse(statement: Statement, action: string): void {
  const known = allowed.get(statement);
  if (known) known.add(action);
  else allowed.set(statement, new Set([action]));
}

/** Conditions are not evaluated, and ignoring one would allow or deny too much. @throws Error when there is one */
export function refuseCondition(statement: Statement): void {
  if (statement.Condition) throw new Error(`conditions are not supported: ${JSON.stringify(statement.Condition)}`);
}

function appliesTo({ Action, NotAction, Resource, NotResource }: Statement, action: string, resource: string): boolean {
  return (
    (Action ? matchesAny(Action, action, 'i') : !!NotAction && !matchesAny(NotAction, action, 'i')) &&
    (Resource ? matchesAny(Resource, resource, '') : !!NotResource && !matchesAny(NotResource, resource, ''))
  );
}

const compiled = new Map<string, RegExp>();

/** IAM ignores the case of actions (flag 'i'), not of resources. */
export function matchesAny(patterns: OneOrMore, value: string, flags: '' | 'i'): boolean {
  return [patterns].flat().some((pattern) => {
    const key = `${flags} ${pattern}`;
    let expression = compiled.get(key);
    if (!expression) {
      const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
      expression = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, flags);
      compiled.set(key, expression);
    }
    return expression.test(value);
  });
}
