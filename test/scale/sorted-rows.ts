import type { Item } from '../../shared/platform/table-commands.ts';

/** An item as it is now, and its bytes. */
export interface Row {
  item: Item;
  size: number;
}

export interface Rows {
  readonly size: number;
  get(sk: string): Row | undefined;
  add(sk: string, row: Row): void;
  remove(sk: string): void;
  /** The keys from the first that is at least `from`, in order. */
  keysFrom(from: string): { readonly keys: readonly string[]; readonly at: number };
}

/** Rows by sort key. They are sorted when somebody asks for their order, and not before. */
export function sortedRows(): Rows {
  const rows = new Map<string, Row>();
  let sorted: string[] | undefined;
  return {
    get size() {
      return rows.size;
    },
    get: (sk) => rows.get(sk),
    add(sk, row) {
      rows.set(sk, row);
      if (sorted && (sorted.length === 0 || sorted.at(-1)! < sk)) sorted.push(sk);
      else sorted = undefined;
    },
    remove(sk) {
      if (!rows.delete(sk)) return;
      if (sorted?.[0] === sk) sorted.shift();
      else sorted = undefined;
    },
    keysFrom(from) {
      const keys = (sorted ??= [...rows.keys()].sort());
      let [low, high] = [0, keys.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (keys[middle]! < from) low = middle + 1;
        else high = middle;
      }
      return { keys, at: low };
    },
  };
}
