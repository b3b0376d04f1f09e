import type { Dimension } from './insight.wire.ts';

/** How sentences name a property and the buttons that have one of its values. */
export const WORDS: Readonly<Record<Dimension, { plural: string; named(value: string): string }>> = {
  title: { plural: 'titles', named: (value) => `a button titled “${value}”` },
  type: { plural: 'types of button', named: (value) => `a button of type ${value}` },
  position: { plural: 'positions', named: (value) => `a button in position ${value}` },
  media_type: { plural: 'types of media', named: (value) => `a message with media of type ${value}` },
};

/** A count, formatted for sentences. */
export function number(count: number): string {
  return count.toLocaleString('en-US');
}

/** A count with its noun, in the plural if needed. @param noun in the singular */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** How often chance alone does something, in percent. */
export function chanceOf(chance: number): string {
  if (chance < 0.0001) return 'less than 0.01 %';
  return `${Number((100 * chance).toPrecision(chance < 0.01 ? 1 : 2))} %`;
}
