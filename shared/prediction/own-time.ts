import { BLOCK_HOURS, BLOCKS } from '../campaign/send-time.ts';
import { weekTime } from '../platform/week-time.ts';
import { shrunken } from './cell.ts';
import type { Step } from './past.ts';

/** How often people tap at all, by which those are measured of whom little is known. */
const USUAL = 0.05;
/** So many taps tell as much of somebody as more of them do. */
const SEVERAL = 2;
/** Below this the hours at which somebody tapped point nowhere. */
const LEAST = 1e-6;

/** Around which block of their day somebody taps what they are sent, and by how many taps that is known. */
export interface OwnTime {
  readonly block: number;
  readonly taps: number;
}

/**
 * The time of day at which somebody answers, by what they had done before a moment: the hours at which they were sent what they tapped,
 * against those of what they did not, as directions on the face of a clock of 24 hours. It is told by when messages were sent, not by
 * when they were tapped, since that is what can be chosen.
 * @param moment in milliseconds since the epoch
 * @returns undefined of somebody who has not tapped, or at all hours alike
 */
export function ownTimeOf(steps: readonly Step[], timeZone: string, moment: number): OwnTime | undefined {
  const sent = steps.flatMap(({ tried, kind, delivered, tapped }) =>
    tried === undefined || !kind || delivered === undefined || delivered >= moment
      ? []
      : [{ hour: weekTime(timeZone, tried).hour + 0.5, isTapped: tapped !== undefined && tapped < moment }],
  );
  const taps = sent.filter(({ isTapped }) => isTapped).length;
  if (taps === 0) return undefined;
  const rate = shrunken(taps, sent.length, USUAL);
  const sum = (of: (angle: number) => number) =>
    sent.reduce((all, { hour, isTapped }) => all + ((isTapped ? 1 : 0) - rate) * of((hour / 24) * 2 * Math.PI), 0);
  const [x, y] = [sum(Math.cos), sum(Math.sin)];
  if (Math.hypot(x, y) < LEAST) return undefined;
  const hour = ((Math.atan2(y, x) / (2 * Math.PI)) * 24 + 24) % 24;
  return { block: Math.min(BLOCKS - 1, Math.floor(hour / BLOCK_HOURS)), taps: Math.min(taps, SEVERAL) };
}
