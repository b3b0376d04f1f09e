import type { Operation, World } from './world.ts';

/** Puts into an empty world what is there before. @returns the operation that is measured */
export type Pattern = (world: World, count: number) => Operation | Promise<Operation>;

/** A row of the page, beyond its pattern alone. */
export interface Row {
  readonly pattern: Pattern;
  /** What it is done for several of, and how often its units are counted: 'recipient'. */
  readonly per?: string;
  /** It reads as much as there is: its units are those of the least. */
  readonly atLeast?: true;
}

/** Rows by what the page calls them, without its backticks. */
export type Section = Readonly<Record<string, Pattern | Row>>;

/** Measured for one and for two, so that the page can say what each further one costs. */
export function per(what: string, pattern: Pattern): Row {
  return { per: what, pattern };
}

export function atLeast(pattern: Pattern): Row {
  return { atLeast: true, pattern };
}
