import { KINDS, type Kind } from './course.ts';
import type { Past } from './past.ts';

/** How often people tap and read, by which a person is measured: rounded, so that it stays the same from day to day. */
export interface Basis {
  readonly tap: number;
  readonly read: number;
}

/** Counts of a person are drawn towards what is usual as if by so many messages more. */
const STRENGTH = 4;

/** What a value is rounded to, from `low` in steps: few enough that all combinations are counted rather than kept by person. */
export interface Scale {
  readonly low: number;
  readonly step: number;
  readonly levels: number;
}
/** Twice as often is one more. */
const HABIT: Scale = { low: -2, step: 0.5, levels: 11 };
const READING: Scale = { low: -0.5, step: 0.25, levels: 5 };
const LEANING: Scale = { low: -1, step: 0.5, levels: 5 };
/** Days since the last tap, by the first of these that they do not exceed. */
const RECENT = [7, 30];
const NEVER = RECENT.length + 1;
const NEW = NEVER + 1;
const RECENCIES = NEW + 1;

/** From the first to the last: how many values each part of a cell has. */
const RADIX = [HABIT.levels, READING.levels, LEANING.levels, LEANING.levels, RECENCIES, KINDS.length] as const;
export const CELLS = RADIX.reduce((product, radix) => product * radix, 1);

/** What a model looks at, in the order of its weights. */
export const FEATURES = [
  'tap_habit',
  'read_habit',
  'kind_habit',
  'slot_habit',
  'tapped_this_week',
  'tapped_this_month',
  'tapped_before',
  'new',
  'url',
  'call',
] as const;
export type Feature = (typeof FEATURES)[number];

/** In which circumstances a message is tapped or not. */
export interface Circumstances {
  readonly kind: Kind;
  readonly slot: number;
}

/** The cell of somebody in some circumstances: a number below CELLS, in which whoever is alike falls together. */
export function cellOf(past: Past, { kind, slot }: Circumstances, basis: Basis): number {
  const tapRate = shrunken(past.tapped, past.delivered, basis.tap);
  const readRate = shrunken(past.read, past.delivered, basis.read);
  const leaning = ({ tapped, delivered }: { tapped: number; delivered: number } = NOTHING) =>
    levelOf(LEANING, Math.log2(shrunken(tapped, delivered, tapRate) / tapRate));
  const parts = [
    levelOf(HABIT, Math.log2(tapRate / basis.tap)),
    levelOf(READING, readRate - basis.read),
    leaning(past.ofKind[kind]),
    leaning(past.ofSlot.get(slot)),
    recencyOf(past),
    KINDS.indexOf(kind),
  ];
  return parts.reduce((number, part, n) => number * (RADIX[n] ?? 1) + part, 0);
}

const NOTHING = { tapped: 0, delivered: 0 };

/** The values of a cell's features, in their order. */
export function valuesOf(cell: number): number[] {
  const [habit = 0, reading = 0, kind = 0, slot = 0, recency = 0, button = 0] = partsOf(cell);
  const is = (found: boolean) => (found ? 1 : 0);
  return [
    valueOf(HABIT, habit),
    valueOf(READING, reading),
    valueOf(LEANING, kind),
    valueOf(LEANING, slot),
    is(recency === 0),
    is(recency === 1),
    is(recency === RECENT.length),
    is(recency === NEW),
    is(KINDS[button] === 'url'),
    is(KINDS[button] === 'call'),
  ];
}

/** The place of a cell's kind of button among all kinds. */
export function kindOf(cell: number): number {
  return cell % KINDS.length;
}

function partsOf(cell: number): number[] {
  let left = cell;
  return RADIX.toReversed()
    .map((radix) => {
      const part = left % radix;
      left = Math.floor(left / radix);
      return part;
    })
    .toReversed();
}

function recencyOf({ days, delivered }: Past): number {
  if (days === undefined) return delivered === 0 ? NEW : NEVER;
  const found = RECENT.findIndex((most) => days <= most);
  return found === -1 ? RECENT.length : found;
}

export function shrunken(successes: number, trials: number, usual: number): number {
  return (successes + STRENGTH * usual) / (trials + STRENGTH);
}

export function levelOf({ low, step, levels }: Scale, value: number): number {
  return Math.min(levels - 1, Math.max(0, Math.round((value - low) / step)));
}

export function valueOf({ low, step }: Scale, level: number): number {
  return low + step * level;
}
