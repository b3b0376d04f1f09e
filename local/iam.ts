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

/** For the operator and the stack itself, which no role holds back. */
export const ALLOW_ALL: readonly Statement[] = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/**
 * Whether the policies let a call through: an explicit Deny wins, then an Allow is needed.
 * @throws Error for a statement with a Condition that would decide.
 */
export function allows(statements: readonly Statement[], action: string, resource: string): boolean {
  const decisive = statements.filter((statement) => covers(statement, action, resource));
  decisive.forEach(refuseCondition);
  return decisive.length > 0 && decisive.every((statement) => statement.Effect === 'Allow');
}

/** A condition that is passed over would grant, or deny, too much. @throws Error when the statement has one. */
export function refuseCondition(statement: Statement): void {
  if (statement.Condition) throw new Error(`unknown condition ${JSON.stringify(statement.Condition)}`);
}

function covers({ Action, NotAction, Resource, NotResource }: Statement, action: string, resource: string): boolean {
  return (
    (Action ? matchesAny(Action, action, 'i') : !!NotAction && !matchesAny(NotAction, action, 'i')) &&
    (Resource ? matchesAny(Resource, resource, '') : !!NotResource && !matchesAny(NotResource, resource, ''))
  );
}

const patterns = new Map<string, RegExp>();

/** IAM matches actions whatever their case (flag 'i'), resources exactly. */
function matchesAny(wanted: OneOrMore, value: string, flags: '' | 'i'): boolean {
  return [wanted].flat().some((pattern) => {
    const key = `${flags} ${pattern}`;
    let expression = patterns.get(key);
    if (!expression) {
      const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
      expression = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, flags);
      patterns.set(key, expression);
    }
    return expression.test(value);
  });
}
