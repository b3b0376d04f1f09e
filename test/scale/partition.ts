import { sortedRows, type Row, type Rows } from './sorted-rows.ts';

/** The items of one partition key. */
export interface Partition {
  readonly pk: string;
  /** Of all its items. */
  bytes: number;
  get(sk: string): Row | undefined;
  add(sk: string, row: Row): void;
  remove(sk: string): void;
  /** The rows among which all are whose sort key begins so, in order. @param prefix of all of them, unless it is given */
  rowsOf(prefix: string | undefined): Rows;
}

/** Rows of one kind (`MESSAGE#`, `LANE#`) are kept apart: what is written all the time need not be in order for what is queried. */
export function partition(pk: string): Partition {
  const kinds = new Map<string, Rows>();
  const kindOf = (sk: string) => sk.slice(0, sk.indexOf('#') + 1) || sk;
  return {
    pk,
    bytes: 0,
    get: (sk) => kinds.get(kindOf(sk))?.get(sk),
    add(sk, row) {
      const kind = kindOf(sk);
      const rows = kinds.get(kind) ?? sortedRows();
      kinds.set(kind, rows);
      rows.add(sk, row);
    },
    remove(sk) {
      kinds.get(kindOf(sk))?.remove(sk);
    },
    rowsOf(prefix = '') {
      if (prefix.includes('#')) return kinds.get(kindOf(prefix)) ?? sortedRows();
      const together = sortedRows();
      for (const [kind, rows] of kinds) {
        if (!kind.startsWith(prefix)) continue;
        for (const sk of rows.keysFrom('').keys) together.add(sk, rows.get(sk)!);
      }
      return together;
    },
  };
}
