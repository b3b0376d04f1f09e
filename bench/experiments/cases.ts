import type { Case, Outcomes } from './simulate.ts';
import { HOUR, type SimulatedArm } from './world.ts';

/** A case, what it shows, and the bound that it must keep. */
export interface Judged extends Case {
  readonly bounds: readonly (readonly [figure: keyof Outcomes, 'at most' | 'at least', number])[];
}

const window = { metric: 'tapped', window_hours: 24 } as const;
const sending = 24 * HOUR;

function arm(people: number, rate: number, more: Partial<SimulatedArm> = {}): SimulatedArm {
  return { people, rate: () => rate, answers_in: HOUR, ...more };
}

const common = { sending, window };
const NO_DIFFERENCE = [
  ['verdict', 'at most', 0.05],
  ['at_looks', 'at most', 0.01],
] as const;

/** A difference of 5 and 7.5 % between the control and the last arm. */
function oneBetter(arms: number, people: number): readonly SimulatedArm[] {
  return Array.from({ length: arms }, (_, n) => arm(people, n === arms - 1 ? 0.075 : 0.05));
}

/** Rates that change by the hour, between none and twice the mean, as at night and by day. */
function byTheHour(mean: number): (time: number) => number {
  return (time) => mean * (1 + 0.9 * Math.sin((2 * Math.PI * time) / (24 * HOUR)));
}

/** What the deciding code is judged by. */
export const CASES: readonly Judged[] = [
  ...[0.05, 0.2, 0.6].map((rate): Judged => ({
    ...common,
    name: `identical arms, ${100 * rate} %, 2,000 a side`,
    arms: [arm(2_000, rate), arm(2_000, rate)],
    bounds: NO_DIFFERENCE,
  })),
  {
    ...common,
    name: 'eight identical arms, 5 %, 2,000 each',
    arms: Array.from({ length: 8 }, () => arm(2_000, 0.05)),
    bounds: NO_DIFFERENCE,
  },
  {
    ...common,
    name: '5 against 7.5 %, 2,000 a side',
    arms: oneBetter(2, 2_000),
    bounds: [['last_won', 'at least', 0.85]],
  },
  {
    ...common,
    name: 'eight arms, one better by 2.5 points, 2,800 each',
    arms: oneBetter(8, 2_800),
    bounds: [['last_won', 'at least', 0.85]],
  },
  {
    ...common,
    name: 'eight arms, one better by 2.5 points, 2,000 each',
    arms: oneBetter(8, 2_000),
    bounds: [['last_won', 'at least', 0.65]],
  },
  {
    ...common,
    name: 'the same rate, one arm answers in 1 hour, the other in 8',
    // Within 24 hours an eighth of those who take 8 would be missing: so much more of them answer at all.
    arms: [arm(2_000, 0.1), arm(2_000, 0.1 / (1 - 2 ** -3), { answers_in: 8 * HOUR })],
    bounds: [['verdict', 'at most', 0.05]],
  },
  {
    ...common,
    name: 'both arms drift alike',
    arms: [arm(2_000, 0, { rate: byTheHour(0.1) }), arm(2_000, 0, { rate: byTheHour(0.1) })],
    bounds: [['verdict', 'at most', 0.05]],
  },
  {
    ...common,
    name: 'one arm sent 3 hours behind, while rates change by the hour',
    arms: [arm(2_000, 0, { rate: byTheHour(0.1) }), arm(2_000, 0, { rate: byTheHour(0.1), behind: 3 * HOUR })],
    bounds: [
      ['alarm', 'at least', 0.99],
      ['verdict', 'at most', 0.01],
    ],
  },
];

/** The bounds that outcomes break, in words. @param slack how many standard errors a share may be beyond its bound */
export function broken({ bounds }: Judged, outcomes: Outcomes, slack: number): string[] {
  return bounds.flatMap(([figure, which, bound]) => {
    const error = slack * Math.sqrt((bound * (1 - bound)) / outcomes.runs);
    const isKept = which === 'at most' ? outcomes[figure] <= bound + error : outcomes[figure] >= bound - error;
    return isKept ? [] : [`${figure} is ${outcomes[figure]}, which must be ${which} ${bound}`];
  });
}
