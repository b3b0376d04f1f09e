import type { Random } from '../../../bench/experiments/random.ts';
import { BLOCKS, openHours, TIME_SHARES } from '../../../shared/campaign/send-time.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import { count, type Tally } from '../../../shared/prediction/tally.ts';
import { openingsOf, timeCellOf, timeProfileOf, type Given } from '../../../shared/prediction/time-cell.ts';
import { rankBlocks, type TimeModel, type TimeSeen } from '../../../shared/prediction/time-model.ts';
import { START } from '../fixtures.ts';

export const OPEN = openingsOf(openHours(START, 'UTC', undefined));
/** People who tapped several times before, and those who never did. */
export const OWNERS = Array.from({ length: BLOCKS }, (_, block) => timeProfileOf({ block, taps: 2 }));
export const UNKNOWN = timeProfileOf(undefined);

interface World {
  readonly people: number;
  readonly rateOf: (profile: number, block: number) => number;
  /** By which it gave best hours. */
  readonly model?: TimeModel | undefined;
  readonly startBlock?: number;
  readonly open?: readonly number[];
}

/** One campaign, of which each person is drawn as hashes draw them. */
export function timed({ people, rateOf, model, startBlock = 3, open = OPEN }: World, random: Random): TimeSeen {
  const tally: Tally = new Map();
  const hours = open.flatMap((n, block) => Array.from({ length: n }, () => block));
  for (let n = 0; n < people; n += 1) {
    const profile = random() < 0.3 ? UNKNOWN : OWNERS[Math.floor(random() * BLOCKS)]!;
    const share = random();
    const chance = hours[Math.floor(random() * hours.length)]!;
    const isBest = model !== undefined && share < TIME_SHARES.best;
    const isRandom = share >= TIME_SHARES.best && share < TIME_SHARES.best + TIME_SHARES.random;
    const best = model && rankBlocks(model, profile).find((block) => open[block]);
    const block = isBest ? best! : isRandom ? chance : startBlock;
    const given: Given = isRandom
      ? { got: 'random', block, isOnTime: true }
      : isBest
        ? { got: 'best' }
        : { got: 'start' };
    count(tally, timeCellOf({ profile, open, given, half: random() < 0.5 ? 0 : 1 }), random() < rateOf(profile, block));
  }
  return { id: ids.next('cmp'), model: model?.training, tally };
}

/** Whoever has a time of their own taps near it. */
export const near = (more: number) => (profile: number, block: number) =>
  profile === UNKNOWN ? 0.08 : 0.08 + more * Math.cos((2 * Math.PI * (block - OWNERS.indexOf(profile))) / BLOCKS);
