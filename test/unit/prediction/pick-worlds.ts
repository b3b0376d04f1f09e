import type { Random } from '../../../bench/experiments/random.ts';
import { randomIds as ids } from '../../../shared/platform/ids.ts';
import type { Kind } from '../../../shared/prediction/course.ts';
import { pastOf } from '../../../shared/prediction/past.ts';
import { pickCellOf, profileOf } from '../../../shared/prediction/pick-cell.ts';
import type { PickSeen } from '../../../shared/prediction/pick-model.ts';
import { count, type Tally } from '../../../shared/prediction/tally.ts';

export const NOW = Date.parse('2026-06-01T00:00:00.000Z');
export const KINDS = ['reply', 'url'] as const;
/** People who tapped one kind alone before. */
export const FANS = { reply: profileOfFan('reply'), url: profileOfFan('url') };

function profileOfFan(kind: Kind): number {
  const often = { delivered: 8, tapped: 4 };
  const other = { delivered: 8, tapped: 0 };
  const ofKind = { reply: kind === 'reply' ? often : other, url: kind === 'url' ? often : other };
  return profileOf({ ...pastOf([], 0), delivered: 16, tapped: 4, ofKind }, 2);
}

interface World {
  readonly people: number;
  readonly rateOf: (profile: number, kind: Kind) => number;
  /** Of reply; url gets the rest. */
  readonly propensity?: number;
}

/** One campaign's test. */
export function tested({ people, rateOf, propensity = 0.5 }: World, random: Random): PickSeen {
  const tally: Tally = new Map();
  for (let n = 0; n < people; n += 1) {
    const profile = random() < 0.5 ? FANS.reply : FANS.url;
    const kind = random() < propensity ? 'reply' : 'url';
    count(tally, pickCellOf({ profile, kind, half: random() < 0.5 ? 0 : 1 }), random() < rateOf(profile, kind));
  }
  return { id: ids.next('cmp'), propensities: { reply: propensity, url: 1 - propensity }, tally };
}

export const likes = (more: number) => (profile: number, kind: Kind) =>
  0.06 + (profile === FANS[kind as 'reply'] ? more : 0);
