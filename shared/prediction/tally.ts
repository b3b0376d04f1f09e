/** How many messages fell into a cell, and how many of them were tapped. */
export interface CellCount {
  trials: number;
  successes: number;
}

/** Counts by cell: what is left of people once they are counted. */
export type Tally = Map<number, CellCount>;

export function count(tally: Tally, cell: number, isSuccess: boolean): void {
  const found = tally.get(cell) ?? { trials: 0, successes: 0 };
  found.trials += 1;
  if (isSuccess) found.successes += 1;
  tally.set(cell, found);
}

export function addTally(into: Tally, other: Tally): void {
  for (const [cell, { trials, successes }] of other) {
    const found = into.get(cell) ?? { trials: 0, successes: 0 };
    into.set(cell, { trials: found.trials + trials, successes: found.successes + successes });
  }
}

export function totalOf(tally: Tally): CellCount {
  return sumOf([...tally.values()]);
}

export function sumOf(counts: readonly CellCount[]): CellCount {
  return counts.reduce(
    (sum, { trials, successes }) => ({ trials: sum.trials + trials, successes: sum.successes + successes }),
    { trials: 0, successes: 0 },
  );
}

/** As a row keeps it: '3f 12 4,…', some ten bytes for each cell, so that all cells fit into one item. */
export function packTally(tally: Tally): string {
  return [...tally]
    .toSorted(([a], [b]) => a - b)
    .map(([cell, { trials, successes }]) => [cell, trials, successes].map((number) => number.toString(36)).join(' '))
    .join(',');
}

export function unpackTally(packed: string): Tally {
  const rows = packed === '' ? [] : packed.split(',');
  return new Map(
    rows.map((row) => {
      const [cell = 0, trials = 0, successes = 0] = row.split(' ').map((number) => Number.parseInt(number, 36));
      return [cell, { trials, successes }];
    }),
  );
}
