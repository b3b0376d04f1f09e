import type { TableOperations } from './table-operations.ts';

interface Described {
  readonly Table?: { readonly KeySchema?: readonly { readonly AttributeName: string }[] };
}

/** The names of a table's key attributes, which never change; none for a table that does not exist. */
export function keyNamesOf(tables: TableOperations): (table: string) => Promise<readonly string[]> {
  const known = new Map<string, readonly string[]>();
  return async (TableName) => {
    const names = known.get(TableName);
    if (names) return names;
    const { status, answer } = await tables.call('DescribeTable', { TableName });
    if (status !== 200) return [];
    const found = ((answer as Described).Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName);
    known.set(TableName, found);
    return found;
  };
}
