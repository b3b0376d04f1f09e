import type { Dimension } from './insight.wire.ts';

interface DimensionWords {
  readonly singular: string;
  readonly plural: string;
  named(value: string): string;
}

const BUTTONS: Readonly<Record<string, string>> = {
  reply: 'an answer button',
  url: 'a link button',
  call: 'a call button',
};

const MESSAGES: Readonly<Record<string, string>> = {
  text: 'a message without a picture or file',
  image: 'a message with a picture',
  video: 'a message with a video',
  document: 'a message with a document',
};

/** How sentences name a property and the buttons that have one of its values. */
export const WORDS: Readonly<Record<Dimension, DimensionWords>> = {
  title: { singular: 'title', plural: 'titles', named: (value) => `a button titled “${value}”` },
  type: { singular: 'kind of button', plural: 'kinds of button', named: (value) => BUTTONS[value] ?? value },
  position: { singular: 'position', plural: 'positions', named: (value) => `a button in position ${value}` },
  media_type: { singular: 'kind of media', plural: 'kinds of media', named: (value) => MESSAGES[value] ?? value },
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
