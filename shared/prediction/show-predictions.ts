import { wilson } from '../analytics/wilson.ts';
import { LANES } from '../platform/lanes.ts';
import { quantileAbove } from '../platform/normal.ts';
import { FEATURES } from './cell.ts';
import { KINDS } from './course.ts';
import { FEWEST } from './judge.ts';
import { baseRateOf, type Judgement, type TapModel } from './model.ts';
import type { Learnt } from './prediction.store.ts';
import { rounded } from './rounded.ts';
import { showPicks } from './show-picks.ts';
import { showTimes } from './show-times.ts';
import type { PredictionsWire } from './prediction.wire.ts';
import { MEANINGS, verdictOf, weightInWords } from './words.ts';

type Taps = PredictionsWire['taps'];

const Z = quantileAbove(0.025);

/** What callers see of what was learnt. @param learnt undefined before the first training */
export function showPredictions(learnt: Learnt | undefined): PredictionsWire {
  const { taps, judged, messages = 0, did = 0, at = null } = learnt ?? {};
  return {
    taps: {
      status: taps?.status ?? 'not_enough_evidence',
      verdict: verdictOf(learnt),
      evidence: { messages, tapped: did, needed: FEWEST },
      model: taps ? showModel(taps) : null,
      judged: judged ? showJudged(judged) : null,
    },
    picks: showPicks(learnt ?? {}),
    times: showTimes(learnt ?? {}),
    trained_at: at,
  };
}

function showModel(model: TapModel): NonNullable<Taps['model']> {
  const { trained_at, campaigns, people, lanes, messages, did, weights, errors } = model;
  return {
    ...{ trained_at, campaigns, people, messages },
    sampled: lanes / LANES,
    tapped: did,
    base_rate: rounded(baseRateOf(model)),
    base_rates: KINDS.map((type, n) => ({ type, rate: rounded(model.rates[n] ?? 0) })),
    weights: FEATURES.map((feature, n) => {
      const { unit } = MEANINGS[feature];
      const [weight, reach] = [unit * (weights[n + 1] ?? 0), unit * Z * (errors[n + 1] ?? 0)];
      const odds = rounded(Math.exp(weight));
      const interval = [rounded(Math.exp(weight - reach)), rounded(Math.exp(weight + reach))] as [number, number];
      return { feature, odds, interval, meaning: weightInWords(feature, odds, interval) };
    }),
  };
}

function showJudged(judged: Judgement): NonNullable<Taps['judged']> {
  const { campaign_id, at, outcome, people, did, tells_apart } = judged;
  const { brier, base_brier, skill, gain, interval, groups, calibration } = judged;
  return {
    ...{ campaign_id, judged_at: at, outcome, people, tapped: did, tells_apart },
    ...{ brier: rounded(brier), base_brier: rounded(base_brier), skill: rounded(skill), gain: rounded(gain) },
    gain_interval: [rounded(interval[0]), rounded(interval[1])],
    reliability: groups.map(showGroup),
    calibration: calibration
      ? {
          slope: rounded(calibration.slope),
          interval: [rounded(calibration.interval[0]), rounded(calibration.interval[1])],
        }
      : null,
  };
}

function showGroup({ trials, successes, expected, isEnough }: Judgement['groups'][number]): Group {
  const known = { people: trials, expected: rounded(expected), tapped: successes };
  const found = isEnough ? wilson({ successes, trials }) : null;
  if (!found) return { ...known, rate: null, interval: null, verdict: 'too_few' };
  const foretold = expected / trials;
  const verdict = foretold < found.lower ? 'more' : foretold > found.upper ? 'fewer' : 'as_expected';
  return { ...known, rate: rounded(successes / trials), interval: [found.lower, found.upper], verdict };
}
type Group = NonNullable<Taps['judged']>['reliability'][number];
