import * as z from 'zod';

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

/** What is known of a call besides its action and resource, by condition key: `iam:PassedToService`. */
export type CallContext = Readonly<Record<string, string>>;

/**
 * Whether the policies allow a call: an explicit Deny wins, and without an Allow it is denied.
 * @throws Error when a statement that applies has a condition that is not supported
 */
export function allows(
  statements: readonly Statement[],
  action: string,
  resource: string,
  context: CallContext = {},
): boolean {
  const applicable = statements
    .filter((statement) => appliesTo(statement, action, resource))
    .filter((statement) => holds(statement, context));
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

/** Of conditions only this form is evaluated, of these keys. */
const condition = z.strictObject({
  StringEquals: z.strictObject({
    'iam:PassedToService': z.string().optional(),
    'ses:FromAddress': z.string().optional(),
  }),
});

/** Ignoring a condition would allow or deny too much. @throws Error for one that is not supported */
export function refuseCondition({ Condition }: Statement): void {
  if (Condition && !condition.safeParse(Condition).success)
    throw new Error(`these conditions are not supported: ${JSON.stringify(Condition)}`);
}

function holds(statement: Statement, context: CallContext): boolean {
  if (!statement.Condition) return true;
  refuseCondition(statement);
  const { StringEquals } = condition.parse(statement.Condition);
  return Object.entries(StringEquals).every(([key, value]) => context[key] === value);
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
