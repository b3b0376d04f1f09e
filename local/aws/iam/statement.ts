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

const uses = new WeakMap<Statement, Set<string>>();

/** Those of a statement's actions, as it spells them, that have allowed a call. */
export function usedActions(statement: Statement): ReadonlySet<string> {
  return uses.get(statement) ?? new Set();
}

function noteUse(statement: Statement, action: string): void {
  const noted = uses.get(statement) ?? new Set();
  uses.set(statement, noted);
  for (const pattern of [statement.Action ?? []].flat()) if (matchesAny(pattern, action, 'i')) noted.add(pattern);
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
function matchesAny(patterns: OneOrMore, value: string, flags: '' | 'i'): boolean {
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
