import { BLOCKS, type OpenHour } from '../campaign/send-time.ts';
import type { OwnTime } from './own-time.ts';

/** How many taps are told apart. */
const SURENESS = 2;
/** Nothing known, or a block and how surely. */
const PROFILES = 1 + BLOCKS * SURENESS;
const HALVES = 2;
/** More open hours of a block than these are counted as so many; clocks that change make at most four. */
const MAX_OPEN = 5;

/** What somebody got: an hour by chance, and whether it was that hour in which they were sent to; the start; or their best hour. */
export type Given =
  | { readonly got: 'random'; readonly block: number; readonly isOnTime: boolean }
  | { readonly got: 'start' }
  | { readonly got: 'best' };

/** Somebody of a campaign: what is known of them, how many hours of each block were open to them, and in which half they are. */
export interface TimeTrial {
  readonly profile: number;
  readonly open: readonly number[];
  readonly given: Given;
  readonly half: 0 | 1;
}

const START = 2 * BLOCKS;
const BEST = START + 1;
const GIVEN = BEST + 1;

export function timeProfileOf(own: OwnTime | undefined): number {
  return own ? 1 + own.block * SURENESS + Math.min(own.taps, SURENESS) - 1 : 0;
}

/** How many of some hours are of each block. */
export function openingsOf(hours: readonly OpenHour[]): number[] {
  const open = Array.from({ length: BLOCKS }, () => 0);
  for (const { block } of hours) open[block] = Math.min(MAX_OPEN, (open[block] ?? 0) + 1);
  return open;
}

/** A number in which whoever is alike falls together. People of one zone have one set of open hours, so that there are few. */
export function timeCellOf({ profile, open, given, half }: TimeTrial): number {
  const pattern = open.reduce((number, count) => number * (MAX_OPEN + 1) + count, 0);
  return ((pattern * PROFILES + profile) * GIVEN + givenOf(given)) * HALVES + half;
}

function givenOf(given: Given): number {
  if (given.got === 'random') return given.block + (given.isOnTime ? 0 : BLOCKS);
  return given.got === 'start' ? START : BEST;
}

export function timeTrialOf(cell: number): TimeTrial {
  const [half, rest] = [cell % HALVES, Math.floor(cell / HALVES)];
  const [number, person] = [rest % GIVEN, Math.floor(rest / GIVEN)];
  let pattern = Math.floor(person / PROFILES);
  const open = Array.from({ length: BLOCKS }, () => {
    const count = pattern % (MAX_OPEN + 1);
    pattern = Math.floor(pattern / (MAX_OPEN + 1));
    return count;
  }).toReversed();
  const given: Given =
    number < START
      ? { got: 'random', block: number % BLOCKS, isOnTime: number < BLOCKS }
      : { got: number === START ? 'start' : 'best' };
  return { profile: person % PROFILES, open, given, half: half === 0 ? 0 : 1 };
}

/** What a model looks at: the block, how surely somebody's own time is known, and how near to it the block is. */
export const TIME_WEIGHTS = 1 + (BLOCKS - 1) + SURENESS + SURENESS;

/** The values of these for somebody who is sent to in a block, without the intercept. */
export function timeValuesOf(profile: number, block: number): number[] {
  const [own, sureness] = profile === 0 ? [0, -1] : [Math.floor((profile - 1) / SURENESS), (profile - 1) % SURENESS];
  const near = Math.cos((2 * Math.PI * (block - own)) / BLOCKS);
  const levels = Array.from({ length: SURENESS }, (_, n) => (n === sureness ? 1 : 0));
  return [
    ...Array.from({ length: BLOCKS - 1 }, (_, n) => (n + 1 === block ? 1 : 0)),
    ...levels,
    ...levels.map((is) => is * near),
  ];
}
