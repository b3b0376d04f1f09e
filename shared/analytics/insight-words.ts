import type { Dimension } from './insight.wire.ts';

/** How sentences name a property and the buttons that have one of its values. */
export const WORDS: Readonly<Record<Dimension, { plural: string; named(value: string): string }>> = {
  title: { plural: 'titles', named: (value) => `a button titled “${value}”` },
  type: { plural: 'types of button', named: (value) => `a button of type ${value}` },
  position: { plural: 'positions', named: (value) => `a button in position ${value}` },
  media_type: { plural: 'types of media', named: (value) => `a message with media of type ${value}` },
};

/** A count as sentences say it. */
export function number(count: number): string {
  return count.toLocaleString('en-US');
}

/** @param noun the name of one of them */
export function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A probability that is never said to be certain, nor rounded up. */
export function chance(probability: number): string {
  return probability > 0.99 ? 'more than 99 %' : `${Math.floor(100 * probability + 1e-9)} %`;
}
