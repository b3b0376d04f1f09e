import { busiestSecond } from './busiest.ts';
import type { Read, Written } from './memory-table.ts';

const WRITE_UNIT = 1024;
const READ_UNIT = 4096;

/** The largest item of one kind, which is the first part of its sort key. */
export interface Largest {
  readonly bytes: number;
  readonly pk: string;
  readonly sk: string;
}

/** Counts what the table's items and partitions bear, in DynamoDB's units. @param now in milliseconds since the epoch */
export function tableMeter(now: () => number) {
  const [writes, reads, indexWrites, together] = [busiestSecond(), busiestSecond(), busiestSecond(), busiestSecond()];
  const largest = new Map<string, Largest>();
  let [write_units, read_units] = [0, 0];

  function count(pk: string, units: number): void {
    write_units += units;
    writes.add(now(), pk, units);
    together.add(now(), 'the table', units);
  }

  /** An index holds whole items, so each write of an item is one of the index; another key is two, since the old entry goes. */
  function countIndexes({ before, after, bytes_before, bytes_after }: Written): void {
    for (const name of ['gsi1pk', 'gsi2pk']) {
      const [old, current] = [before?.[name], after?.[name]];
      const places = old === current ? [current] : [old, current];
      for (const place of places) {
        if (place === undefined) continue;
        const units = Math.ceil((place === current ? bytes_after : bytes_before) / WRITE_UNIT);
        write_units += units;
        indexWrites.add(now(), String(place), units);
      }
    }
  }

  return {
    write(written: Written): void {
      const { pk, sk, bytes_before, bytes_after, inTransaction } = written;
      const bytes = Math.max(bytes_before, bytes_after, 1);
      count(pk, Math.ceil(bytes / WRITE_UNIT) * (inTransaction ? 2 : 1));
      countIndexes(written);
      const kind = sk.slice(0, sk.indexOf('#') + 1) || sk;
      if (bytes_after > (largest.get(kind)?.bytes ?? 0)) largest.set(kind, { bytes: bytes_after, pk, sk });
    },

    refuse({ pk, bytes }: { readonly pk: string; readonly bytes: number }): void {
      count(pk, Math.ceil(bytes / WRITE_UNIT));
    },

    read({ pk, bytes, consistent }: Read): void {
      const units = Math.ceil(bytes / READ_UNIT) * (consistent ? 1 : 0.5);
      read_units += units;
      reads.add(now(), pk, units);
    },

    /** Forgets what filling the table cost. */
    reset(): void {
      [write_units, read_units] = [0, 0];
    },

    get units() {
      return { write_units, read_units };
    },
    /** The busiest second of a partition key, of one of an index, and of the table as a whole. */
    writes,
    reads,
    indexWrites,
    together,
    /** By kind. */
    largest,
  };
}

export type TableMeter = ReturnType<typeof tableMeter>;
