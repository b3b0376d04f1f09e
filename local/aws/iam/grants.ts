import { isUsed, type Statement } from './statement.ts';

/** An action that a policy allows, and whether a call has needed it so far. */
export interface Grant {
  /** Who is allowed: a role's function or the role itself, or the resource whose own policy it is. */
  readonly owner: string;
  readonly action: string;
  readonly resource: string;
  readonly used: boolean;
}

export interface Grants {
  /** @returns the statements, whose uses are known from now on */
  add<Given extends Statement>(owner: string, statements: readonly Given[]): readonly Given[];
  list(): readonly Grant[];
}

/** All that policies allow. */
export function grantList(): Grants {
  const owned: { readonly owner: string; readonly statement: Statement }[] = [];
  return {
    add(owner, statements) {
      owned.push(...statements.map((statement) => ({ owner, statement })));
      return statements;
    },
    list: () =>
      owned
        .filter(({ statement }) => statement.Effect === 'Allow')
        .flatMap(({ owner, statement }) =>
          [statement.Action ?? []].flat().map((action) => ({
            owner,
            action,
            resource: [statement.Resource ?? []].flat().join(' '),
            used: isUsed(statement, action),
          })),
        ),
  };
}
