import { levelOf, shrunken, valueOf, type Scale } from './cell.ts';
import { KINDS, type Kind } from './course.ts';
import type { Past } from './past.ts';
import { SLOTS } from './slot.ts';

/** How often people tap at all, by which those are measured of whom little is known. */
const USUAL = 0.05;
/** Twice as often as they tap other kinds is one more. */
const LEANING: Scale = { low: -1, step: 1, levels: 4 };
const PROFILES = LEANING.levels ** KINDS.length * SLOTS;
const HALVES = 2;
/** Few enough that the counts of a campaign fit into one item. */
export const PICK_CELLS = PROFILES * KINDS.length * HALVES;

/** What is known of somebody when an arm is picked for them: how they lean to each kind of button, and the slot of their week. */
export function profileOf(past: Past, slot: number): number {
  const usual = shrunken(past.tapped, past.delivered, USUAL);
  return KINDS.reduce((profile, kind) => {
    const { tapped, delivered } = past.ofKind[kind] ?? { tapped: 0, delivered: 0 };
    return profile * LEANING.levels + levelOf(LEANING, Math.log2(shrunken(tapped, delivered, usual) / usual));
  }, slot);
}

/** Somebody of a profile who got an arm of this kind by chance, and in which half of the test they are. */
export interface PickTrial {
  readonly profile: number;
  readonly kind: Kind;
  readonly half: 0 | 1;
}

export function pickCellOf({ profile, kind, half }: PickTrial): number {
  return (profile * KINDS.length + KINDS.indexOf(kind)) * HALVES + half;
}

export function pickTrialOf(cell: number): PickTrial {
  const [half, rest] = [cell % HALVES, Math.floor(cell / HALVES)];
  return {
    profile: Math.floor(rest / KINDS.length),
    kind: KINDS[rest % KINDS.length] ?? 'reply',
    half: half === 0 ? 0 : 1,
  };
}

/** What a model looks at: the kind, how somebody leans to it, and the slot, for each kind apart. */
export const PICK_WEIGHTS = KINDS.length + 1 + KINDS.length * (SLOTS - 1);

/** The values of these for somebody who gets an arm of this kind, without the intercept. */
export function pickValuesOf(profile: number, kind: Kind): number[] {
  const slot = Math.floor(profile / LEANING.levels ** KINDS.length);
  const place = KINDS.indexOf(kind);
  const level = Math.floor(profile / LEANING.levels ** (KINDS.length - 1 - place)) % LEANING.levels;
  const slots = Array.from({ length: SLOTS - 1 }, (_, n) => (n + 1 === slot ? 1 : 0));
  const others = KINDS.slice(1);
  return [
    ...others.map((other) => (other === kind ? 1 : 0)),
    valueOf(LEANING, level),
    ...slots,
    ...others.flatMap((other) => slots.map((is) => (other === kind ? is : 0))),
  ];
}
