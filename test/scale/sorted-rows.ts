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

/** A key so close to the end is put in its place; for others, everything is sorted again. */
const NEAR_END = 4_096;

/** Rows by sort key. They are sorted when somebody asks for their order, and not before. */
export function sortedRows(): Rows {
  const rows = new Map<string, Row>();
  let sorted: string[] | undefined;

  /** The place of the first key that is at least `sk`. */
  function placeIn(keys: readonly string[], sk: string): number {
    let [low, high] = [0, keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! < sk) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get size() {
      return rows.size;
    },
    get: (sk) => rows.get(sk),
    add(sk, row) {
      rows.set(sk, row);
      if (!sorted) return;
      const place = placeIn(sorted, sk);
      if (sorted.length - place > NEAR_END) sorted = undefined;
      else sorted.splice(place, 0, sk);
    },
    remove(sk) {
      if (!rows.delete(sk) || !sorted) return;
      sorted.splice(placeIn(sorted, sk), 1);
    },
    keysFrom(from) {
      const keys = (sorted ??= [...rows.keys()].sort());
      return { keys, at: placeIn(keys, from) };
    },
  };
}
